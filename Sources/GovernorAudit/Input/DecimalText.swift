/// Reads decimal numbers from bytes.
enum DecimalText {
    /// The powers of ten that are doubles.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// The nearest double to a number such as `0.25`, `-3`, `1e-5` or ` 7 `; nil for anything else, infinities and NaN.
    ///
    /// Up to 2⁵³ with at most 22 places the quotient of two exact doubles is the nearest one (Clinger, 1990); what is longer
    /// goes to the standard library.
    @inline(__always)
    static func value(of bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        // Most texts begin with a letter, and no number does.
        guard let first = bytes.first, first <= UInt8(ascii: "9") else { return nil }
        return bytes.count <= 8 ? short(bytes) : long(bytes)
    }

    /// The number that up to eight bytes say, all of which are read at once as those of a word.
    @inline(__always)
    private static func short(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        var (word, count) = (word(of: bytes), bytes.count)
        let isNegative = word & 0xFF == UInt64(UInt8(ascii: "-"))
        if isNegative { (word, count) = (word >> 8, count - 1) }
        // Zeros before the first digit, up to eight.
        word = word << UInt64(8 * (8 - count)) | zeros >> UInt64(8 * count)
        var places = 0
        let points = word ^ 0x2E2E_2E2E_2E2E_2E2E
        let point = (points &- 0x0101_0101_0101_0101) & ~points & 0x8080_8080_8080_8080
        if point != 0 {
            // What is before the point moves over it.
            let position = point.trailingZeroBitCount & ~7
            let before = (1 << UInt64(position)) &- 1 as UInt64
            word = word & ~(before << 8 | 0xFF) | (word & before) << 8 | 0x30
            places = 7 - position / 8
            count -= 1
        }
        let areDigits =
            word & 0xF0F0_F0F0_F0F0_F0F0 | ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4
            == 0x3333_3333_3333_3333
        guard areDigits, count > 0 else { return slowly(bytes) }
        // Digits become numbers of two, those of four, and those of eight.
        word = word &- zeros
        word = word &* 10 &+ word >> 8
        let fours = (word & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let others = (word >> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        let value = Double((fours &+ others) >> 32) / powers[places]
        return isNegative ? -value : value
    }

    private static let zeros: UInt64 = 0x3030_3030_3030_3030

    /// One to eight bytes, the first one lowest.
    @inline(__always)
    private static func word(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let base = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
        let count = bytes.count
        // Two halves that may overlap.
        if count >= 4 {
            let low = base.loadUnaligned(as: UInt32.self).littleEndian
            let high = base.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self).littleEndian
            return UInt64(low) | UInt64(high) << UInt64(8 * (count - 4))
        }
        let middle = count / 2
        return UInt64(bytes[0]) | UInt64(bytes[middle]) << UInt64(8 * middle)
            | UInt64(bytes[count - 1]) << UInt64(8 * (count - 1))
    }

    @inline(__always)
    private static func long(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
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
