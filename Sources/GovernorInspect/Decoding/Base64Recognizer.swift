/// Finds what stands in a piece of Base64 (RFC 4648, both alphabets) that decodes to text; the match is the whole piece.
///
/// Only pieces that begin with an ASCII character are looked at: then a quarter of the alphabet can begin them, half can
/// stand second and half third, which spares most words the look.
struct Base64Recognizer: SpanRecognizer {
    let detector = "base64/2"
    let triggers = ByteSet("IJKLMNOPQRSTUVWXYZabcdef".utf8)
    let followers = ByteSet("ABCDEFGHQRSTUVWXghijklmnwxyz0123".utf8)
    let secondFollowers = ByteSet("ABEFIJMNQRUVYZcdghklopstwx014589".utf8)
    let asksOnlyAtWordStarts = true
    let reach = DecodedText.longPiece + 2
    let lookAhead = DecodedText.longestPiece + 2
    let scanner: SpanScanner

    private static let shortest = 16

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        // From the end: most words are shorter, and seen to be so at the first look.
        guard position + Self.shortest <= text.count,
            (position..<position + Self.shortest).reversed().allSatisfy({ Self.values[Int(text[$0])] < 64 }),
            text.byte(at: position - 1).map({ Self.values[Int($0)] == 255 }) ?? true
        else { return nil }
        return Self.decoded(text, at: position, longest: DecodedText.longestPiece).flatMap { decoded, end in
            decoded.match(of: position..<end, by: scanner)
        }
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(Self.signs, behind: position) }

    private static let signs = ByteSet.base64.union(.base64URL)

    func looksAhead(in text: Span<UInt8>, at position: Int) -> Bool {
        Self.decoded(text, at: position, longest: DecodedText.longPiece)?.end == position + DecodedText.longPiece
    }

    /// What a piece says, and where it ends; nil when it is no readable text.
    private static func decoded(
        _ text: Span<UInt8>, at position: Int, longest: Int
    ) -> (text: DecodedText, end: Int)? {
        var (end, bits, count) = (position, UInt32(0), 0)
        var decoded = DecodedText()
        while end < position + longest, let byte = text.byte(at: end), values[Int(byte)] < 64 {
            bits = bits << 6 | UInt32(values[Int(byte)])
            count += 6
            end += 1
            if count >= 8 {
                count -= 8
                guard decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count))) else { return nil }
            }
        }
        while end < position + longest, text.byte(at: end) == UInt8(ascii: "=") { end += 1 }
        return (decoded, end)
    }

    /// The value of each byte; 255 for none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: .max, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        for (value, byte) in (alphabet + "+/").utf8.enumerated() { values[Int(byte)] = UInt8(value) }
        for (value, byte) in "-_".utf8.enumerated() { values[Int(byte)] = UInt8(62 + value) }
        return values
    }()
}
