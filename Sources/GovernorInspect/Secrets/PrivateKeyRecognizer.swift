import GovernorCore

/// Recognises private keys in their text forms: PEM (RFC 7468), OpenSSH, OpenPGP armour (RFC 9580) and PuTTY.
///
/// Certificates, public keys and requests have other labels and are no secrets. The span is what lies between the label
/// lines, so that the labels stay readable. A block without an end is covered as long as RSA keys of 4,096 bits are, and on
/// as far as it has lines of base 64; of any block ``lookAhead`` is covered, which holds keys many times as long.
struct PrivateKeyRecognizer: SpanRecognizer {
    let detector = "private-key/2"
    let triggers = ByteSet("-P".utf8)
    let openings = [Array("---".utf8), Array("Pri".utf8)]
    let asksOnlyAtWordStarts = false
    let reach = Self.longestLabel + 16
    let lookAhead = 65_536

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        if text.hasPrefix("-----BEGIN ", at: position) { return block(in: text, at: position) }
        if text.hasPrefix("Private-Lines: ", at: position) { return lines(in: text, at: position) }
        return nil
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        !text.mayHavePrefix("-----BEGIN ", at: position) && !text.mayHavePrefix("Private-Lines: ", at: position)
    }

    func looksAhead(in text: Span<UInt8>, at position: Int) -> Bool {
        text.hasPrefix("-----BEGIN ", at: position)
            ? labelEnd(in: text, at: position) != nil : text.hasPrefix("Private-Lines: ", at: position)
    }

    private func block(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let start = labelEnd(in: text, at: position) else { return nil }
        return match(start..<end(in: text, from: start, at: "-----END", or: "-----BEGIN"), in: text)
    }

    private func lines(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        let limit = min(text.count, position + Self.longestLabel)
        var start = position
        while start < limit, text[start] != UInt8(ascii: "\n") { start += 1 }
        return match(start..<end(in: text, from: start, at: "Private-MAC", or: "Private-Lines"), in: text)
    }

    /// Where the body ends that begins at an offset: at a mark, or as far as it may be a key.
    private func end(
        in text: Span<UInt8>, from start: Int, at mark: StaticString, or other: StaticString
    ) -> Int {
        let limit = min(text.count, start + lookAhead - 2 * Self.longestLabel)
        var end = start
        while end < limit {
            if text[end] == mark.utf8Start.pointee, text.hasPrefix(mark, at: end) || text.hasPrefix(other, at: end) {
                return end
            }
            end += 1
        }
        end = min(limit, start + Self.longestUnended)
        var line = end
        while line > start, Self.key.contains(text[line - 1]) { line -= 1 }
        while line < limit {
            while line < limit, Self.lineEnds.contains(text[line]) { line += 1 }
            var next = line
            while next < limit, Self.key.contains(text[next]) { next += 1 }
            end = max(end, next)
            // A short line is the last.
            if next - line < Self.shortestLine { break }
            line = next
        }
        return end
    }

    /// Where the label line ends that begins at a position; nil when the label is not one of a private key.
    private func labelEnd(in text: Span<UInt8>, at position: Int) -> Int? {
        let limit = min(text.count, position + Self.longestLabel)
        var isPrivate = false
        var offset = position + 5
        while offset < limit, text[offset] != UInt8(ascii: "-") {
            isPrivate = isPrivate || text.hasPrefix("PRIVATE KEY", at: offset)
            offset += 1
        }
        return isPrivate && text.hasPrefix("-----", at: offset) ? offset + 5 : nil
    }

    /// A match without the line ends around it, unless hardly any key is there.
    private func match(_ body: Range<Int>, in text: Span<UInt8>) -> SpanMatch? {
        var start = body.lowerBound
        var end = body.upperBound
        while start < end, !Self.key.contains(text[start]) { start += 1 }
        // A line end in a string literal is a backslash and a letter.
        if start > body.lowerBound, text[start - 1] == UInt8(ascii: "\\") { start += 1 }
        while end > start, !Self.key.contains(text[end - 1]) { end -= 1 }
        if end - 2 > start, text[end - 2] == UInt8(ascii: "\\") { end -= 2 }
        guard end - start >= Self.shortestKey, TypedText.isVaried(text, in: start..<min(end, start + 64)) else {
            return nil
        }
        return SpanMatch(kind: "private_key", span: start..<end, confidence: 0.98, evidence: .format)
    }

    private static let key = ByteSet.base64
    private static let lineEnds = ByteSet("\r\n \t\\".utf8)
    private static let longestLabel = 64
    /// As long as an RSA key of 4,096 bits.
    private static let longestUnended = 4096
    private static let shortestLine = 32
    /// An Ed25519 key has 64 characters of base 64.
    private static let shortestKey = 40
}
