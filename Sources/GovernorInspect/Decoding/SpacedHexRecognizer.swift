/// Finds what stands in pairs of hexadecimal digits with a space or a sign between them that decode to text, such as
/// `61 64 61 40`; the match is all the pairs in a row that do.
struct SpacedHexRecognizer: SpanRecognizer {
    let detector = "spaced-hex/1"
    let triggers = ByteSet("234567".utf8)
    let followers = ByteSet.hexDigits
    let secondFollowers = ByteSet(" ,:-".utf8)
    let asksOnlyAtWordStarts = true
    let reach = Self.longest + 4
    let scanner: SpanScanner

    private static let shortest = 8 * 3
    private static let longest = 510

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let gap = text.byte(at: position + 2), text.byte(at: position + 5) == gap,
            text.byte(at: position + 8) == gap,
            // Not in the middle of such pairs.
            Self.pair(in: text, at: position - 3) == nil || text[position - 1] != gap
        else { return nil }
        var next = position
        var decoded = DecodedText()
        while next < position + Self.longest, let byte = Self.pair(in: text, at: next), decoded.append(byte) {
            next += 3
            guard text.byte(at: next - 1) == gap else { break }
        }
        let end = next - 1
        guard next - position >= Self.shortest, !(text.byte(at: end)?.isLetterOrDigit ?? false) else { return nil }
        return decoded.match(of: position..<end, by: scanner)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(Self.signs, behind: position) }

    private static let signs = ByteSet.hexDigits.union(ByteSet(" ,:-".utf8))

    /// The byte that a pair of digits stands for whose first is such as text has.
    private static func pair(in text: Span<UInt8>, at offset: Int) -> UInt8? {
        guard let high = text.hexValue(at: offset), let low = text.hexValue(at: offset + 1), (2...7).contains(high)
        else { return nil }
        return high << 4 | low
    }
}
