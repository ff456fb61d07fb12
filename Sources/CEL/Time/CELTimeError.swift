/// Why a timestamp, a duration or a time zone cannot be had.
///
/// The text that was read stays out of the message: it may come from a request.
public enum CELTimeError: Error, Equatable, Sendable {
    /// The text is not an RFC 3339 date and time.
    case malformedTimestamp
    /// The text is not a sequence of numbers with units.
    case malformedDuration
    /// The instant lies outside the years 1 to 9999.
    case timestampOutOfRange
    /// The span is longer than 315,576,000,000 seconds (about 10,000 years).
    case durationOutOfRange
    /// The text is neither an offset from UTC nor a name in the time zone database.
    case unknownTimeZone
    /// The time zone database holds data for the name that cannot be read.
    case unreadableTimeZone

    /// What is wrong, as a sentence.
    public var message: String {
        switch self {
        case .malformedTimestamp: "the text is not a timestamp"
        case .malformedDuration: "the text is not a duration"
        case .timestampOutOfRange: "timestamp out of range"
        case .durationOutOfRange: "duration out of range"
        case .unknownTimeZone: "unknown time zone"
        case .unreadableTimeZone: "the data of the time zone cannot be read"
        }
    }

    /// What to write or do instead.
    public var hint: String {
        switch self {
        case .malformedTimestamp: "write RFC 3339, as 2026-01-31T12:00:00Z or 2026-01-31T12:00:00.5+01:00"
        case .malformedDuration: "write numbers with the units h, m, s, ms, us or ns, as 1h30m or 1.5s"
        case .timestampOutOfRange: "timestamps reach from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z"
        case .durationOutOfRange: "durations reach from -315576000000s to 315576000000s"
        case .unknownTimeZone: "write a name as Europe/Berlin or an offset as +02:00"
        case .unreadableTimeZone: "reinstall the tzdata package"
        }
    }
}
