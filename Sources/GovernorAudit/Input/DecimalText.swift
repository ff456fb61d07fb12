/// Reads decimal numbers from bytes.
enum DecimalText {
    private static let powers: [Double] = (0...22).map { exponent in
        (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }

    /// The nearest double to a number such as `0.25`, `-3`, `1e-5` or ` 7 `; nil for anything else, infinities and NaN.
    ///
    /// Up to 2⁵³ with at most 22 places the quotient of two exact doubles is the nearest one (Clinger, 1990); what is longer
    /// goes to the standard library.
    @inline(__always)
    static func value(of bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        var index = 0
        var isNegative = false
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") {
            isNegative = true
            index = 1
        }
        var (mantissa, digits, places): (UInt64, Int, Int) = (0, 0, 0)
        var hasPoint = false
        while index < bytes.count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit < 10 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                digits += 1
                if hasPoint { places += 1 }
            } else if bytes[index] == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                return slowly(bytes)
            }
            index += 1
        }
        guard digits > 0, digits <= 19, mantissa <= 1 << 53, places <= 22 else { return slowly(bytes) }
        let value = Double(mantissa) / powers[places]
        return isNegative ? -value : value
    }

    private static func slowly(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        let trimmed = bytes.trimmingSpaces
        // What `Double` reads beyond decimal numbers: words and hexadecimal digits.
        guard !trimmed.contains(where: { $0 > UInt8(ascii: "9") && $0 | 0x20 != UInt8(ascii: "e") }) else { return nil }
        guard let value = Double(String(decoding: trimmed, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes without spaces and tabs around them.
    fileprivate var trimmingSpaces: Slice<Self> {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        var slice = drop(while: isSpace)
        while let last = slice.last, isSpace(last) { slice.removeLast() }
        return slice
    }
}
