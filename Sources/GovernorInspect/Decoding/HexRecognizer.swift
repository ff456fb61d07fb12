/// Finds what stands in a piece of hexadecimal digits that decodes to text; the match is the whole piece.
struct HexRecognizer: SpanRecognizer {
    let detector = "hex/1"
    let triggers = ByteSet("234567".utf8)
    let followers = ByteSet.hexDigits
    let secondFollowers = ByteSet("234567".utf8)
    let asksOnlyAtWordStarts = true
    let reach = Self.longest + 2
    let scanner: SpanScanner

    private static let shortest = 16
    private static let longest = 512

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard text.byte(at: position + Self.shortest - 1)?.isHexDigit ?? false else { return nil }
        var end = position
        var decoded = DecodedText()
        while end < position + Self.longest, let high = text.hexValue(at: end), let low = text.hexValue(at: end + 1) {
            guard decoded.append(high << 4 | low) else { return nil }
            end += 2
        }
        guard end - position >= Self.shortest, !(text.byte(at: end)?.isLetterOrDigit ?? false) else { return nil }
        return decoded.match(of: position..<end, by: scanner)
    }
}

extension Span<UInt8> {
    /// The value of the hexadecimal digit at an offset.
    func hexValue(at offset: Int) -> UInt8? {
        guard let byte = byte(at: offset), byte.isHexDigit else { return nil }
        return byte.isDigit ? byte - UInt8(ascii: "0") : (byte | 0x20) - UInt8(ascii: "a") + 10
    }
}
