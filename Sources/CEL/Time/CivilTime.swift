/// A date and time of day in the proleptic Gregorian calendar.
///
/// The conversions count years from March, so that the leap day is the last of its year, and 400-year cycles of 146,097
/// days; they are exact for every year in question and need no table (the method is described by Howard Hinnant,
/// *chrono-Compatible Low-Level Date Algorithms*).
struct CivilTime: Equatable {
    let year: Int
    /// From 1 to 12.
    let month: Int
    /// From 1 to 31.
    let day: Int
    /// From 0 (Sunday) to 6.
    let dayOfWeek: Int
    let hour: Int
    let minute: Int
    let second: Int

    /// Splits seconds since 1970-01-01T00:00:00 on the same clock.
    init(secondsSinceEpoch seconds: Int64) {
        let days = Int(Self.floorDivision(seconds, by: 86_400))
        let secondOfDay = Int(seconds - Int64(days) * 86_400)
        (year, month, day) = Self.date(daysSinceEpoch: days)
        let daysSinceSunday = (days + 4) % 7  // The epoch was a Thursday.
        dayOfWeek = daysSinceSunday < 0 ? daysSinceSunday + 7 : daysSinceSunday
        hour = secondOfDay / 3_600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
    }

    /// The days passed since the first of January, at most 365.
    var dayOfYear: Int {
        Self.daysSinceEpoch(year: year, month: month, day: day) - Self.daysSinceEpoch(year: year, month: 1, day: 1)
    }

    static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let cycle = Int(floorDivision(Int64(marchYear), by: 400))
        let yearOfCycle = marchYear - cycle * 400
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * 146_097 + dayOfCycle - 719_468
    }

    private static func date(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSinceEpoch + 719_468
        let cycle = Int(floorDivision(Int64(days), by: 146_097))
        let dayOfCycle = days - cycle * 146_097
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day)
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func floorDivision(_ value: Int64, by divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    static func padded(_ value: Int, to width: Int = 2) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// `.5`, `.000000001` or nothing: nanoseconds as decimals without trailing zeros.
    static func fractionText(nanoseconds: Int) -> String {
        guard nanoseconds > 0 else { return "" }
        var digits = Array(padded(nanoseconds, to: 9).utf8)
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return "." + String(decoding: digits, as: UTF8.self)
    }
}
