/// How far the shares of two data sets over the same bins or levels are apart.
public struct ShareComparison: Sendable, Equatable {
    /// What an empty bin's share is taken to be where a logarithm needs one.
    public static let floor = 1e-4

    /// The counts of the reference by bin.
    public let reference: [Double]
    /// The counts of the current data by bin.
    public let current: [Double]
    private let p: [Double]
    private let q: [Double]

    /// Compares counts; nil unless both have rows.
    public init?(reference: [Double], current: [Double]) {
        let (referenceTotal, currentTotal) = (reference.reduce(0, +), current.reduce(0, +))
        guard referenceTotal > 0, currentTotal > 0, reference.count == current.count else { return nil }
        self.reference = reference
        self.current = current
        p = reference.map { $0 / referenceTotal }
        q = current.map { $0 / currentTotal }
    }

    /// The population stability index: Σ (q − p) ln(q ∕ p). By custom up to 0.1 is no shift, above 0.25 a large one;
    /// these bands know nothing of n, so ``chiSquared`` says whether the shift may be chance.
    public var populationStabilityIndex: Double {
        zip(raised(p), raised(q)).reduce(0) { $0 + ($1.1 - $1.0) * .log($1.1 / $1.0) }
    }

    /// The Kullback–Leibler divergence of the current from the reference shares, in nats, empty bins raised to
    /// ``floor`` and shares scaled back to 1.
    public var kullbackLeibler: Double {
        let (p, q) = (scaled(raised(p)), scaled(raised(q)))
        return zip(p, q).reduce(0) { $0 + $1.1 * .log($1.1 / $1.0) }
    }

    /// The Jensen–Shannon divergence in nats; at most ln 2.
    public var jensenShannon: Double {
        let sum = zip(p, q).reduce(0.0) { sum, pair in
            let middle = (pair.0 + pair.1) / 2
            return sum + Self.term(pair.0, middle) + Self.term(pair.1, middle)
        }
        return max(0, sum / 2)
    }

    /// The Hellinger distance, in `0...1`.
    public var hellinger: Double {
        (zip(p, q).reduce(0) { sum, pair in
            let distance = pair.0.squareRoot() - pair.1.squareRoot()
            return sum + distance * distance
        } / 2).squareRoot()
    }

    /// The total variation distance: the share of rows that would have to change bins, in `0...1`.
    public var totalVariation: Double { zip(p, q).reduce(0) { $0 + abs($1.0 - $1.1) } / 2 }

    /// The largest change of a bin's share.
    public var largestChange: Double { zip(p, q).reduce(0) { max($0, abs($1.0 - $1.1)) } }

    /// Both as a table, for tests of whether the shares differ by chance.
    public var table: ContingencyTable { ContingencyTable([reference, current]) }

    private func raised(_ shares: [Double]) -> [Double] { shares.map { $0 == 0 ? Self.floor : $0 } }

    private func scaled(_ shares: [Double]) -> [Double] {
        let total = shares.reduce(0, +)
        return shares.map { $0 / total }
    }

    private static func term(_ share: Double, _ middle: Double) -> Double {
        share > 0 ? share * .log(share / middle) : 0
    }
}
