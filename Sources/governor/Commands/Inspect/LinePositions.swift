import GovernorCore

/// The lines and columns of a text's bytes.
struct LinePositions: Sendable {
    private let bytes: [UInt8]
    private let starts: [Int]

    init(_ text: [UInt8]) {
        bytes = text
        starts = [0] + text.indices.filter { text[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    /// Where a byte stands. Binary search.
    func position(of offset: Int) -> SourcePosition {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        // Bytes that continue a character are no column of their own.
        return SourcePosition(
            line: low + 1, column: bytes[starts[low]..<offset].count { $0 & 0xC0 != 0x80 } + 1)
    }
}
