import GovernorCore

/// Recognises the password in a command's `-u user:password` or `--user user:password`, as curl takes it.
struct UserFlagRecognizer: SpanRecognizer {
    let detector = "user-flag/1"
    let triggers = ByteSet("-".utf8)
    let followers = ByteSet("-u".utf8)
    let asksOnlyAtWordStarts = true
    let reach = 192

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard position == 0 || text[position - 1] <= 0x20, let after = flagEnd(in: text, at: position) else {
            return nil
        }
        let limit = min(text.count, position + reach)
        var start = after
        while start < limit, text[start] == UInt8(ascii: " ") { start += 1 }
        // `<user:password>` is for the reader to fill in.
        guard start < limit, text[start] != UInt8(ascii: "<") else { return nil }
        var quote = text.byte(at: start).flatMap { SecretValue.quotes.contains($0) ? $0 : nil }
        if quote != nil { start += 1 }
        while start < limit, text[start] > 0x20, text[start] != UInt8(ascii: ":"), text[start] != quote { start += 1 }
        guard start < limit, text[start] == UInt8(ascii: ":") else { return nil }
        start += 1
        if quote == nil, let next = text.byte(at: start), SecretValue.quotes.contains(next) {
            quote = next
            start += 1
        }
        var end = start
        while end < limit, text[end] > 0x20, text[end] != quote { end += 1 }
        guard end < limit || end == text.count, end - start >= 4, text[start] != UInt8(ascii: "/"),
            !PlaceholderValue.matches(text, in: start..<end), !isGroup(text, in: start..<end)
        else { return nil }
        return SpanMatch(kind: "password", span: start..<end, confidence: 0.85, evidence: .context)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        position > 0 && text[position - 1] > 0x20 || !Self.flags.contains { text.mayHavePrefix($0, at: position) }
    }

    private static let flags: [StaticString] = ["-u ", "--user ", "--user="]

    private func flagEnd(in text: Span<UInt8>, at position: Int) -> Int? {
        if text.hasPrefix("-u ", at: position) { return position + 3 }
        if text.hasPrefix("--user ", at: position) || text.hasPrefix("--user=", at: position) { return position + 7 }
        return nil
    }

    /// Containers take `-u 1000:1000`, which is no password.
    private func isGroup(_ text: Span<UInt8>, in value: Range<Int>) -> Bool {
        value.allSatisfy { text[$0].isDigit }
    }
}
