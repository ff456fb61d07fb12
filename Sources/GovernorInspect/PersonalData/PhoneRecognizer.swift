import GovernorCore

/// Recognises phone numbers, with their extensions.
///
/// International with `+` (ITU-T E.164), North American in groups of 3-3-4, national with a leading zero or with the area
/// code in parentheses count by their form. Any other number of possible length, and a bare run of digits, counts only
/// where a word such as `phone` or `fax` stands at it.
struct PhoneRecognizer: SpanRecognizer {
    let detector = "phone/4"
    let triggers = ByteSet.digits.union(ByteSet("+(".utf8))
    let asksOnlyAtWordStarts = true
    let reach = DigitGroups.mostBytes + Self.contextReach

    private static let contextReach = 40
    /// The most digits of a number (E.164), and of a dialled one with its international prefix.
    private static let mostDigits = 15
    private static let fewestDigits = 6
    private static let words = ContextWords(
        """
        phone phones telephone tel telefon telefono telefone téléphone teléfono telefoon puhelin telefonnummer mobile mobil \
        mobiltelefon handy cell cellphone celular cellulare móvil movil portable gsm fax telefax call calling called dial \
        ring whatsapp signal sms hotline texting messages телефон тел мобильный τηλέφωνο 电话 手机 電話 携帯 전화
        """)
    /// What announces another number that is written like one.
    private static let otherNumbers = ContextWords("nhs chi score scores lot batch sku isbn issn")
    private static let otherNumbersReach = 20
    private static let labels = ContextWords(

        "office desk home work fax mobile phone cell tel telephone direct main contact")

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let number = DigitGroups(in: text, at: position),
            (Self.fewestDigits...Self.mostDigits + 2).contains(number.count)
        else {
            return nil
        }
        let end = Self.extensionEnd(in: text, at: number.span.upperBound)
        func isLabelled() -> Bool { Self.labels.occur(in: text, after: end, within: 10) }
        // `-Fax` may follow with its hyphen; other words may not.
        guard text.isBoundary(after: end) || text.byte(at: end) == UInt8(ascii: "-") && isLabelled() else { return nil }
        if text.hasDecimalComma(at: end), Self.isAmount(number) { return nil }
        if number.prefix != .plus, Self.isAnnouncedAsOther(text, position), !isLabelled() { return nil }
        if Self.hasForm(number), number.prefix != .none || !Self.followsDigits(text, position) {
            let confidence = end > number.span.upperBound ? 0.85 : 0.75
            return SpanMatch(kind: "phone", span: position..<end, confidence: confidence, evidence: .format)
        }
        guard Self.isPossible(number),
            isLabelled() || Self.labels.occur(in: text, before: position, within: 12)
                || number.count > 6 && Self.words.occur(in: text, before: position, within: Self.contextReach)
        else { return nil }
        return SpanMatch(kind: "phone", span: position..<end, confidence: 0.7, evidence: .context)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        guard let end = text.end(of: Self.grouped, behind: position) else { return false }
        // Nothing of interest stands behind what has too few digits.
        let digits = (position..<end).count { text[$0].isDigit }
        return digits < Self.fewestDigits || end + Self.reachBehind <= text.count
    }

    private static let grouped = ByteSet.digits.union(ByteSet(" -()./".utf8))
    /// An extension, and a label behind it.
    private static let reachBehind = 32

    /// Whether words directly before say that it is another number, and none that it is a phone's.
    private static func isAnnouncedAsOther(_ text: Span<UInt8>, _ position: Int) -> Bool {
        otherNumbers.occur(in: text, before: position, within: otherNumbersReach)
            && !words.occur(in: text, before: position, within: otherNumbersReach)
    }

    /// Whether what stands before a comma and digits is more likely an amount: `12 345 678,90`.
    private static func isAmount(_ number: DigitGroups) -> Bool {
        number.count <= 9 && number.groupCount > 1 && number.hasOneSeparator()
            && (1..<number.groupCount).allSatisfy { number.group($0) == 3 }
    }

    /// Whether the number goes on to the left, as the later groups of a longer one do.
    private static func followsDigits(_ text: Span<UInt8>, _ position: Int) -> Bool {
        text.byte(at: position - 1) == UInt8(ascii: " ") && text.byte(at: position - 2)?.isDigit ?? false
    }

    private static func hasForm(_ number: DigitGroups) -> Bool {
        if number.prefix == .plus { return (8...mostDigits).contains(number.count) && number.digit(0) != 0 }
        return isNorthAmerican(number) || number.prefix == .parenthesis && hasAreaCode(number)
            || number.prefix == .none && isNational(number)
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

    /// `(71) 4233-6306`, `(030) 901820`: an area code in parentheses, then at most three groups.
    private static func hasAreaCode(_ number: DigitGroups) -> Bool {
        (8...12).contains(number.count) && (2...5).contains(number.group(0)) && (2...4).contains(number.groupCount)
            && (1..<number.groupCount).allSatisfy { number.group($0) >= 2 }
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

    /// Whether it may be a number that is dialled somewhere, whatever its groups.
    private static func isPossible(_ number: DigitGroups) -> Bool {
        let shortest = number.groupCount > 1 ? 6 : 7
        return number.count >= shortest && number.count <= mostDigits && !isDate(number)
            && !number.hasGroups(4, 4, 4, 4) && !number.hasGroups(3, 2, 4)
            && !(number.prefix == .parenthesis && number.group(0) == 1)
            && (1..<number.groupCount).allSatisfy { number.group($0) >= 2 }
            && !(number.groupCount > 1 && number.separator(0) == slash)
    }

    /// Behind an extension such as `x459` or ` ext. 12`; the offset itself when none follows.
    private static func extensionEnd(in text: Span<UInt8>, at end: Int) -> Int {
        var position = text.byte(at: end) == UInt8(ascii: " ") ? end + 1 : end
        if text.hasWord("extension ", at: position) {
            position += 10
        } else if text.hasWord("ext", at: position) {
            position += text.byte(at: position + 3) == UInt8(ascii: ".") ? 4 : 3
            if text.byte(at: position) == UInt8(ascii: " ") { position += 1 }
        } else if position == end, text.hasWord("x", at: position) {
            position += 1
        } else {
            return end
        }
        let digits = position
        while position < digits + 6, text.byte(at: position)?.isDigit ?? false { position += 1 }
        return position > digits && !(text.byte(at: position)?.isLetterOrDigit ?? false) ? position : end
    }

    private static let slash = UInt8(ascii: "/")

    /// `01-02-2024 …`: day, month and year in front, whatever follows.
    private static func isDate(_ number: DigitGroups) -> Bool {
        number.startsWithGroups([2, 2, 4]) && number.separator(0) != UInt8(ascii: " ")
            || number.startsWithGroups([4, 2, 2]) && (1900...2100).contains(number.leading(4))
            || number.startsWithGroups([2, 2, 4]) && number.groupCount == 3 && number.leading(2) <= 31
    }
}
