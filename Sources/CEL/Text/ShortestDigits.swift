/// The fewest decimal digits that read back to the same double.
///
/// The standard library already finds them for `description`; this takes its text apart, so that CEL's own notation can
/// be written from the digits.
struct ShortestDigits {
    /// ASCII digits without leading or trailing zeros; a single zero for zero.
    let digits: [UInt8]
    /// How many digits stand before the decimal point; may be negative or exceed the count.
    let pointPosition: Int

    /// Takes the shortest digits of a finite double; the sign is dropped.
    init(_ value: Double) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        var rest = value.magnitude.description.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: ".") {
                point = digits.count
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(Substring(rest)) ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        if leadingZeros == digits.count {
            self.digits = [UInt8(ascii: "0")]
            pointPosition = 1
            return
        }
        pointPosition = (point ?? digits.count) + exponent - leadingZeros
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        self.digits = Array(digits[leadingZeros...])
    }

    /// The digits without an exponent: `1234`, `0.0045`, `100000000000000000000000`.
    var plainText: String {
        let zero = UInt8(ascii: "0")
        var bytes: [UInt8] = []
        if pointPosition <= 0 {
            bytes = [zero, UInt8(ascii: ".")] + Array(repeating: zero, count: -pointPosition) + digits
        } else if pointPosition >= digits.count {
            bytes = digits + Array(repeating: zero, count: pointPosition - digits.count)
        } else {
            bytes = digits[..<pointPosition] + [UInt8(ascii: ".")] + digits[pointPosition...]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The digits with an exponent: `1e+23`, `6.02214e+23`, `5e-324`.
    var scientificText: String {
        var bytes = [digits[0]]
        if digits.count > 1 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: digits[1...])
        }
        return String(decoding: bytes, as: UTF8.self) + NumberText.exponentText(pointPosition - 1)
    }
}
