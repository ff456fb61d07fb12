import Foundation
import Testing

@testable import governor

/// Copies of what can be read only once.
struct SpoolFileTests {
    private static func folder() throws -> (WorkFolder, Environment) {
        let folder = try WorkFolder()
        return (folder, Environment(["TMPDIR": folder.url.path]))
    }

    @Test func `what was copied is read again from its beginning, as often as it is needed, and has no name`() throws {
        let (folder, environment) = try Self.folder()
        let copy = try SpoolFile(environment)
        let blocks = [Array("first ".utf8), [UInt8](repeating: 7, count: 1 << 20), Array("last".utf8)]
        for block in blocks { try copy.append(block) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
        for _ in 0..<2 {
            let file = try FileBlocks(InputFile("-"), size: 999, from: copy)
            var read: [UInt8] = []
            while let block = try file.next() { read += block }
            #expect(read == blocks.flatMap(\.self))
            #expect(file.share == 1)
        }
    }

    @Test func `a copy that would be too large, or has no place, is an error that says what to do`() throws {
        let (folder, environment) = try Self.folder()
        let copy = try SpoolFile(environment, limit: 10)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
        try copy.append([UInt8](repeating: 1, count: 10))
        #expect(throws: CommandError.self) { try copy.append([1]) }
        let nowhere = Environment(["TMPDIR": "/nowhere/at/all"])
        let error = #expect(throws: CommandError.self) { try SpoolFile(nowhere) }
        #expect(error?.message.contains("'/nowhere/at/all': No such file") == true)
        #expect(error?.hint == "name a file, or set TMPDIR to a folder with enough room")
    }
}
