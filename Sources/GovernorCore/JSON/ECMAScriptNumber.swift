/// The text that ECMAScript's `Number::toString` gives a double (ECMA-262, section 6.1.6.1.20), which RFC 8785 adopts.
enum ECMAScriptNumber {
    /// The text of a finite double: shortest digits that read back, plain between 1e-6 and 1e21, `0` for both zeros.
    static func text(of value: Double) -> String {
        if value == 0 { return "0" }
        if let integer = Int64(exactly: value), integer.magnitude < 1 << 53 { return String(integer) }
        let (digits, point) = decimal(value.magnitude)
        return (value < 0 ? "-" : "") + layout(digits, point)
    }

    /// The shortest digits and the position of the point after the first of them: value = 0.DIGITS × 10^point.
    private static func decimal(_ magnitude: Double) -> (digits: String, point: Int) {
        // Swift prints the shortest digits that round-trip, as `123.45`, `1e-07` or `1.5e+300`.
        let parts = magnitude.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
        let all = mantissa[0] + fraction
        let significant = all.drop { $0 == "0" }
        let point = mantissa[0].utf8.count - (all.utf8.count - significant.utf8.count) + exponent
        var digits = String(significant)
        while digits.utf8.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, point)
    }

    private static func layout(_ digits: String, _ point: Int) -> String {
        let count = digits.utf8.count
        if count <= point, point <= 21 { return digits + String(repeating: "0", count: point - count) }
        if point > 0, point <= 21 { return "\(digits.prefix(point)).\(digits.dropFirst(point))" }
        if point > -6, point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
        let exponent = (point > 0 ? "+" : "-") + String(abs(point - 1))
        let rest = digits.dropFirst()
        return "\(digits.prefix(1))\(rest.isEmpty ? "" : ".\(rest)")e\(exponent)"
    }
}
