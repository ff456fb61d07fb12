#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A moment in UTC with millisecond resolution, as facts carry it.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z; leap seconds are not counted.
    public let millisecondsSince1970: Int64

    /// Creates a moment from milliseconds since 1970.
    public init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = millisecondsSince1970
    }

    /// Reads an RFC 3339 date-time such as `2026-01-31T09:05:00.250+01:00`, or a plain date as midnight UTC.
    ///
    /// Digits past the millisecond are dropped. Nil for anything else, including impossible dates and leap seconds.
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2), (1...12).contains(month),
            (1...CivilDate.daysIn(month: month, year: year)).contains(day)
        else { return nil }
        let midnight = CivilDate.daysSince1970(year: year, month: month, day: day) * 86_400_000
        if scanner.isAtEnd {
            millisecondsSince1970 = midnight
            return
        }
        guard scanner.skip("T") || scanner.skip("t"), let hour = scanner.number(digits: 2), scanner.skip(":"),
            let minute = scanner.number(digits: 2), scanner.skip(":"), let second = scanner.number(digits: 2),
            hour < 24, minute < 60, second < 60, let fraction = scanner.fraction(), let offset = scanner.offset(),
            scanner.isAtEnd
        else { return nil }
        millisecondsSince1970 = midnight + Int64((hour * 60 + minute - offset) * 60 + second) * 1000 + Int64(fraction)
    }

    /// The time of the system's clock.
    public static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(millisecondsSince1970: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// The moment as `2026-01-31T08:05:00.250Z`: UTC, three decimals.
    public var description: String {
        let days = millisecondsSince1970.flooredQuotient(86_400_000)
        let rest = Int(millisecondsSince1970 - days * 86_400_000)
        let date = CivilDate(daysSince1970: days)
        // Every fact says a time or two, and every log line: one buffer, no strings in between.
        var text: [UInt8] = []
        text.reserveCapacity(24)
        Self.append(date.year, 4, UInt8(ascii: "-"), to: &text)
        Self.append(date.month, 2, UInt8(ascii: "-"), to: &text)
        Self.append(date.day, 2, UInt8(ascii: "T"), to: &text)
        Self.append(rest / 3_600_000, 2, UInt8(ascii: ":"), to: &text)
        Self.append(rest / 60_000 % 60, 2, UInt8(ascii: ":"), to: &text)
        Self.append(rest / 1000 % 60, 2, UInt8(ascii: "."), to: &text)
        Self.append(rest % 1000, 3, UInt8(ascii: "Z"), to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The moment a number of milliseconds later.
    public func advanced(byMilliseconds milliseconds: Int64) -> Timestamp {
        Timestamp(millisecondsSince1970: millisecondsSince1970 + milliseconds)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }

    /// Writes a number with at least as many digits as it is wide, and what follows it.
    private static func append(_ number: Int, _ width: Int, _ end: UInt8, to text: inout [UInt8]) {
        if number < 0 { text.append(UInt8(ascii: "-")) }
        var place: UInt = width == 2 ? 10 : width == 3 ? 100 : 1000
        while number.magnitude / place >= 10 { place *= 10 }
        while place > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number.magnitude / place % 10))
            place /= 10
        }
        text.append(end)
    }
}

/// Tells the time; a parameter wherever time matters, so that a run can be replayed.
public typealias WallClock = @Sendable () -> Timestamp
