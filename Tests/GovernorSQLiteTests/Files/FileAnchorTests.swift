import Synchronization
import Testing

@testable import GovernorSQLite

@Suite struct FileAnchorTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("anchor") }

    init() throws { folder = try TemporaryFolder() }

    @Test func `a reader that met a writer between the two slots looks again`() async throws {
        let writer = FileAnchor(path: path)
        for note in [[1], [2], [3]] as [[UInt8]] { try await writer.write(note) }
        try await writer.settle()
        let path = path
        let looks = Mutex(0)
        let reader = FileAnchor(path: path) {
            let look = looks.withLock { looks in
                looks += 1
                return looks
            }
            let bytes = try POSIXFile.read(path)
            return look < 3 ? bytes?.map { $0 == UInt8(ascii: "/") ? 0 : $0 } : bytes
        }
        #expect(try await reader.read() == [3])
        #expect(looks.withLock { $0 } == 3)
    }

    @Test func `an anchor without a whole checkpoint is an error, however often it is read`() async throws {
        try POSIXFile.create(path, Array(repeating: 0x20, count: 32 << 10), mode: 0o600)
        await #expect(throws: FileError.malformed(path: path, expected: "an anchor with a whole checkpoint")) {
            try await FileAnchor(path: path).read()
        }
    }
}
