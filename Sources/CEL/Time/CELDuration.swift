/// A span of time with nanosecond precision: CEL's `google.protobuf.Duration`.
public struct CELDuration: Hashable, Sendable {
    /// The longest span in whole seconds, either way (protobuf's limit: 10,000 years of 365.25 days).
    public static let limitSeconds: Int64 = 315_576_000_000
    /// No time at all.
    public static let zero = CELDuration(uncheckedNanoseconds: 0)

    /// Whole seconds, truncated toward zero.
    public let seconds: Int64
    /// The rest in nanoseconds, with the sign of the whole; its magnitude is below 1,000,000,000.
    public let nanoseconds: Int32

    private init(uncheckedNanoseconds total: Int128) {
        seconds = Int64(total / 1_000_000_000)
        nanoseconds = Int32(total % 1_000_000_000)
    }

    /// Makes a span from its length in nanoseconds.
    ///
    /// - Throws: ``CELTimeError/durationOutOfRange`` beyond ``limitSeconds``.
    init(totalNanoseconds: Int128) throws(CELTimeError) {
        guard totalNanoseconds.magnitude <= UInt128(Self.limitSeconds) * 1_000_000_000 else {
            throw .durationOutOfRange
        }
        self.init(uncheckedNanoseconds: totalNanoseconds)
    }

    /// Makes a span from seconds and nanoseconds, which are added.
    ///
    /// - Throws: ``CELTimeError/durationOutOfRange`` beyond ``limitSeconds``.
    public init(seconds: Int64, nanoseconds: Int64 = 0) throws(CELTimeError) {
        try self.init(totalNanoseconds: Int128(seconds) * 1_000_000_000 + Int128(nanoseconds))
    }

    /// The length in nanoseconds.
    var totalNanoseconds: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }

    /// The sum of two spans.
    ///
    /// - Throws: ``CELTimeError/durationOutOfRange``.
    public func adding(_ other: CELDuration) throws(CELTimeError) -> CELDuration {
        try CELDuration(totalNanoseconds: totalNanoseconds + other.totalNanoseconds)
    }

    /// The difference of two spans.
    ///
    /// - Throws: ``CELTimeError/durationOutOfRange``.
    public func subtracting(_ other: CELDuration) throws(CELTimeError) -> CELDuration {
        try CELDuration(totalNanoseconds: totalNanoseconds - other.totalNanoseconds)
    }

    /// The same span the other way.
    public var negated: CELDuration { CELDuration(uncheckedNanoseconds: -totalNanoseconds) }

    /// The parts that CEL's accessors of durations give; raw values are the names of the functions.
    public enum Accessor: String, CaseIterable, Sendable {
        /// The whole span in hours.
        case hours = "getHours"
        /// The whole span in minutes.
        case minutes = "getMinutes"
        /// The whole span in seconds.
        case seconds = "getSeconds"
        /// Only the milliseconds after the whole seconds, unlike the others (CEL specification, timestamps suite).
        case milliseconds = "getMilliseconds"
    }

    /// One part of the span, truncated toward zero.
    public func get(_ accessor: Accessor) -> Int64 {
        switch accessor {
        case .hours: seconds / 3_600
        case .minutes: seconds / 60
        case .seconds: seconds
        case .milliseconds: Int64(nanoseconds / 1_000_000)
        }
    }
}

extension CELDuration: Comparable {
    /// Orders by signed length.
    public static func < (left: CELDuration, right: CELDuration) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

extension CELDuration: CustomStringConvertible {
    /// Seconds with up to nine decimals, trailing zeros left out: `1000000s`, `-0.003s`.
    public var description: String {
        let sign = seconds < 0 || nanoseconds < 0 ? "-" : ""
        return sign + "\(seconds.magnitude)" + CivilTime.fractionText(nanoseconds: Int(nanoseconds.magnitude)) + "s"
    }
}
