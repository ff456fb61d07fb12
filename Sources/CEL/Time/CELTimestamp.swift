/// An instant with nanosecond precision in the years 1 to 9999: CEL's `google.protobuf.Timestamp`.
public struct CELTimestamp: Hashable, Sendable {
    /// 0001-01-01T00:00:00Z in seconds since the epoch.
    public static let minimumSeconds: Int64 = -62_135_596_800
    /// 9999-12-31T23:59:59Z in seconds since the epoch.
    public static let maximumSeconds: Int64 = 253_402_300_799

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public let seconds: Int64
    /// Nanoseconds after ``seconds``, less than 1,000,000,000.
    public let nanoseconds: Int32

    /// Makes an instant from seconds since the epoch and nanoseconds after them.
    ///
    /// - Parameter nanoseconds: 0 ... 999,999,999.
    /// - Throws: ``CELTimeError/timestampOutOfRange`` outside the years 1 to 9999 or for other nanoseconds.
    public init(seconds: Int64, nanoseconds: Int32 = 0) throws(CELTimeError) {
        guard (Self.minimumSeconds...Self.maximumSeconds).contains(seconds), (0..<1_000_000_000).contains(nanoseconds)
        else {
            throw .timestampOutOfRange
        }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    private init(totalNanoseconds: Int128) throws(CELTimeError) {
        let (seconds, nanoseconds) = totalNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let borrow: Int128 = nanoseconds < 0 ? 1 : 0
        guard let whole = Int64(exactly: seconds - borrow) else { throw .timestampOutOfRange }
        try self.init(seconds: whole, nanoseconds: Int32(nanoseconds + borrow * 1_000_000_000))
    }

    private var totalNanoseconds: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }

    /// The instant a span later.
    ///
    /// - Throws: ``CELTimeError/timestampOutOfRange``.
    public func adding(_ duration: CELDuration) throws(CELTimeError) -> CELTimestamp {
        try CELTimestamp(totalNanoseconds: totalNanoseconds + duration.totalNanoseconds)
    }

    /// The instant a span earlier.
    ///
    /// - Throws: ``CELTimeError/timestampOutOfRange``.
    public func subtracting(_ duration: CELDuration) throws(CELTimeError) -> CELTimestamp {
        try CELTimestamp(totalNanoseconds: totalNanoseconds - duration.totalNanoseconds)
    }

    /// The span from another instant to this one.
    ///
    /// - Throws: ``CELTimeError/durationOutOfRange``, which two instants in range never reach.
    public func subtracting(_ other: CELTimestamp) throws(CELTimeError) -> CELDuration {
        try CELDuration(totalNanoseconds: totalNanoseconds - other.totalNanoseconds)
    }

    /// The parts that CEL's accessors of timestamps give; raw values are the names of the functions.
    public enum Accessor: String, CaseIterable, Sendable {
        /// The year, 0 ... 10000 (the ends only through an offset from UTC).
        case fullYear = "getFullYear"
        /// The month, 0 ... 11.
        case month = "getMonth"
        /// The day of the month, 1 ... 31.
        case date = "getDate"
        /// The day of the month, 0 ... 30.
        case dayOfMonth = "getDayOfMonth"
        /// The day of the week, 0 (Sunday) ... 6.
        case dayOfWeek = "getDayOfWeek"
        /// The day of the year, 0 ... 365.
        case dayOfYear = "getDayOfYear"
        /// The hour, 0 ... 23.
        case hours = "getHours"
        /// The minute, 0 ... 59.
        case minutes = "getMinutes"
        /// The second, 0 ... 59.
        case seconds = "getSeconds"
        /// The milliseconds after the second, 0 ... 999.
        case milliseconds = "getMilliseconds"
    }

    /// One part of the date and time on a clock that is `utcOffset` seconds ahead of UTC.
    ///
    /// - Parameter utcOffset: Seconds east of Greenwich; see ``TimeZoneSource/utcOffset(of:at:)``.
    public func get(_ accessor: Accessor, utcOffset: Int = 0) -> Int64 {
        let civil = CivilTime(secondsSinceEpoch: seconds + Int64(utcOffset))
        let value =
            switch accessor {
            case .fullYear: civil.year
            case .month: civil.month - 1
            case .date: civil.day
            case .dayOfMonth: civil.day - 1
            case .dayOfWeek: civil.dayOfWeek
            case .dayOfYear: civil.dayOfYear
            case .hours: civil.hour
            case .minutes: civil.minute
            case .seconds: civil.second
            case .milliseconds: Int(nanoseconds) / 1_000_000
            }
        return Int64(value)
    }
}

extension CELTimestamp: Comparable {
    /// Orders by time.
    public static func < (left: CELTimestamp, right: CELTimestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}
