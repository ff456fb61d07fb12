/// How unequally a classifier's benefits are spread over rows (Speicher et al., 2018).
///
/// A row's benefit is prediction − label + 1: 0 for a favourable outcome denied, 2 for one granted without cause, else 1.
public struct BenefitInequality: Sendable, Equatable {
    /// How many rows have each benefit.
    private let benefits: [(value: Double, rows: Double)]

    /// The benefits of single rows.
    public init(_ counts: OutcomeCounts) {
        benefits = [
            (0, counts.falseNegatives), (1, counts.truePositives + counts.trueNegatives), (2, counts.falsePositives),
        ]
    }

    /// The benefits of groups, each row having its group's mean: what inequality is left between groups.
    public init(between groups: [OutcomeCounts]) {
        benefits = groups.filter { $0.judged > 0 }.map { counts in
            (1 + (counts.falsePositives - counts.falseNegatives) / counts.judged, counts.judged)
        }
    }

    /// The generalised entropy index of order 2: half the squared coefficient of variation; nil without rows or benefits.
    public var generalizedEntropy: Double? { mean { ($0 * $0 - 1) / 2 } }

    /// The Theil index: generalised entropy of order 1, in nats.
    public var theil: Double? { mean { $0 > 0 ? $0 * Double.log($0) : 0 } }

    /// The standard deviation of benefits over their mean.
    public var coefficientOfVariation: Double? { generalizedEntropy.map { (2 * $0).squareRoot() } }

    /// The mean over rows of a function of the benefit relative to the mean benefit.
    private func mean(_ function: (Double) -> Double) -> Double? {
        let rows = benefits.reduce(0) { $0 + $1.rows }
        let mean = benefits.reduce(0) { $0 + $1.value * $1.rows } / rows
        guard rows > 0, mean > 0 else { return nil }
        return benefits.reduce(0) { $0 + $1.rows * function($1.value / mean) } / rows
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.benefits.elementsEqual(right.benefits, by: ==)
    }
}
