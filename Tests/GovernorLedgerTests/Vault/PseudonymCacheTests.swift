import GovernorTesting
import Testing

@testable import GovernorLedger

@Suite struct PseudonymCacheTests {
    @Test func `a remembered pseudonym is the one that the key makes`() {
        let key = PseudonymKey(generatedBy: seededRandomBytes(1))
        let cache = PseudonymCache(key)
        // More names than are remembered, names of two kinds, and two spellings of one name.
        let names = (0..<3000).map { "name-\($0)" } + ["caf\u{E9}", "cafe\u{301}"]
        for _ in 0..<2 {
            for name in names {
                for kind in [PseudonymKey.Kind.actor, .stream] {
                    #expect(cache.pseudonym(of: name, as: kind) == key.pseudonym(of: name, as: kind))
                }
            }
        }
    }

    @Test(arguments: [0, 1, 7, 32, 44, 256, 257, 1000])
    func `the system yields as many random bytes as are asked for, and others each time`(count: Int) {
        let (first, second) = (systemRandomBytes(count), systemRandomBytes(count))
        #expect(first.count == count)
        // Every 16 bytes differ: no part is left as it was.
        let parts = [first, second].flatMap { bytes in
            stride(from: 0, to: count - 15, by: 16).map { Array(bytes[$0..<$0 + 16]) }
        }
        #expect(Set(parts).count == parts.count)
    }
}
