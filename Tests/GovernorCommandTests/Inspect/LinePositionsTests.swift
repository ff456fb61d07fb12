import Foundation
import GovernorCore
import Testing

@testable import governor

struct LinePositionsTests {
    @Test func `lines and columns count characters from 1, in any order of the offsets`() {
        let text = Array("äb\nc\n\nd".utf8)
        let positions = LinePositions(of: [7, 0, 2, 5, 4, 2, 6], in: text)
        let expected = [(0, 1, 1), (2, 1, 2), (4, 2, 1), (5, 2, 2), (6, 3, 1), (7, 4, 1)]
        for (offset, line, column) in expected {
            #expect(positions[offset] == SourcePosition(line: line, column: column), "\(offset)")
        }
    }

    @Test func `many findings on one line take time in proportion to its length`() {
        /// Processor time of this thread, which other work on the machine does not lengthen.
        func cost(_ count: Int) -> Double {
            let text = [UInt8](repeating: UInt8(ascii: "a"), count: 8 * count)
            let start = Self.processorSeconds
            _ = LinePositions(of: (0..<count).map { 8 * $0 }, in: text)
            return Self.processorSeconds - start
        }
        _ = cost(100)
        // Sixteen times the line: quadratic work would take 256 times as long.
        #expect(cost(16_000) < max(cost(1000), 50e-6) * 50)
    }

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
