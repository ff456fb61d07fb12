import GovernorCore

/// Recognises phone numbers in the three ways people write them: international with `+` (ITU-T E.164), North American, and
/// national with a leading zero and groups.
///
/// A bare run of digits is never taken for a phone number.
struct PhoneRecognizer: SpanRecognizer {
    let detector = "phone/2"
    let triggers = ByteSet.digits.union(ByteSet("+(".utf8))
    let asksOnlyAtWordStarts = true
    let reach = DigitGroups.mostBytes + 2

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let number = DigitGroups(in: text, at: position), Self.isPhone(number) else { return nil }
        return SpanMatch(kind: "phone", span: number.span, confidence: 0.75, evidence: .format)
    }

    private static func isPhone(_ number: DigitGroups) -> Bool {
        if number.prefix == .plus { return (8...15).contains(number.count) && number.digit(0) != 0 }
        return isNorthAmerican(number) || (number.prefix == .none && isNational(number))
    }

    /// `212-555-0123`, `(212) 555-0123`, `1-212-555-0123`: area code and exchange begin with 2 to 9.
    private static func isNorthAmerican(_ number: DigitGroups) -> Bool {
        let hasCountry = number.groupCount == 4 && number.group(0) == 1 && number.digit(0) == 1
        let skipped = hasCountry ? 1 : 0
        guard number.count == 10 + skipped, hasCountry ? number.hasGroups(1, 3, 3, 4) : number.hasGroups(3, 3, 4) else {
            return false
        }
        let usual = number.prefix == .parenthesis || number.hasOneSeparator(from: skipped)
        return usual && number.digit(skipped) >= 2 && number.digit(skipped + 3) >= 2
            && number.separator(skipped) != slash && number.separator(skipped + 1) != slash
    }

    /// `020 7946 0958`, `01 23 45 67 89`, `0151-23456789`: nine to twelve digits, or up to fourteen after `00`, with one
    /// kind of separator.
    private static func isNational(_ number: DigitGroups) -> Bool {
        guard number.digit(0) == 0, (2...6).contains(number.groupCount), number.hasOneSeparator(), !isDate(number),
            (0..<number.groupCount).allSatisfy({ number.group($0) >= 2 })
        else { return false }
        // Dots separate the parts of dates, versions and addresses too; only pairs of digits are safe.
        if number.separator(0) == UInt8(ascii: "."), !number.hasGroups(2, 2, 2, 2, 2) { return false }
        if number.separator(0) == slash, number.groupCount != 2 { return false }
        let isInternational = number.digit(1) == 0
        guard !isInternational || number.digit(2) != 0 else { return false }
        return (isInternational ? 10...14 : 9...12).contains(number.count)
    }

    private static let slash = UInt8(ascii: "/")

    /// `01-02-2024 …`: day, month and year in front, whatever follows.
    private static func isDate(_ number: DigitGroups) -> Bool {
        number.startsWithGroups([2, 2, 4]) || number.startsWithGroups([4, 2, 2])
    }
}
