/// Numbers of audits as people read them.
enum AuditNumber {
    /// Three decimals; three digits of what is smaller or much larger.
    static func text(_ value: Double) -> String {
        let magnitude = abs(value)
        guard magnitude > 0, magnitude < 0.0005 || magnitude >= 1e9 else { return fixed(value) }
        let exponent = Int(magnitude.exponent) * 30103 / 100_000
        let power = power(of: exponent - 2)
        let rounded = (value / power).rounded() * power
        return "\(Double(rounded.description) ?? rounded)"
    }

    /// A value with where it lies.
    static func text(_ value: Double, _ lower: Double?, _ upper: Double?) -> String {
        guard let lower, let upper else { return text(value) }
        return "\(text(value)) (\(text(lower))–\(text(upper)))"
    }

    /// A share in percent with one decimal.
    static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }

    private static func fixed(_ value: Double) -> String {
        let thousandths = Int((abs(value) * 1000).rounded())
        let digits = String(thousandths % 1000)
        let sign = value < 0 && thousandths > 0 ? "-" : ""
        return "\(sign)\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    private static func power(of exponent: Int) -> Double {
        (0..<abs(exponent)).reduce(1.0) { power, _ in exponent < 0 ? power / 10 : power * 10 }
    }
}
