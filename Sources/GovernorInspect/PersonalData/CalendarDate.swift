/// Reads dates as people write them.
enum CalendarDate {
    /// Where the date ends that begins with the digit at an offset.
    static func end(in text: Span<UInt8>, at start: Int) -> Int? {
        guard let first = number(in: text, at: start), let separator = text.byte(at: first.end) else { return nil }
        if first.digits <= 2 {
            // `5 May 2021`, `5-MAY-21`, `5th of May`.
            let afterDay = ordinalEnd(in: text, at: first.end)
            if (1...31).contains(first.value), let end = monthAndYear(in: text, at: afterDay) { return end }
        }
        guard separator == slash || separator == hyphen || separator == dot,
            let second = number(in: text, at: first.end + 1), second.digits <= 2,
            text.byte(at: second.end) == separator,
            let third = number(in: text, at: second.end + 1),
            endsDate(text, third.end)
        else { return nil }
        if first.digits == 4 {
            guard isYear(first), isMonth(second), isDay(third) else { return nil }
            return timeEnd(in: text, at: third.end)
        }
        guard first.digits <= 2, isMonth(first) && isDay(second) || isDay(first) && isMonth(second),
            third.digits == 4 ? isYear(third) : third.digits == 2 && separator != dot
        else { return nil }
        return timeEnd(in: text, at: third.end)
    }

    /// Where the date ends that begins with the name of a month: `May 1st, 1977`, `May 1`, `May 2021`, `May-2021`.
    static func end(in text: Span<UInt8>, atMonth start: Int) -> Int? {
        guard let month = monthEnd(in: text, at: start) else { return nil }
        let gap = text.byte(at: month) == dot ? month + 1 : month
        guard let separator = text.byte(at: gap), separator == space || separator == hyphen,
            let first = number(in: text, at: gap + 1)
        else { return nil }
        if isYear(first) { return isEnd(text, first.end) ? first.end : nil }
        guard isDay(first), separator == space else { return nil }
        let day = ordinalEnd(in: text, at: first.end)
        guard isEnd(text, day) else { return nil }
        let afterComma = text.byte(at: day) == UInt8(ascii: ",") ? day + 1 : day
        if text.byte(at: afterComma) == space, let year = number(in: text, at: afterComma + 1), isYear(year),
            isEnd(text, year.end)
        {
            return year.end
        }
        // `may 5 people` is none.
        return text[start] & 0x20 == 0 ? day : nil
    }

    /// Whether no date that begins at an offset goes on where the text ends: behind other words and signs than dates have.
    static func isDecided(in text: Span<UInt8>, at start: Int) -> Bool {
        var position = start
        while let byte = text.byte(at: position) {
            if byte.isLetter {
                guard let end = text.end(of: .letters, behind: position) else { return false }
                let isPart =
                    parts.contains { $0.utf8CodeUnitCount == end - position && text.hasWord($0, at: position) }
                    || monthEnd(in: text, at: position) != nil
                if !isPart { return end + 1 < text.count }
                position = end
            } else {
                if !byte.isDigit, !signs.contains(byte) { return position + 1 < text.count }
                position += 1
            }
        }
        return false
    }

    private static let parts: [StaticString] = ["st", "nd", "rd", "th", "of", "t", "z"]
    private static let signs = ByteSet(" -/.,:+".utf8)

    /// Where the name of a month ends that begins at an offset.
    static func monthEnd(in text: Span<UInt8>, at start: Int) -> Int? {
        guard let rest = rest(ofMonth: threeLetters(in: text, at: start)) else { return nil }
        let long = start + 3 + rest.utf8CodeUnitCount
        if text.hasWord(rest, at: start + 3), !(text.byte(at: long)?.isLetterOrDigit ?? false) { return long }
        // `Sept` is the one abbreviation of four letters.
        let short = text.hasWord("sept", at: start) ? start + 4 : start + 3
        return text.byte(at: short)?.isLetterOrDigit ?? false ? nil : short
    }

    /// Three letters in lower case as one number; 0 when they are none.
    static func threeLetters(in text: Span<UInt8>, at start: Int) -> UInt32 {
        guard start + 3 <= text.count else { return 0 }
        var packed: UInt32 = 0
        for offset in start..<start + 3 { packed = packed << 8 | UInt32(text[offset]) }
        return packed & 0xC0C0C0 == 0x404040 ? packed | 0x202020 : 0
    }

