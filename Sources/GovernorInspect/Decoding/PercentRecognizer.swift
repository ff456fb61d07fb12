/// Finds what stands in a piece of a URL with percent signs (RFC 3986), such as `ada%40example.org`; the match is the whole
/// piece, up to the delimiters of a query.
struct PercentRecognizer: SpanRecognizer {
    let detector = "percent/1"
    let triggers = ByteSet("%".utf8)
    let followers = ByteSet("234567".utf8)
    let secondFollowers = ByteSet.hexDigits
    let asksOnlyAtWordStarts = false
    let reach = Self.longest + 4
    let scanner: SpanScanner

    private static let longest = 256
    private static let longestBefore = 96

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        var start = position
        while start > max(0, position - Self.longestBefore), Self.isPart(text[start - 1]) {
            // An earlier sign has looked at this piece.
            if text[start - 1] == UInt8(ascii: "%"), followers.contains(text[start]), text[start + 1].isHexDigit {
                return nil
            }
            start -= 1
        }
        var end = start
        var decoded = DecodedText()
        while end < position + Self.longest, let byte = text.byte(at: end), Self.isPart(byte) {
            if byte == UInt8(ascii: "%"), let high = text.hexValue(at: end + 1), let low = text.hexValue(at: end + 2) {
                guard decoded.append(high << 4 | low) else { return nil }
                end += 3
            } else {
                guard decoded.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte) else { return nil }
                end += 1
            }
        }
        return decoded.match(of: start..<end, by: scanner)
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit
            || [
                UInt8(ascii: "%"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "+"),
            ].contains(byte)
    }
}
