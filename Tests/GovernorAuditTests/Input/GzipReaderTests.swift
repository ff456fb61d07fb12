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

    /// "hello hello hello\n" as a member with other flags and whatever they add to the header.
    private static func member(flags: UInt8, _ extra: [UInt8] = []) -> [UInt8] {
        let plain = Hex.decode("1F8B0800000000000403CB48CDC9C957C840905C003B7C8ADF12000000".utf8)!
        return Array(plain[..<3]) + [flags] + Array(plain[4..<10]) + extra + Array(plain[10...])
    }

    private static let hello = Array("hello hello hello\n".utf8)

    @Test func `a header may hold a name, a comment, other fields and its checksum`() throws {
        let named = Self.member(flags: 0x1C, [2, 0, 9, 9] + Array("a.csv\u{0}why\u{0}".utf8))
        #expect(try Self.read(named, piece: 3) == Self.hello)
        var header = CRC32()
        header.add(Self.member(flags: 2)[..<10])
        let sum = [UInt8(truncatingIfNeeded: header.value), UInt8(truncatingIfNeeded: header.value >> 8)]
        #expect(try Self.read(Self.member(flags: 2, sum), piece: 100) == Self.hello)
        let wrong = #expect(throws: AuditError.self) {
            try Self.read(Self.member(flags: 2, [sum[0] ^ 1, sum[1]]), piece: 100)
        }
        #expect(wrong == .invalidCompression(problem: "the checksum of its header does not match"))
    }

    @Test(arguments: [0x20, 0x40, 0x80] as [UInt8])
    func `flags that nobody knows are refused`(flag: UInt8) {
        let error = #expect(throws: AuditError.self) { try Self.read(Self.member(flags: flag), piece: 100) }
        #expect(error == .invalidCompression(problem: "it is of a kind that is not known"))
    }

    @Test func `zeros after the last member are padding, and anything else is not`() throws {
        let padded = Self.member(flags: 0) + [UInt8](repeating: 0, count: 700)
        #expect(try Self.read(padded, piece: 64) == Self.hello)
        for tail in [[0, 0, 1], [0x41], Self.member(flags: 0).map { $0 ^ 1 }] as [[UInt8]] {
            let error = #expect(throws: AuditError.self) { try Self.read(Array(padded[..<29]) + tail, piece: 64) }
            #expect(error == .invalidCompression(problem: "something else follows the packed text"))
        }
    }

    @Test func `a member copies nothing of the one before it`() {
        // One block of the fixed code: the length 3 from a distance of 1, and its end.
        let copying: [UInt8] = Array(Self.member(flags: 0)[..<10]) + [0x03, 0x02, 0x00]
        let error = #expect(throws: AuditError.self) {
            try Self.read(Self.member(flags: 0) + copying + [UInt8](repeating: 0, count: 8), piece: 100)
        }
        #expect(error == .invalidCompression(problem: "a copy begins before the text"))
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
        try Packed.by(["gzip", "-n", "-\(level)", "-c"], bytes)
    }
}
