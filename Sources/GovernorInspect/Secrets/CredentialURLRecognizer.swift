import GovernorCore

/// Recognises the password in a URL's `//user:password@host` (RFC 3986, section 3.2.1), as connection strings have it.
struct CredentialURLRecognizer: SpanRecognizer {
    let detector = "credential-url/1"
    let triggers = ByteSet(":".utf8)
    let followers = ByteSet("/".utf8)
    let secondFollowers = ByteSet("/".utf8)
    let asksOnlyAtWordStarts = false
    let reach = 320

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard text.hasPrefix("://", at: position), text.byte(at: position - 1)?.isLetterOrDigit ?? false else {
            return nil
        }
        let limit = min(text.count, position + reach)
        var colon: Int?
        var at: Int?
        var offset = position + 3
        while offset < limit, !Self.ends.contains(text[offset]) {
            if text[offset] == UInt8(ascii: ":"), colon == nil { colon = offset }
            // The last `@` parts a password that has one itself from the host.
            if text[offset] == UInt8(ascii: "@") { at = offset }
            offset += 1
        }
        guard let colon, let at, at > colon + 1, at + 1 < text.count, isHost(text, at: at + 1) else { return nil }
        let password = (colon + 1)..<at
        guard password.count <= Self.longestPassword, !PlaceholderValue.matches(text, in: password) else { return nil }
        return SpanMatch(kind: "url_password", span: password, confidence: 0.9, evidence: .format)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.visible, behind: position + 2) }

    private func isHost(_ text: Span<UInt8>, at offset: Int) -> Bool {
        text[offset].isLetterOrDigit || text[offset] == UInt8(ascii: "[")
    }

    private static let longestPassword = 200
    private static let ends = ByteSet(Array(0...0x20) + Array("/?#\"'`<>|\\^{},;()".utf8))
}
