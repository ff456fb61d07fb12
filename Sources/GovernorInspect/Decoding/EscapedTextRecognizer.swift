/// Finds what stands in a word some of whose characters are escaped, such as `ada%40example.org`; the match is the whole
/// word, up to the delimiters of a query or a string.
struct EscapedTextRecognizer: SpanRecognizer {
    let detector: String
    let triggers: ByteSet
    let followers: ByteSet
    let asksOnlyAtWordStarts = false
    let head: ByteSet
    let longestHead = Self.longestBefore
    let reach = Self.longest + CharacterEscape.longest + 1

    private let escape: CharacterEscape
    private let scanner: SpanScanner

    private static let longest = 256
    private static let longestBefore = 96

    init(_ escape: CharacterEscape, scanner: SpanScanner) {
        self.escape = escape
        self.scanner = scanner
        detector = escape.detector
        triggers = ByteSet([escape.sign])
        followers = escape.followers
        head = escape.plain
    }

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard escape.read(text, position) != nil else { return nil }
        var start = position
        while start > max(0, position - Self.longestBefore) {
            // An earlier escape has looked at this word.
            if escape.ends(in: text, at: start) { return nil }
            guard escape.plain.contains(text[start - 1]) else { break }
            start -= 1
        }
        var end = start
        var decoded = DecodedText()
        while end < position + Self.longest, let byte = text.byte(at: end) {
            if let (value, length) = escape.read(text, end) {
                guard decoded.append(value) else { return nil }
                end += length
            } else {
                guard escape.plain.contains(byte), decoded.append(escape.spaces.contains(byte) ? 0x20 : byte) else {
                    break
                }
                end += 1
            }
        }
        return decoded.match(of: start..<end, by: scanner)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.visible, behind: position) }
}
