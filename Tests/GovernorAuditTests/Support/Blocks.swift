import Foundation
import Synchronization

/// A table in memory, given out in blocks as a file would be.
enum Blocks {
    /// The blocks of bytes.
    static func of(_ bytes: [UInt8], size: Int = 1 << 20) -> @Sendable () throws -> [UInt8]? {
        let read = Read()
        return {
            read.bytes.withLock { position in
                guard position < bytes.count else { return nil }
                let end = min(bytes.count, position + size)
                defer { position = end }
                return Array(bytes[position..<end])
            }
        }
    }

    /// A table of the folder in which recorded sessions of the command start.
    static func table(_ name: String) throws -> [UInt8] {
        let fixtures = AuditCaseTests.project.appending(path: "Tests/Fixtures/commands/world/data")
        return [UInt8](try Data(contentsOf: fixtures.appending(path: name)))
    }

    /// How many bytes were given out.
    private final class Read: Sendable {
        let bytes = Mutex(0)
    }
}
