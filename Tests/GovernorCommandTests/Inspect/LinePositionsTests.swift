import GovernorCore
import TestTime
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
        let ratio = growth(from: 1000, to: 16_000) { count in
            let text = [UInt8](repeating: UInt8(ascii: "a"), count: 8 * count)
            _ = LinePositions(of: (0..<count).map { 8 * $0 }, in: text)
        }
        // Sixteen times the line: quadratic work would take 256 times as long.
        #expect(ratio < 50)
    }
}
