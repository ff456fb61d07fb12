import GovernorCore

/// Recognises the age of a person by the words around a number: `84-year-old`, `aged 45`, `turned 58`.
struct AgeRecognizer: SpanRecognizer {
    let detector = "age/2"
    let triggers = ByteSet.digits
    let asksOnlyAtWordStarts = true
    let reach = 40

    private static let before = ContextWords("age aged turn turned turns turning")
    private static let beforePerson = ContextWords("was is am are")
    private static let when = ContextWords("when since until while")
    private static let after: [StaticString] = [
        "year old", "year-old", "years old", "years-old", "yr old", "yrs old", "years of age", "y/o", "yo ", "y.o.",
    ]

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let number = CalendarDate.number(in: text, at: position), number.value > 0, number.value < 120 else {
            return nil
        }
        let gap = number.end + 1
        let separator = text.byte(at: number.end)
        if separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-"),
            Self.after.contains(where: { text.hasWord($0, at: gap) })
        {
            return match(position..<number.end, 0.85)
        }
        guard text.isBoundary(before: position), text.isBoundary(after: number.end),
            !text.hasDecimalComma(at: position - 1), !text.hasDecimalComma(at: number.end)
        else { return nil }
        if Self.before.occur(in: text, before: position, within: 9) { return match(position..<number.end, 0.7) }
        // `when she was 65.`
        guard Self.beforePerson.occur(in: text, before: position, within: 5),
            Self.when.occur(in: text, before: position, within: 16), endsClause(text, number.end)
        else { return nil }
        return match(position..<number.end, 0.6)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        guard let end = text.end(of: .digits, behind: position), let next = text.byte(at: end + 1) else { return false }
        // All words behind an age begin alike.
        return next | 0x20 != UInt8(ascii: "y") || end + Self.reachBehind <= text.count
    }

    private static let reachBehind = 13

    private func match(_ span: Range<Int>, _ confidence: Double) -> SpanMatch {
        SpanMatch(kind: "age", span: span, confidence: confidence, evidence: .context)
    }

    private func endsClause(_ text: Span<UInt8>, _ end: Int) -> Bool {
        guard let next = text.byte(at: end) else { return true }
        return [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ")"), UInt8(ascii: "\n")]
            .contains(next)
    }
}
