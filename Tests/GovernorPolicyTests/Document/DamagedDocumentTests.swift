import GovernorCore
import GovernorPolicy
import Testing

@Suite struct DamagedDocumentTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `whatever happens to a file, it loads or says where it is wrong`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let original = try Fixture.bytes("examples/policies/credit-scoring.yaml")
        for _ in 0..<25 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &random) { Self.damage(&bytes, &random) }
            do throws(DocumentErrors) {
                _ = try Policy(bytes, name: "p.yaml", kinds: Fixture.kinds, digest: Fixture.digest)
            } catch {
                let lines = bytes.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 } + 2
                #expect(!error.problems.isEmpty)
                #expect(error.problems.allSatisfy { (1...lines).contains($0.position.line) && $0.position.column >= 1 })
                #expect(error.problems.map(\.position) == error.problems.map(\.position).sorted())
            }
        }
    }

    private static let pieces: [[UInt8]] = [
        "{", "}", "[", "]", ":", ": ", "- ", "\n", "\r", "'", "\"", "&a ", "*a ", "!x ", "? ", "|\n", ">\n", "#",
        "---\n", "\t",
        "\u{0}", "\u{85}", "\u{2028}", "\u{FEFF}", "NOT ", " AND ", "é", "<<: ", "%", "@", "`", ",", "  ", "null",
        "1e999",
    ].map { Array($0.utf8) }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...20, using: &random))
        switch Int.random(in: 0...4, using: &random) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
        case 2: bytes.insert(.random(in: .min ... .max, using: &random), at: place)
        case 3: bytes.removeSubrange(place...)
        default: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
        }
    }
}
