import GovernorCore
import Testing

@testable import GovernorAudit

struct ZstandardReaderTests {
    /// More than a piece of what the reader gives, of runs, text and noise.
    private static let text: [UInt8] = {
        var random = SeededGenerator(seed: 4)
        var text = [UInt8](repeating: 65, count: 2_500_000)
        for _ in 0..<60_000 { text += Array("\(random.next(upperBound: 999 as UInt64)),row\n".utf8) }
        for _ in 0..<300_000 { text.append(UInt8(truncatingIfNeeded: random.next())) }
        return text
    }()

    @Test(arguments: [1, 19], [1, 4096, 1 << 20])
    func `what zstd compressed comes back, whatever the pieces`(level: Int, piece: Int) throws {
        let packed = try Packed.by(["zstd", "-q", "-\(level)", "-c"], Self.text)
        #expect(packed.starts(with: ZstandardReader.magic))
        #expect(try Self.read(packed, piece: piece) == Self.text)
    }

    @Test func `a small file of one long run comes back whole`() throws {
        let zeros = [UInt8](repeating: 48, count: 20 << 20)
        let packed = try Packed.by(["zstd", "-q", "-19", "-c"], zeros)
        #expect(packed.count < 10_000)
        #expect(try Self.read(packed, piece: packed.count) == zeros)
    }

    @Test func `frames one after another are one text, and those to be skipped are skipped`() throws {
        let (first, second) = (try Self.pack("one,"), try Self.pack("two"))
        let skipped: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9]
        #expect(try Self.read(first + skipped + second, piece: 5) == Array("one,two".utf8))
    }

    @Test func `damage is found`() throws {
        let whole = try Self.pack("a,b\n1,2\n")
        for cut in [4, 5, 9, whole.count - 5, whole.count - 1] {
            let error = #expect(throws: AuditError.self, "cut at \(cut)") {
                try Self.read(Array(whole[..<cut]), piece: 100)
            }
            #expect(error == .invalidCompression(problem: "it ends too early"))
        }
        var damaged = whole
        damaged[whole.count - 6] ^= 0x55
        for bytes in [damaged, whole + Array("more".utf8)] {
            #expect(throws: AuditError.self) { try Self.read(bytes, piece: 100) }
        }
    }

    private static func pack(_ text: String) throws -> [UInt8] {
        try Packed.by(["zstd", "-q", "-c"], Array(text.utf8))
    }

    private static func read(_ bytes: [UInt8], piece: Int) throws -> [UInt8] {
        var rest = bytes[...]
        let reader = try ZstandardReader {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(piece) }
            return Array(rest.prefix(piece))
        }
        var text: [UInt8] = []
        while let piece = try reader.next() { text += piece }
        return text
    }
}
