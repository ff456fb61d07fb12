import Foundation
import GovernorCore
import Testing

@testable import GovernorAudit

struct GzipReaderTests {
    @Test(arguments: [1, 6, 9], [1, 7, 4096, 1 << 20])
    func `what gzip compressed comes back, whatever the pieces`(level: Int, piece: Int) throws {
        // More than a piece of output, of runs, text and noise, so that all kinds of blocks and long codes occur.
        var random = SeededGenerator(seed: 3)
        var text = [UInt8](repeating: 65, count: 300_000)
        for _ in 0..<60_000 { text += Array("\(random.next(upperBound: 999 as UInt64)),row\n".utf8) }
        for _ in 0..<300_000 { text.append(UInt8(truncatingIfNeeded: random.next())) }
        let compressed = try Self.gzip(text, level: level)
        #expect(try Self.read(compressed, piece: piece) == text)
    }

    @Test func `members one after another are one text, and a stored block is text too`() throws {
        let first = Hex.decode("1F8B0800000000000403CB48CDC9C957C840905C003B7C8ADF12000000".utf8)!
        let stored = Hex.decode("1F8B0800000000000403010600F9FF73746F7265640BF9435606000000".utf8)!
        #expect(try Self.read(first + stored, piece: 5) == Array("hello hello hello\nstored".utf8))
    }

    @Test func `damage is found`() throws {
        let whole = try Self.gzip(Array("a,b\n1,2\n".utf8), level: 9)
        for cut in [0, 1, 5, 12, whole.count - 5, whole.count - 1] {
            #expect(throws: AuditError.self, "cut at \(cut)") { try Self.read(Array(whole[..<cut]), piece: 100) }
        }
        for offset in [0, 2, 10, 14, whole.count - 8, whole.count - 4] {
            var damaged = whole
            damaged[offset] ^= 0x55
            #expect(throws: AuditError.self, "byte \(offset)") { try Self.read(damaged, piece: 100) }
        }
    }

    private static func read(_ bytes: [UInt8], piece: Int) throws -> [UInt8] {
        var rest = bytes[...]
        var reader = GzipReader {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(piece) }
            return Array(rest.prefix(piece))
        }
        var text: [UInt8] = []
        while let piece = try reader.next() { text += piece }
        return text
    }

    private static func gzip(_ bytes: [UInt8], level: Int) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).txt")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-n", "-\(level)", "-c", file.path()]
        process.standardOutput = output
        try process.run()
        let compressed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return [UInt8](compressed)
    }
}
