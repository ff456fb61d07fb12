// The footer of a TZif file, in the notation of POSIX' TZ variable with the extensions of RFC 9636 §3.3.1:
//
//     CET-1CEST,M3.5.0,M10.5.0/3        std offset dst [offset] , start[/time] , end[/time]
//     <-03>3<-02>,M3.5.0/-2,M10.5.0/-1  quoted names; times from -167 to 167 hours
//
// Offsets are positive west of Greenwich, against the usual sign.

/// A standard offset with an optional daylight saving rule that repeats every year.
struct POSIXTimeZone: Equatable, Sendable {
    /// Seconds east of Greenwich.
    private let standardOffset: Int
    private let daylight: Daylight?

    private struct Daylight: Equatable {
        let offset: Int
        let start: Change
        let end: Change
    }

    /// A day of the year and the local time of day of a change.
    private struct Change: Equatable {
        enum Day: Equatable {
            /// `Jn`: 1 ... 365, the 29th of February is never counted.
            case julian(Int)
            /// `n`: 0 ... 365, the 29th of February counts.
            case zeroBased(Int)
            /// `Mm.w.d`: the w-th (5: last) weekday d (0: Sunday) of month m.
            case weekday(month: Int, week: Int, day: Int)
        }

        let day: Day
        let secondsOfDay: Int
    }

    /// Reads a rule; nil when it is not well-formed.
    init?(_ text: Substring.UTF8View) {
        var reader = POSIXReader(rest: text)
        guard reader.takeName(), let west = reader.takeTime(maximumHours: 24) else { return nil }
        standardOffset = -west
        guard !reader.rest.isEmpty else {
            daylight = nil
            return
        }
        guard reader.takeName() else { return nil }
        var offset = standardOffset + 3_600
        if reader.rest.first != UInt8(ascii: ",") {
            guard let west = reader.takeTime(maximumHours: 24) else { return nil }
            offset = -west
        }
        guard let start = Self.takeChange(&reader), let end = Self.takeChange(&reader), reader.rest.isEmpty else {
            return nil
        }
        daylight = Daylight(offset: offset, start: start, end: end)
    }

    /// How many seconds the zone's clock is ahead of UTC at an instant.
    func utcOffset(at seconds: Int64) -> Int {
        guard let daylight else { return standardOffset }
        let year = CivilTime(secondsSinceEpoch: seconds + Int64(standardOffset)).year
        let start = Self.seconds(of: daylight.start, year: year) - Int64(standardOffset)
        let end = Self.seconds(of: daylight.end, year: year) - Int64(daylight.offset)
        // South of the equator summer spans the turn of the year: the end comes before the start.
        let isDaylight = start < end ? start <= seconds && seconds < end : !(end <= seconds && seconds < start)
        return isDaylight ? daylight.offset : standardOffset
    }

    private static func seconds(of change: Change, year: Int) -> Int64 {
        let firstDay = CivilTime.daysSinceEpoch(year: year, month: 1, day: 1)
        let day: Int
        switch change.day {
        case .julian(let number): day = firstDay + number - 1 + (number >= 60 && CivilTime.isLeap(year) ? 1 : 0)
        case .zeroBased(let number): day = firstDay + number
        case .weekday(let month, let week, let weekday):
            let firstOfMonth = CivilTime.daysSinceEpoch(year: year, month: month, day: 1)
            let firstWeekday = CivilTime(secondsSinceEpoch: Int64(firstOfMonth) * 86_400).dayOfWeek
            var dayOfMonth = (weekday - firstWeekday + 7) % 7 + 7 * (week - 1)
            if dayOfMonth >= CivilTime.daysInMonth(month, year: year) { dayOfMonth -= 7 }
            day = firstOfMonth + dayOfMonth
        }
        return Int64(day) * 86_400 + Int64(change.secondsOfDay)
    }

    private static func takeChange(_ reader: inout POSIXReader) -> Change? {
        guard reader.take(","), let day = takeDay(&reader) else { return nil }
        guard reader.take("/") else { return Change(day: day, secondsOfDay: 7_200) }
        guard let time = reader.takeTime(maximumHours: 167) else { return nil }
        return Change(day: day, secondsOfDay: time)
    }

    private static func takeDay(_ reader: inout POSIXReader) -> Change.Day? {
        if reader.take("M") {
            guard let month = reader.takeNumber(1...12), reader.take("."), let week = reader.takeNumber(1...5),
                reader.take("."), let day = reader.takeNumber(0...6)
            else { return nil }
            return .weekday(month: month, week: week, day: day)
        }
        return reader.take("J")
            ? reader.takeNumber(1...365).map { .julian($0) } : reader.takeNumber(0...365).map { .zeroBased($0) }
    }
}

/// Takes the words of a POSIX TZ rule from the left.
private struct POSIXReader {
    var rest: Substring.UTF8View

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// Three or more letters, or anything between angle brackets.
    mutating func takeName() -> Bool {
        if take("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
        rest = rest.dropFirst(letters.count)
        return letters.count >= 3
    }

    mutating func takeNumber(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return range.contains(value) ? value : nil
    }

    /// `[+-]h[h[h]][:mm[:ss]]` in seconds.
    mutating func takeTime(maximumHours: Int) -> Int? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = takeNumber(0...maximumHours) else { return nil }
        var seconds = hours * 3_600
        if take(":") {
            guard let minutes = takeNumber(0...59) else { return nil }
            seconds += minutes * 60
            if take(":") {
                guard let rest = takeNumber(0...59) else { return nil }
                seconds += rest
            }
        }
        return isNegative ? -seconds : seconds
    }
}
