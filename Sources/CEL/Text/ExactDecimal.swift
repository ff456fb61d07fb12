// The exact decimal expansion of a double, and its rounding.
//
// A finite double is m × 2^e with an integer m < 2^53. For e ≥ 0 its digits are those of the integer m·2^e; for e < 0
// they are those of m·5^(-e) with the decimal point moved -e places to the left, because 2^e = 5^(-e) / 10^(-e). Both
// are computed in base 10^9 without loss, so rounding to any precision decides on the true value: `%.3f` of 1.2345,
// which is stored as 1.23449999…, gives 1.234. Multiplying by powers of ten in floating point would round twice.

/// The decimal digits of a finite, non-negative double, without loss.
struct ExactDecimal: Equatable {
    /// ASCII digits, most significant first; no leading zero; empty for zero.
    private(set) var digits: [UInt8]
    /// How many digits stand before the decimal point; zero or negative when the value is below 0.1.
    private(set) var pointPosition: Int

    /// Expands the magnitude of a double.
    ///
    /// - Parameter magnitude: Finite and not negative.
    init(_ magnitude: Double) {
        precondition(magnitude.isFinite && magnitude >= 0, "only finite magnitudes have digits")
        guard magnitude > 0 else {
            digits = []
            pointPosition = 0
            return
        }
        let fraction = magnitude.significandBitPattern
        let rawExponent = Int(magnitude.exponentBitPattern)
        let significand = rawExponent == 0 ? fraction : fraction | (1 << 52)
        let shift = rawExponent == 0 ? 0 : 1
        let exponent = rawExponent - shift - 1074

        var number = BillionsNumber(significand)
        if exponent >= 0 {
            number.multiply(by: 2, times: exponent)
        } else {
            number.multiply(by: 5, times: -exponent)
        }
        digits = number.digits
        pointPosition = digits.count - max(0, -exponent)
    }

    /// Rounds half to even, keeping `count` digits (which may be none or negative: then the value becomes zero or one
    /// unit).
    mutating func round(keeping count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            digits = []
            return
        }
        let roundsUp = self.roundsUp(at: count)
        digits.removeSubrange(count...)
        guard roundsUp else { return }
        var index = count - 1
        while index >= 0, digits[index] == UInt8(ascii: "9") {
            digits[index] = UInt8(ascii: "0")
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(UInt8(ascii: "1"), at: 0)
            pointPosition += 1
        }
    }

    /// The digit at a place, counted from the first; places beyond either end hold zeros.
    func digit(at place: Int) -> UInt8 {
        digits.indices.contains(place) ? digits[place] : UInt8(ascii: "0")
    }

    private func roundsUp(at count: Int) -> Bool {
        let next = digits[count]
        guard next == UInt8(ascii: "5") else { return next > UInt8(ascii: "5") }
        let isHalfway = digits[(count + 1)...].allSatisfy { $0 == UInt8(ascii: "0") }
        guard isHalfway else { return true }
        return count > 0 && digits[count - 1] % 2 == 1
    }
}

/// A non-negative integer in base 10^9, least significant limb first: all that an exact expansion needs.
private struct BillionsNumber {
    private var limbs: [UInt32]

    init(_ value: UInt64) {
        limbs = []
        var rest = value
        while rest > 0 {
            limbs.append(UInt32(rest % 1_000_000_000))
            rest /= 1_000_000_000
        }
    }

    /// Multiplies by `factor` raised to `times`, in as large steps as fit one limb.
    mutating func multiply(by factor: UInt32, times: Int) {
        var remaining = times
        while remaining > 0 {
            var step: UInt32 = 1
            while remaining > 0, UInt64(step) * UInt64(factor) < 1_000_000_000 {
                step *= factor
                remaining -= 1
            }
            multiply(by: step)
        }
    }

    private mutating func multiply(by factor: UInt32) {
        var carry: UInt64 = 0
        for index in limbs.indices {
            let product = UInt64(limbs[index]) * UInt64(factor) + carry
            limbs[index] = UInt32(product % 1_000_000_000)
            carry = product / 1_000_000_000
        }
        if carry > 0 { limbs.append(UInt32(carry)) }
    }

    var digits: [UInt8] {
        var result: [UInt8] = []
        for limb in limbs.reversed() {
            let text = Array(String(limb).utf8)
            if !result.isEmpty {
                result.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 9 - text.count))
            }
            result.append(contentsOf: text)
        }
        return result
    }
}
