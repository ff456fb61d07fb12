import GovernorCore
import Testing

@testable import GovernorAudit

struct RadixSortTests {
    private struct Entry: BitwiseCopyable, Equatable {
        let key: UInt64
        let place: Int
    }

    /// The bits in which keys differ.
    private static let masks: [UInt64] = [
        .max, 0xFFF, 0x7FF << 33, 0, 0x8000_0001_C000_0000, 0xFF00_0000_0000_00FF, 0xFFC0_0000_0000_0001,
    ]

    @Test(arguments: [0, 1, 2, 700, 40_000], masks)
    func `what is sorted by digits is sorted, and equal keys keep their order`(count: Int, mask: UInt64) {
        var random = SeededGenerator(seed: UInt64(count) + 1)
        let entries = (0..<count).map { Entry(key: random.next() & mask, place: $0) }
        var sorted = entries
        sorted.radixSort { $0.key }
        let isSorted = sorted == entries.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
        #expect(isSorted)
    }
}
