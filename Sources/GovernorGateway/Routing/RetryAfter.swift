/// How long a server asks to be left alone.
enum RetryAfter: Sendable, Hashable {
    case time(Duration)
    /// In a form that is not read, such as a date: too long.
    case unknown

    /// Reads the fields of an answer's head: `retry-after-ms`, else the seconds of `retry-after`; nil for none.
    init?(_ headers: HeaderFields) {
        if let milliseconds = headers.first(named: "retry-after-ms") {
            self = Self.number(milliseconds).map { .time(.milliseconds(1) * $0) } ?? .unknown
        } else if let seconds = headers.first(named: "retry-after") {
            self = Self.number(seconds).map { .time(.seconds(1) * $0) } ?? .unknown
        } else {
            return nil
        }
    }

    /// A number without a sign, such as `20` or `0.5`.
    private static func number(_ text: String) -> Double? {
        guard text.utf8.count <= 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else {
            return nil
        }
        return Double(text)
    }
}
