/// Ratios of two groups' rates that count as alike: from τ to 1 ∕ τ. With τ = 0.8 this is the four-fifths rule (EEOC,
/// *Uniform Guidelines on Employee Selection Procedures*, 1978), read in both directions.
public struct ParityBand: Sendable, Equatable {
    /// The four-fifths rule.
    public static let fourFifths = ParityBand(tolerance: 0.8)

    /// τ, above 0 and at most 1.
    public let tolerance: Double

    /// Creates a band.
    public init(tolerance: Double) { self.tolerance = tolerance }

    /// Whether a ratio counts as alike.
    public func contains(_ ratio: Double) -> Bool { ratio >= tolerance && ratio <= 1 / tolerance }
}
