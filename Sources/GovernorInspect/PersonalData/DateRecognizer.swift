import GovernorCore

/// Recognises dates, and dates of birth by the words before them.
struct DateRecognizer: SpanRecognizer {
    let detector = "date/1"
    let triggers = ByteSet.digits
    let asksOnlyAtWordStarts = true
    let reach = 80

    private static let years = ContextWords("in since during year until till from by of spring summer autumn winter")
    private static let fractions = ContextWords(
        "is on by date dated until due expires expiry exp expiration before valid")

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        if let before = text.byte(at: position - 1) {
            let isInside = before == UInt8(ascii: ".") || before == UInt8(ascii: "/") || before == UInt8(ascii: "-")
            guard !isInside || !(text.byte(at: position - 2)?.isLetterOrDigit ?? false), before != UInt8(ascii: "_")
            else {
                return nil
            }
        }
        if let end = CalendarDate.end(in: text, at: position) {
            // More groups of digits behind it make it a number of another kind.
            if let next = text.byte(at: end), next == UInt8(ascii: "-") || next == UInt8(ascii: "."),
                text.byte(at: end + 1)?.isDigit ?? false
            {
                return nil
            }
            return BirthDate.match(in: text, position..<end, confidence: 0.8, evidence: .format)
        }
        return monthOfYear(in: text, at: position) ?? year(in: text, at: position)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { CalendarDate.isDecided(in: text, at: position) }

    /// `05/2021`, and `05/21` where a word says that it is a date.
    private func monthOfYear(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let month = CalendarDate.number(in: text, at: position), month.digits <= 2,
            (1...12).contains(month.value),
            text.byte(at: month.end) == UInt8(ascii: "/"),
            let second = CalendarDate.number(in: text, at: month.end + 1),
            text.endsNumber(at: second.end), text.byte(at: second.end) != UInt8(ascii: "/")
        else { return nil }
        let span = position..<second.end
        if CalendarDate.isYear(second) {
            return BirthDate.match(in: text, span, confidence: 0.6, evidence: .format)
        }
        guard second.digits == 2, Self.fractions.occur(in: text, before: position, within: 16) else { return nil }
        return SpanMatch(kind: "date_time", span: span, confidence: 0.5, evidence: .context)
    }

    /// `in 1972`.
    private func year(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let year = CalendarDate.number(in: text, at: position), CalendarDate.isYear(year), year.value < 2100,
            text.endsNumber(at: year.end), text.byte(at: year.end) != UInt8(ascii: "-"),
            text.byte(at: year.end) != UInt8(ascii: "%"), Self.years.stand(in: text, before: position)
        else { return nil }
        return SpanMatch(kind: "date_time", span: position..<year.end, confidence: 0.5, evidence: .context)
    }
}

/// Recognises dates that begin with the name of a month, and the days of the week.
struct NamedDateRecognizer: SpanRecognizer {
    let detector = "named-date/1"
    let triggers = ByteSet("JFMASONDTWjfmasondtw".utf8)
    let openings = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu",
        "fri", "sat", "sun",
    ].flatMap { word in
        // In every case of letters.
        (0..<8).map { cases in
            word.utf8.enumerated().map { cases >> $0.offset & 1 == 0 ? $0.element : $0.element & 0xDF }
        }
    }
    let asksOnlyAtWordStarts = true
    let reach = 80

    private static let days: [StaticString] = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        if let end = CalendarDate.end(in: text, atMonth: position) {
            return BirthDate.match(in: text, position..<end, confidence: 0.8, evidence: .format)
        }
        // All days end alike, four to seven bytes in.
        guard (3...6).contains(where: { text.hasWord("day", at: position + $0) }) else { return nil }
        for day in Self.days where text.hasWord(day, at: position) {
            let end = position + day.utf8CodeUnitCount
            guard !(text.byte(at: end)?.isLetterOrDigit ?? false) else { return nil }
            return SpanMatch(kind: "date_time", span: position..<end, confidence: 0.5, evidence: .dictionary)
        }
        return nil
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { CalendarDate.isDecided(in: text, at: position) }
}

/// Tells a date of birth from another date.
enum BirthDate {
    private static let words = ContextWords(
        """
        born birth birthday birthdate birthdays dob bday geboren geburtsdatum geburtstag né née naissance nacimiento nacido \
        nacida nascimento nato nata nascita geboortedatum född syntynyt urodzony urodzona doğum рождения 出生 生年月日
        """)

    static func match(
        in text: Span<UInt8>, _ span: Range<Int>, confidence: Double, evidence: Finding.Evidence
    ) -> SpanMatch {
        words.occur(in: text, before: span.lowerBound, within: 32)
            ? SpanMatch(kind: "date_of_birth", span: span, confidence: 0.9, evidence: .context)
            : SpanMatch(kind: "date_time", span: span, confidence: confidence, evidence: evidence)
    }
}
