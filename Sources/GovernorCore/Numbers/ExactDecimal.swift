/// A decimal number kept and compared exactly, never through a binary float.
///
/// Up to 34 significant digits (those of IEEE 754 decimal128) and a decimal exponent between -400 and 400. Values are
/// normalised: `0.10` equals `0.1`, and `-0` equals `0`.
public struct ExactDecimal: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The most significant digits a number may have.
    public static let maximumDigits = 34
    /// The largest power of ten, up or down, of a number's first digit.
    public static let maximumExponent = 400

    private let isNegative: Bool
    // No trailing zeros unless the value is 0, whose exponent is 0: equal values have equal members.
    private let coefficient: UInt128
    private let exponent: Int

    /// Reads `12`, `-0.05`, `.5`, `1.5e-3`; nil for anything else, and beyond the limits above.
    public init?(_ text: String) {
        var rest = text.utf8[...]
        isNegative = Self.sign(&rest)
        guard let (digits, point) = Self.digits(&rest), let power = Self.power(&rest), rest.isEmpty else { return nil }
        let significant = digits.drop { $0 == 0 }
        let trailingZeros = significant.reversed().prefix { $0 == 0 }.count
        let kept = significant.dropLast(trailingZeros)
        guard kept.count <= Self.maximumDigits else { return nil }
        coefficient = kept.reduce(0) { $0 * 10 + UInt128($1) }
        exponent = kept.isEmpty ? 0 : power - point + trailingZeros
        guard abs(exponent + kept.count - 1) <= Self.maximumExponent || kept.isEmpty else { return nil }
    }

    /// Creates a whole number.
    public init(_ value: Int64) {
        var coefficient = UInt128(value.magnitude)
        var exponent = 0
        while coefficient != 0, coefficient.isMultiple(of: 10) {
            coefficient /= 10
            exponent += 1
        }
        isNegative = value < 0
        self.coefficient = coefficient
        self.exponent = exponent
    }

    /// The number in plain notation: no exponent, no trailing zeros, `0` for zero.
    public var description: String {
        guard coefficient != 0 else { return "0" }
        let digits = String(coefficient)
        let sign = isNegative ? "-" : ""
        let point = digits.utf8.count + exponent
        if exponent >= 0 { return sign + digits + String(repeating: "0", count: exponent) }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// The nearest binary double, for display and for expressions.
    public var doubleValue: Double {
        Double("\(isNegative ? "-" : "")\(coefficient)e\(exponent)") ?? .nan
    }

    /// How far two numbers are apart, always positive or zero; nil when that takes more than 34 digits.
    public func distance(to other: Self) -> ExactDecimal? {
        let common = min(exponent, other.exponent)
        guard let mine = aligned(to: common), let theirs = other.aligned(to: common) else { return nil }
        let magnitude =
            isNegative == other.isNegative ? max(mine, theirs) - min(mine, theirs) : mine + theirs
        return ExactDecimal("\(magnitude)e\(common)")
    }

    /// The coefficient at a smaller exponent; nil above 34 digits.
    private func aligned(to common: Int) -> UInt128? {
        guard coefficient != 0 else { return 0 }
        let digits = String(coefficient).utf8.count + exponent - common
        guard digits <= Self.maximumDigits else { return nil }
        return (0..<(exponent - common)).reduce(coefficient) { value, _ in value * 10 }
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.coefficient == right.coefficient && left.exponent == right.exponent
            && (left.isNegative == right.isNegative || left.coefficient == 0)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(coefficient)
        hasher.combine(exponent)
        hasher.combine(isNegative && coefficient != 0)
    }

    public static func < (left: Self, right: Self) -> Bool {
        switch (left.signum, right.signum) {
        case let (first, second) where first != second: first < second
        case (1, _): left.magnitudePrecedes(right)
        case (-1, _): right.magnitudePrecedes(left)
        default: false
        }
    }

    private var signum: Int { coefficient == 0 ? 0 : isNegative ? -1 : 1 }

    private func magnitudePrecedes(_ other: Self) -> Bool {
        let (digits, otherDigits) = (String(coefficient).utf8.count, String(other.coefficient).utf8.count)
        let (point, otherPoint) = (digits + exponent, otherDigits + other.exponent)
        guard point == otherPoint else { return point < otherPoint }
        // Same power of ten: at most 34 digits each, so scaling the shorter one stays below 10^34 < 2^128.
        let scale = { (value: UInt128, by: Int) in (0..<max(0, by)).reduce(value) { value, _ in value * 10 } }
        return scale(coefficient, otherDigits - digits) < scale(other.coefficient, digits - otherDigits)
    }

    private static func sign(_ rest: inout Substring.UTF8View) -> Bool {
        guard let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else { return false }
        rest.removeFirst()
        return first == UInt8(ascii: "-")
    }

    /// The digits around an optional point, and how many of them follow it.
    private static func digits(_ rest: inout Substring.UTF8View) -> (digits: [UInt8], afterPoint: Int)? {
        var digits: [UInt8] = []
        var afterPoint: Int?
        while let next = rest.first {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) {
                digits.append(next - UInt8(ascii: "0"))
                afterPoint = afterPoint.map { $0 + 1 }
            } else if next == UInt8(ascii: "."), afterPoint == nil {
                afterPoint = 0
            } else {
                break
            }
            rest.removeFirst()
        }
        return digits.isEmpty ? nil : (digits, afterPoint ?? 0)
    }

    private static func power(_ rest: inout Substring.UTF8View) -> Int? {
        guard let first = rest.first else { return 0 }
        guard first == UInt8(ascii: "e") || first == UInt8(ascii: "E") else { return nil }
        rest.removeFirst()
        let isNegative = sign(&rest)
        guard !rest.isEmpty, rest.count <= 6,
            rest.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        let value = rest.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        rest = rest[rest.endIndex...]
        return isNegative ? -value : value
    }
}
