extension CELTimestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with up to nine decimals, trailing zeros left out: `2009-02-13T23:31:30Z`,
    /// `1970-01-01T00:00:00.5Z`.
    public var description: String {
        let civil = CivilTime(secondsSinceEpoch: seconds)
        let date =
            "\(CivilTime.padded(civil.year, to: 4))-\(CivilTime.padded(civil.month))-\(CivilTime.padded(civil.day))"
        let time = "\(CivilTime.padded(civil.hour)):\(CivilTime.padded(civil.minute)):\(CivilTime.padded(civil.second))"
        return "\(date)T\(time)\(CivilTime.fractionText(nanoseconds: Int(nanoseconds)))Z"
    }

    /// Reads RFC 3339 text: `2009-02-13T23:31:30Z`, `2009-02-14T01:31:30.25+02:00`.
    ///
    /// `T` and `Z` are upper case and the seconds are below 60, as in the reference implementation; decimals after the
    /// ninth are dropped.
    ///
    /// - Throws: ``CELTimeError/malformedTimestamp`` or ``CELTimeError/timestampOutOfRange``.
    public init(parsing text: String) throws(CELTimeError) {
        var reader = TimestampReader(rest: text.utf8[...])
        guard let local = reader.takeDateAndTime(), let nanoseconds = reader.takeFraction(),
            let utcOffset = reader.takeOffset(), reader.rest.isEmpty
        else { throw .malformedTimestamp }
        try self.init(seconds: local - Int64(utcOffset), nanoseconds: nanoseconds)
    }
}

/// Takes an RFC 3339 timestamp apart from the left; every step returns nil when the text has another form.
private struct TimestampReader {
    var rest: Substring.UTF8View

    /// `YYYY-MM-DDThh:mm:ss` as seconds since the epoch, as if it were UTC.
    mutating func takeDateAndTime() -> Int64? {
        guard let year = takeNumber(digits: 4), take("-"), let month = takeNumber(digits: 2), take("-"),
            let day = takeNumber(digits: 2), take("T"), let hour = takeNumber(digits: 2), take(":"),
            let minute = takeNumber(digits: 2), take(":"), let second = takeNumber(digits: 2)
        else { return nil }
        guard (1...12).contains(month), day >= 1, day <= CivilTime.daysInMonth(month, year: year) else { return nil }
        guard hour < 24, minute < 60, second < 60 else { return nil }
        let days = CivilTime.daysSinceEpoch(year: year, month: month, day: day)
        return Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// A point and at least one digit as nanoseconds; zero when there is no point.
    mutating func takeFraction() -> Int32? {
        guard take(".") else { return 0 }
        var nanoseconds: Int32 = 0
        var digits = 0
        while let digit = takeNumber(digits: 1) {
            if digits < 9 { nanoseconds = nanoseconds * 10 + Int32(digit) }
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in digits..<max(9, digits) { nanoseconds *= 10 }
        return nanoseconds
    }

    /// `Z` or `±hh:mm` in seconds east of Greenwich.
    mutating func takeOffset() -> Int? {
        if take("Z") { return 0 }
        let isWest = rest.first == UInt8(ascii: "-")
        guard take("-") || take("+"), let hours = takeNumber(digits: 2), take(":"), let minutes = takeNumber(digits: 2),
            hours < 24, minutes < 60
        else { return nil }
        let offset = hours * 3_600 + minutes * 60
        return isWest ? -offset : offset
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func takeNumber(digits count: Int) -> Int? {
        let text = rest.prefix(count)
        guard text.count == count, text.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
        rest = rest.dropFirst(count)
        return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
