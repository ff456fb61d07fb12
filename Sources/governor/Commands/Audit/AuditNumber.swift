/// Numbers of audits as people read them.
enum AuditNumber {
    /// Three decimals, and fewer from a thousand on, in groups of three digits; two digits and a power of ten of what is very small or
    /// large.
    static func text(_ value: Double) -> String {
        let magnitude = abs(value)
        guard magnitude > 0, magnitude < 0.0005 || magnitude >= 1e12 else {
            return grouped(value, places: magnitude < 1000 ? 3 : magnitude < 10_000 ? 1 : 0)
        }
        var (mantissa, exponent) = (magnitude, 0)
        while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        let tenths = Int((mantissa * 10).rounded())
        let digits = tenths == 100 ? (10, exponent + 1) : (tenths, exponent)
        return "\(value < 0 ? "-" : "")\(digits.0 / 10).\(digits.0 % 10)e\(digits.1)"
    }

    /// A value with where it lies.
    static func text(_ value: Double, _ lower: Double?, _ upper: Double?) -> String {
        guard let lower, let upper else { return text(value) }
        return "\(text(value)) (\(text(lower))–\(text(upper)))"
    }

    /// A share in percent with one decimal.
    static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }

    private static func grouped(_ value: Double, places: Int) -> String {
        let digits = fixed(abs(value), places: places)
        let whole = digits.prefix { $0 != "." }
        return (value < 0 ? "-" : "") + count(Double(whole) ?? 0) + digits.dropFirst(whole.count)
    }
}