    /// What follows the first three letters of a month.
    private static func rest(ofMonth letters: UInt32) -> StaticString? {
        switch letters {
        case 0x6A616E: "uary"
        case 0x666562: "ruary"
        case 0x6D6172: "ch"
        case 0x617072: "il"
        case 0x6D6179: ""
        case 0x6A756E: "e"
        case 0x6A756C: "y"
        case 0x617567: "ust"
        case 0x736570: "tember"
        case 0x6F6374: "ober"
        case 0x6E6F76: "ember"
        case 0x646563: "ember"
        default: nil
        }
    }

    private static let (slash, hyphen, dot, space) = (
        UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: " ")
    )

    struct Number {
        let value: Int
        let digits: Int
        let end: Int
    }

    /// The number of one to four digits at an offset.
    static func number(in text: Span<UInt8>, at start: Int) -> Number? {
        var (value, position) = (0, start)
        while position < start + 5, let byte = text.byte(at: position), byte.isDigit {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            position += 1
        }
        guard (1...4).contains(position - start) else { return nil }
        return Number(value: value, digits: position - start, end: position)
    }

    static func isYear(_ number: Number) -> Bool { number.digits == 4 && (1800...2199).contains(number.value) }

    private static func isMonth(_ number: Number) -> Bool { number.digits <= 2 && (1...12).contains(number.value) }

    private static func isDay(_ number: Number) -> Bool { number.digits <= 2 && (1...31).contains(number.value) }

    private static func isEnd(_ text: Span<UInt8>, _ end: Int) -> Bool {
        !(text.byte(at: end)?.isLetterOrDigit ?? false) && text.byte(at: end) != UInt8(ascii: ":")
    }

    /// Whether no word goes on behind a date; the `T` of a time may.
    private static func endsDate(_ text: Span<UInt8>, _ end: Int) -> Bool {
        guard let next = text.byte(at: end) else { return true }
        return !next.isLetterOrDigit || next | 0x20 == UInt8(ascii: "t")
    }

    /// Behind the `th` of `5th`.
    private static func ordinalEnd(in text: Span<UInt8>, at end: Int) -> Int {
        for ending: StaticString in ["st", "nd", "rd", "th"] where text.hasWord(ending, at: end) { return end + 2 }
        return text.byte(at: end) == dot ? end + 1 : end
    }

    /// ` of May 2021`, `-MAY-21`, ` May`, behind a day.
    private static func monthAndYear(in text: Span<UInt8>, at start: Int) -> Int? {
        guard let separator = text.byte(at: start), separator == space || separator == hyphen || separator == slash
        else {
            return nil
        }
        let month = text.hasWord("of ", at: start + 1) ? start + 4 : start + 1
        guard let end = monthEnd(in: text, at: month) else { return nil }
        let gap = text.byte(at: end) == UInt8(ascii: ",") || text.byte(at: end) == dot ? end + 1 : end
        guard text.byte(at: gap) == separator || text.byte(at: gap) == space, let year = number(in: text, at: gap + 1),
            isYear(year) || year.digits == 2 && separator != space, isEnd(text, year.end)
        else { return separator == space ? end : nil }
        return year.end
    }

    /// Behind a time of day such as `T14:30:00.123+02:00` or ` 14:30`.
    private static func timeEnd(in text: Span<UInt8>, at end: Int) -> Int {
        guard let separator = text.byte(at: end), separator | 0x20 == UInt8(ascii: "t") || separator == space,
            let hour = number(in: text, at: end + 1), hour.digits == 2, hour.value < 25,
            var position = minutesEnd(in: text, at: hour.end)
        else { return end }
        if let seconds = minutesEnd(in: text, at: position) { position = seconds }
        if text.byte(at: position) == dot || text.byte(at: position) == UInt8(ascii: ",") {
            var fraction = position + 1
            while fraction < position + 10, text.byte(at: fraction)?.isDigit ?? false { fraction += 1 }
            if fraction > position + 1 { position = fraction }
        }
        if text.hasWord("z", at: position) { return position + 1 }
        if text.byte(at: position) == UInt8(ascii: "+") || text.byte(at: position) == hyphen,
            let offset = number(in: text, at: position + 1)
        {
            if offset.digits == 4 { return offset.end }
            if offset.digits == 2 { return minutesEnd(in: text, at: offset.end) ?? offset.end }
        }
        return position
    }

    private static func minutesEnd(in text: Span<UInt8>, at colon: Int) -> Int? {
        guard text.byte(at: colon) == UInt8(ascii: ":"), let number = number(in: text, at: colon + 1),
            number.digits == 2,
            number.value < 61
        else { return nil }
        return number.end
    }
}
