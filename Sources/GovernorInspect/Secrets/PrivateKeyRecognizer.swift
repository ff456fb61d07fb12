import GovernorCore

/// Recognises private keys in their text forms: PEM (RFC 7468), OpenSSH, OpenPGP armour (RFC 9580) and PuTTY.
///
/// Certificates, public keys and requests have other labels and are no secrets. The span is what lies between the label
/// lines, so that the labels stay readable. A block longer than ``lookAhead``, which holds RSA keys of 4,096 bits, is covered
/// from its beginning as far as that.
struct PrivateKeyRecognizer: SpanRecognizer {
    let detector = "private-key/1"
    let triggers = ByteSet("-P".utf8)
    let openings = [Array("---".utf8), Array("Pri".utf8)]
    let asksOnlyAtWordStarts = true
    let reach = Self.longestLabel + 16
    let lookAhead = 4096

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        if text.hasPrefix("-----BEGIN ", at: position) { return block(in: text, at: position) }
        if text.hasPrefix("Private-Lines: ", at: position) { return lines(in: text, at: position) }
        return nil
    }

    func looksAhead(in text: Span<UInt8>, at position: Int) -> Bool {
        text.hasPrefix("-----BEGIN ", at: position)
            ? labelEnd(in: text, at: position) != nil : text.hasPrefix("Private-Lines: ", at: position)
    }

    private func block(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let start = labelEnd(in: text, at: position) else { return nil }
        let limit = min(text.count, position + lookAhead)
        var end = start
        while end < limit, !text.hasPrefix("-----END", at: end) { end += 1 }
        return match(start..<end, in: text)
    }

    private func lines(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        let limit = min(text.count, position + lookAhead)
        var start = position
        while start < limit, text[start] != UInt8(ascii: "\n") { start += 1 }
        var end = start
        while end < limit, !text.hasPrefix("Private-MAC", at: end) { end += 1 }
        return match(start..<end, in: text)
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
    private static let longestLabel = 64
    /// An Ed25519 key has 64 characters of base 64.
    private static let shortestKey = 40
}
