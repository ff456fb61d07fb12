import Testing

@testable import governor

struct ReadingProgressTests {
    @Test(
        arguments: [
            (0, 0, nil, "x.csv: 0 rows"),
            (99_999, 2, 0.5, "x.csv: 99999 rows, 49999 a second, 50 %"),
            (2_400_000, 0.5, 0.379, "x.csv: 2.4 million rows, 4.8 million a second, 37 %"),
            (100_000, 4, 1, "x.csv: 0.1 million rows, 25000 a second, 100 %"),
        ] as [(Int, Double, Double?, String)])
    func `progress says how many rows there were, how fast, and which part that is`(
        lines: Int, seconds: Double, share: Double?, expected: String
    ) {
        #expect(ReadingProgress.text("x.csv", lines: lines, seconds: seconds, share: share) == expected)
    }

    @Test func `blocks pass as they are, whoever looks`() throws {
        let progress = ReadingProgress("x.csv") { nil }
        var blocks: [[UInt8]] = [[97, 10], [98, 10]]
        nonisolated(unsafe) var rest = blocks
        let watched = progress.watching { rest.isEmpty ? nil : rest.removeFirst() }
        while let block = try watched() { #expect(block == blocks.removeFirst()) }
        #expect(blocks.isEmpty)
    }
}
