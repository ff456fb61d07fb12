/// A sum of doubles without rounding: whatever their sizes and order, it is the same and exact.
///
/// ``ExactSum`` is enough for scores and weights, whose range is known. Errors of forecasts may be tiny or huge, and their
/// fourth powers more so. Here a sum is one integer of 2,176 bits in units of 2⁻¹⁰⁷⁴, as wide as doubles reach (Kulisch, 1971),
/// in digits of 32 bits whose carries are put off.
struct WideSum: Sendable, Equatable {
    /// The unit's exponent: that of the smallest double.
    private static let exponent = -1074
    private static let digits = 68
    /// So many terms may be added before carries have to be dealt with.
    private static let maximumPending = 1 << 29

    private var digits = [Int64](repeating: 0, count: Self.digits)
    private var pending = 0

    /// The empty sum.
    init() {}

    /// Adds a finite term.
    mutating func add(_ term: Double) {
        guard term != 0 else { return }
        let isNormal = term.exponentBitPattern > 0
        let mantissa = term.significandBitPattern | (isNormal ? 1 << 52 : 0)
        let shift = isNormal ? Int(term.exponentBitPattern) - 1 : 0
        var wide = UInt128(mantissa) << UInt128(shift % 32)
        var digit = shift / 32
        while wide > 0 {
            let part = Int64(wide & 0xFFFF_FFFF)
            digits[digit] += term < 0 ? -part : part
            wide >>= 32
            digit += 1
        }
        pending += 1
        if pending == Self.maximumPending { carry() }
    }

    /// Adds the square of a term, without rounding it.
    mutating func addSquare(of term: Double) {
        let square = term * term
        add(square)
        add((-square).addingProduct(term, term))
    }

    static func += (left: inout Self, right: Self) {
        var right = right
        left.carry()
        right.carry()
        for index in 0..<digits { left.digits[index] += right.digits[index] }
        left.carry()
    }

    static func == (left: Self, right: Self) -> Bool {
        var (left, right) = (left, right)
        left.carry()
        right.carry()
        return left.digits == right.digits
    }

    /// The sum as the nearest double, and what that lacks.
    var parts: (value: Double, rest: Double) {
        var magnitude = self
        magnitude.carry()
        let isNegative = magnitude.digits[Self.digits - 1] < 0
        if isNegative {
            for index in 0..<Self.digits { magnitude.digits[index].negate() }
            magnitude.carry()
        }
        guard let top = magnitude.digits.lastIndex(where: { $0 != 0 }) else { return (0, 0) }
        var (value, rest) = (0.0, 0.0)
        for index in (max(0, top - 4)...top).reversed() {
            let term = Double(
                sign: .plus, exponent: Self.exponent + 32 * index, significand: Double(magnitude.digits[index]))
            let sum = value + term
            rest += term - (sum - value)
            value = sum
        }
        let sum = value + rest
        let left = rest - (sum - value)
        return isNegative ? (-sum, -left) : (sum, left)
    }

    /// The sum as the nearest double.
    var value: Double { parts.value }

    /// Makes every digit but the last one a number in `0..<2³²`.
    private mutating func carry() {
        for index in 0..<(Self.digits - 1) {
            let over = digits[index] >> 32
            digits[index] -= over << 32
            digits[index + 1] += over
        }
        pending = 0
    }
}
