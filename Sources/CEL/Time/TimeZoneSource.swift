import Synchronization

/// Where time zones come from: finds the offset from UTC for what a CEL rule names.
///
/// CEL itself does no I/O. A source is a function from a name of the IANA database (`Europe/Berlin`) to the bytes of
/// its compiled form (TZif, RFC 9636); each zone is decoded once and kept. ``system`` is the one source that reads
/// files.
public final class TimeZoneSource: Sendable {
    /// How many zones are kept decoded; the database has about 600 names.
    private static let cacheCapacity = 1_024

    private let load: @Sendable (String) -> [UInt8]?
    private let zones = Mutex<[String: TimeZoneRules]>([:])

    /// Makes a source from a function that gives the TZif bytes for a name, or nil for a name that it does not know.
    ///
    /// - Parameter load: Called only with names of letters, digits, `_`, `+` and `-` in parts separated by `/`.
    public init(load: @escaping @Sendable (_ name: String) -> [UInt8]?) {
        self.load = load
    }

    /// A source that knows only UTC and fixed offsets.
    public static let utcOnly = TimeZoneSource { _ in nil }

    /// How far a zone's clock is ahead of UTC at an instant.
    ///
    /// - Parameter zone: `UTC`, a name of the database, or an offset `hh:mm` with an optional sign and at most 14
    /// hours.
    /// - Returns: Seconds east of Greenwich.
    /// - Throws: ``CELTimeError/unknownTimeZone`` or ``CELTimeError/unreadableTimeZone``.
    public func utcOffset(of zone: String, at instant: CELTimestamp) throws(CELTimeError) -> Int {
        if let fixed = Self.fixedOffset(zone) { return fixed }
        return try rules(named: zone).utcOffset(at: instant.seconds)
    }

    private func rules(named name: String) throws(CELTimeError) -> TimeZoneRules {
        if let known = zones.withLock({ $0[name] }) { return known }
        guard Self.isName(name), let bytes = load(name) else { throw .unknownTimeZone }
        guard let rules = TimeZoneRules(tzif: bytes) else { throw .unreadableTimeZone }
        zones.withLock { zones in
            // More names than the database has can only come from a foreign source; start over instead of growing.
            if zones.count >= Self.cacheCapacity { zones.removeAll() }
            zones[name] = rules
        }
        return rules
    }

    /// `UTC` or `[+-]hh:mm` in seconds; nil when the text has another form.
    private static func fixedOffset(_ zone: String) -> Int? {
        var text = zone.utf8[...]
        if text.elementsEqual("UTC".utf8) { return 0 }
        let isWest = text.first == UInt8(ascii: "-")
        if isWest || text.first == UInt8(ascii: "+") { text.removeFirst() }
        let bytes = Array(text)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - Int(UInt8(ascii: "0")) }
        guard digits.allSatisfy((0...9).contains), digits[2] < 6 else { return nil }
        let hours = digits[0] * 10 + digits[1]
        guard hours <= 14 else { return nil }
        let offset = hours * 3_600 + (digits[2] * 10 + digits[3]) * 60
        return isWest ? -offset : offset
    }

    /// Whether a text can be a name of the database: no dots, so that no name leads out of a folder.
    private static func isName(_ text: String) -> Bool {
        guard (1...64).contains(text.utf8.count) else { return false }
        return text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.allSatisfy(isNameByte)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
