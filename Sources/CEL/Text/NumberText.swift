/// Numbers as CEL writes and reads them.
///
/// `string(double)` writes the shortest digits that read back to the same double, in plain notation from 0.0001 to
/// 999999.9… and with an exponent otherwise (C's `%g`, as the reference implementation in Go does); `int()`, `uint()`
/// and `double()` read decimal text only (no hexadecimal, no underscores, no surrounding space).
enum NumberText {
    /// The largest precision that `string.format` may ask for: more digits than any double has.
    static let maximumPrecision = 1_000

    // MARK: Writing

    /// The text of a double as `string()` gives it: `1.5`, `-0.0045`, `1e+23`, `NaN`, `+Inf`, `-Inf`.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        let shortest = ShortestDigits(value)
        let exponent = shortest.pointPosition - 1
        guard exponent < -4 || exponent >= 6 else { return plainText(value) }
        return sign(of: value) + shortest.scientificText
    }

    /// The shortest round-trip digits without an exponent, as `%d` and `%s` of `string.format` write a double.
    static func plainText(_ value: Double) -> String {
        if let special = specialText(value) { return special }
        let shortest = ShortestDigits(value)
        return sign(of: value) + shortest.plainText
    }

    /// The value with a fixed number of decimals, correctly rounded (half to even on the exact value): `%.3f`.
    ///
    /// - Parameter precision: Decimals, 0 ... ``maximumPrecision``.
    static func fixed(_ value: Double, precision: Int) -> String {
        precondition((0...maximumPrecision).contains(precision), "the caller checks the precision")
        if let special = specialText(value) { return special }
        var decimal = ExactDecimal(value.magnitude)
        decimal.round(keeping: decimal.pointPosition + precision)
        var bytes: [UInt8] = []
        if decimal.pointPosition > 0 {
            bytes.append(contentsOf: (0..<decimal.pointPosition).map(decimal.digit(at:)))
        } else {
            bytes.append(UInt8(ascii: "0"))
        }
        if precision > 0 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: (0..<precision).map { decimal.digit(at: decimal.pointPosition + $0) })
        }
        return sign(of: value) + String(decoding: bytes, as: UTF8.self)
    }

    /// The value with one digit before the point and an exponent of at least two digits, correctly rounded: `%.6e`.
    ///
    /// - Parameter precision: Digits after the point, 0 ... ``maximumPrecision``.
    static func scientific(_ value: Double, precision: Int) -> String {
        precondition((0...maximumPrecision).contains(precision), "the caller checks the precision")
        if let special = specialText(value) { return special }
        var decimal = ExactDecimal(value.magnitude)
        decimal.round(keeping: precision + 1)
        var bytes = [decimal.digit(at: 0)]
        if precision > 0 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: (1...precision).map(decimal.digit(at:)))
        }
        let exponent = decimal.digits.isEmpty ? 0 : decimal.pointPosition - 1
        return sign(of: value) + String(decoding: bytes, as: UTF8.self) + exponentText(exponent)
    }

    /// Lower- or upper-case hexadecimal of bytes, two digits each: `%x` of strings and bytes.
    static func hexadecimal(_ bytes: some Sequence<UInt8>, uppercase: Bool = false) -> String {
        let alphabet = Array((uppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.underestimatedCount * 2)
        for byte in bytes {
            result.append(alphabet[Int(byte >> 4)])
            result.append(alphabet[Int(byte & 15)])
        }
        return String(decoding: result, as: UTF8.self)
    }

    // MARK: Reading

    /// Reads a decimal integer with an optional sign; nil for any other text or out of range.
    static func int(_ text: String) -> Int64? {
        let bytes = text.utf8
        let unsigned =
            bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
        guard !unsigned.isEmpty, unsigned.allSatisfy(isDigit) else { return nil }
        return Int64(text)
    }

    /// Reads a decimal integer without a sign; nil for any other text or out of range.
    static func uint(_ text: String) -> UInt64? {
        guard !text.utf8.isEmpty, text.utf8.allSatisfy(isDigit) else { return nil }
        return UInt64(text)
    }

    /// Reads a decimal floating-point number, `NaN`, `Inf` or `Infinity` (in any letter case, the latter two with a
    /// sign).
    ///
    /// - Returns: The nearest double; nil for other text and for numbers that would round to infinity.
    static func double(_ text: String) -> Double? {
        if let special = specialValue(text) { return special }
        guard isDecimal(text.utf8) else { return nil }
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }

    // MARK: Parts

    private static func sign(of value: Double) -> String { value.sign == .minus ? "-" : "" }

    private static func specialText(_ value: Double) -> String? {
        if value.isNaN { return "NaN" }
        guard value.isInfinite else { return nil }
        return value < 0 ? "-Infinity" : "Infinity"
    }

    static func exponentText(_ exponent: Int) -> String {
        let digits = String(exponent.magnitude)
        return (exponent < 0 ? "e-" : "e+") + (digits.utf8.count < 2 ? "0" + digits : digits)
    }

    private static func specialValue(_ text: String) -> Double? {
        let lower = text.utf8.map { $0 | 0x20 }
        // The sign bytes "+" and "-" have bit 0x20 set already, so they survive the fold to lower case.
        return switch String(decoding: lower, as: UTF8.self) {
        case "nan": .nan
        case "inf", "+inf", "infinity", "+infinity": .infinity
        case "-inf", "-infinity": -.infinity
        default: nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Whether a text is `[+-]? (digits [. digits?] | . digits) ([eE] [+-]? digits)?`.
    private static func isDecimal(_ bytes: String.UTF8View) -> Bool {
        var rest = bytes[...]
        skipSign(&rest)
        let whole = skipDigits(&rest)
        var decimals = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            decimals = skipDigits(&rest)
        }
        guard whole + decimals > 0 else { return false }
        if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            skipSign(&rest)
            guard skipDigits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func skipSign(_ rest: inout Substring.UTF8View) {
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    }

    private static func skipDigits(_ rest: inout Substring.UTF8View) -> Int {
        var count = 0
        while let byte = rest.first, isDigit(byte) {
            rest.removeFirst()
            count += 1
        }
        return count
    }
}
