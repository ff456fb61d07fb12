/// Finds what stands in a piece of hexadecimal digits that decodes to text; the match is the whole piece.
struct HexRecognizer: SpanRecognizer {
    let detector = "hex/2"
    let triggers = ByteSet("234567".utf8)
    let followers = ByteSet.hexDigits
    let secondFollowers = ByteSet("234567".utf8)
    let asksOnlyAtWordStarts = true
    let reach = DecodedText.longPiece + 2
    let lookAhead = DecodedText.longestPiece + 2
    let scanner: SpanScanner

    private static let shortest = 16

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard text.byte(at: position + Self.shortest - 1)?.isHexDigit ?? false else { return nil }
        guard let (decoded, end) = Self.decoded(text, at: position, longest: DecodedText.longestPiece),
            end - position >= Self.shortest, !(text.byte(at: end)?.isLetterOrDigit ?? false)
        else { return nil }
        return decoded.match(of: position..<end, by: scanner)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.hexDigits, behind: position) }

    func looksAhead(in text: Span<UInt8>, at position: Int) -> Bool {
        Self.decoded(text, at: position, longest: DecodedText.longPiece)?.end == position + DecodedText.longPiece
    }

    /// What a piece says, and where it ends; nil when it is no readable text.
    private static func decoded(
        _ text: Span<UInt8>, at position: Int, longest: Int
    ) -> (text: DecodedText, end: Int)? {
        var end = position
        var decoded = DecodedText()
        while end < position + longest, let high = text.hexValue(at: end), let low = text.hexValue(at: end + 1) {
            guard decoded.append(high << 4 | low) else { return nil }
            end += 2
        }
        return (decoded, end)
    }
}

extension Span<UInt8> {
    /// The value of the hexadecimal digit at an offset.
    func hexValue(at offset: Int) -> UInt8? {
        guard let byte = byte(at: offset), byte.isHexDigit else { return nil }
        return byte.isDigit ? byte - UInt8(ascii: "0") : (byte | 0x20) - UInt8(ascii: "a") + 10
    }
}
