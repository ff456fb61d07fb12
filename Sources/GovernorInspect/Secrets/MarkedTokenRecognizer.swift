import GovernorCore

/// Recognises tokens that have their provider's mark within instead of in front.
struct MarkedTokenRecognizer: SpanRecognizer {
    let detector = "secret-token/1"
    let triggers = ByteSet(marks.map { $0.mark[0] })
    let followers = ByteSet(marks.map { $0.mark[1] })
    let secondFollowers = marks.reduce(ByteSet([])) { $0.union($1.mark.count > 2 ? ByteSet([$1.mark[2]]) : secret) }
    let asksOnlyAtWordStarts = false
    let reach = 128
    let head = secret
    let longestHead = 97

    /// The kinds of its matches.
    static let kinds = Set(marks.map(\.kind))

    private struct Mark: Sendable {
        let kind: String
        let mark: [UInt8]
        /// How many bytes stand before the mark, and of which set.
        let before: ClosedRange<Int>
        let beforeSet: ByteSet
        /// How many bytes follow the mark.
        let after: ClosedRange<Int>

        init(_ kind: String, _ mark: String, before: ClosedRange<Int>, of set: ByteSet, after: ClosedRange<Int>) {
            self.kind = kind
            self.mark = Array(mark.utf8)
            self.before = before
            beforeSet = set
            self.after = after
        }
    }

    private static let marks = [
        Mark("azure_client_secret", "Q~", before: 4...4, of: secret, after: 31...34),
        Mark("azure_key", "JQQJ99", before: 52...52, of: .base62, after: 26...26),
        Mark("terraform_token", ".atlasv1.", before: 14...14, of: .base62, after: 60...70),
        Mark("telegram_token", ":AA", before: 8...10, of: .digits, after: 33...33),
        Mark("openai_key", "T3BlbkFJ", before: 23...96, of: .base64URL, after: 20...96),
    ]

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        for mark in Self.marks where text[position] == mark.mark[0] {
            if let match = match(mark, in: text, at: position) { return match }
        }
        return nil
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.visible, behind: position) }

    private func match(_ mark: Mark, in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        var end = position + mark.mark.count
        guard end <= text.count else { return nil }
        for offset in mark.mark.indices where text[position + offset] != mark.mark[offset] { return nil }
        var start = position
        while start > 0, position - start <= mark.before.upperBound, mark.beforeSet.contains(text[start - 1]) {
            start -= 1
        }
        let rest = end
        while end < text.count, end - rest <= mark.after.upperBound, Self.secret.contains(text[end]) { end += 1 }
        while end > rest, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        guard mark.before.contains(position - start), mark.after.contains(end - rest),
            TypedText.isVaried(text, in: start..<end)
        else { return nil }
        return SpanMatch(kind: mark.kind, span: start..<end, confidence: 0.95, evidence: .format)
    }

    private static let secret = ByteSet.dotted.union(ByteSet("~".utf8))
}
