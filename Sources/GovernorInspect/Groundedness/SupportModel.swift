#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns counts into a probability: logistic regression with fixed coefficients.
///
/// The coefficients come from `governor-train groundedness`, which fits them to labelled answers, every source and label
/// counting the same, and measures them on sources left out; docs/inspectors.md has the figures.
package struct SupportModel: Sendable {
    /// One factor for each of ``SupportFeatures/names``.
    package let factors: [Double]
    package let bias: Double

    package init(factors: [Double], bias: Double) {
        self.factors = factors
        self.bias = bias
    }

    static let trained = SupportModel(
        factors: [1.845, 1.855, 1.467, 1.629, 1.779, 1.970, 0.802, 0.840], bias: -1.828)

    package func probability(_ features: SupportFeatures) -> Double {
        let sum = zip(factors, features.values).reduce(bias) { $0 + $1.0 * $1.1 }
        return 1 / (1 + exp(-sum))
    }
}
