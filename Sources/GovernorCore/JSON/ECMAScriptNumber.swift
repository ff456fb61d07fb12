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
    private static func decimal(_ magnitude: Double) -> (digits: [UInt8], point: Int) {
        // Swift prints the shortest digits that round-trip, as `123.45`, `1e-07` or `1.5e+300`.
        let text = Array(magnitude.description.utf8)
        let end = text.firstIndex(of: UInt8(ascii: "e")) ?? text.endIndex
        let exponent = end < text.endIndex ? Int(String(decoding: text[(end + 1)...], as: UTF8.self)) ?? 0 : 0
        var digits = text[..<end]
        var point = digits.count
        if let dot = digits.firstIndex(of: UInt8(ascii: ".")) {
            point = dot
            digits.remove(at: dot)
        }
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(zeros)
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (Array(digits), point - zeros + exponent)
    }

    private static func layout(_ digits: [UInt8], _ point: Int) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(digits.count + 8)
        let zero = UInt8(ascii: "0")
        let dot = UInt8(ascii: ".")
        if digits.count <= point, point <= 21 {
            text += digits
            text += repeatElement(zero, count: point - digits.count)
        } else if point > 0, point <= 21 {
            text += digits[..<point] + [dot] + digits[point...]
        } else if point > -6, point <= 0 {
            text += [zero, dot]
            text += repeatElement(zero, count: -point)
            text += digits
        } else {
            text.append(digits[0])
            if digits.count > 1 { text += [dot] + digits[1...] }
            text += "e\(point > 0 ? "+" : "-")\(abs(point - 1))".utf8
        }
        return String(decoding: text, as: UTF8.self)
    }
}
