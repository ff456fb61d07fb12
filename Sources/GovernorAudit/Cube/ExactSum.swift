/// A sum whose value does not depend on the order of its terms.
///
/// Floating-point addition is not associative, so shards summed in another order would disagree in the last digits.
/// Here each term is rounded once, to a multiple of 2⁻⁵², and the multiples are added as integers of 128 bits: the error
/// is at most 2⁻⁵³ a term, and terms of at least 1 are exact. As many terms as a cube has rows cannot overflow it.
public struct ExactSum: Sendable, Hashable {
    /// The largest magnitude of a term.
    public static let maximumTerm = 0x1p40
    /// The largest magnitude, in units, of a sum of one term.
    static let maximumUnitsPerTerm = Int128(1) << 92

    private static let unitsPerOne = 0x1p52

    /// The sum in units of 2⁻⁵².
    private(set) var units: Int128

    /// The empty sum.
    public init() { units = 0 }

    init(units: Int128) { self.units = units }

    /// The sum as the nearest double.
    public var value: Double { Double(units) / Self.unitsPerOne }

    /// Adds a finite term of at most ``maximumTerm`` in magnitude.
    @inline(__always)
    public mutating func add(_ term: Double) {
        let scaled = (term * Self.unitsPerOne).rounded(.toNearestOrEven)
        // Scores and most weights take the short way, which a processor has.
        units += abs(scaled) < 0x1p62 ? Int128(Int64(scaled)) : Int128(scaled)
    }

    public static func += (left: inout Self, right: Self) { left.units += right.units }

    /// The sum of as many equal sums.
    static func * (sum: Self, count: Int) -> Self { Self(units: sum.units * Int128(count)) }
}
