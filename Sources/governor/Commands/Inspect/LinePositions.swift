import GovernorCore

/// The lines and columns of some of a text's bytes.
struct LinePositions: Sendable {
    private var positions: [Int: SourcePosition] = [:]

    /// Finds them in one pass over the text, however many there are.
    init(of offsets: some Sequence<Int>, in text: [UInt8]) {
        var (line, column, position) = (1, 1, 0)
        for offset in offsets.sorted() {
            while position < offset {
                // Bytes that continue a character are no column of their own.
                if text[position] & 0xC0 != 0x80 { column += 1 }
                if text[position] == UInt8(ascii: "\n") { (line, column) = (line + 1, 1) }
                position += 1
            }
            positions[offset] = SourcePosition(line: line, column: column)
        }
    }

    /// Where a byte stands; it must be one of those asked for.
    subscript(offset: Int) -> SourcePosition {
        guard let position = positions[offset] else { preconditionFailure("offset \(offset) was not asked for") }
        return position
    }
}
