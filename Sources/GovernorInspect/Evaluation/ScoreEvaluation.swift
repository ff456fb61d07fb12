#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How well the scores of a detector tell texts that are what it looks for from others.
///
/// Positives are texts labelled 1. All measures count equal scores as half a success or say so.
public struct ScoreEvaluation: Sendable {
    /// Ascending.
    private let positives: [Double]
    /// Ascending.
    private let negatives: [Double]

    /// Takes the scores of labelled texts; a score that is not finite counts as 0.
    public init(positives: [Double], negatives: [Double]) {
        self.positives = positives.map { $0.isFinite ? $0 : 0 }.sorted()
        self.negatives = negatives.map { $0.isFinite ? $0 : 0 }.sorted()
    }

    /// How many texts are what the detector looks for.
    public var positiveCount: Int { positives.count }
    /// How many are not.
    public var negativeCount: Int { negatives.count }

    /// The probability that a positive scores higher than a negative (the area under the ROC curve); nil without both.
    ///
    /// The interval is DeLong's on the logit scale; it says nothing when all are told apart, and then reaches to the rule
    /// of three's bound of the smaller class.
    ///
    /// - SeeAlso: DeLong, DeLong and Clarke-Pearson, *Comparing the Areas under Two or More Correlated Receiver Operating
    ///   Characteristic Curves* (1988).
    public var auc: Estimate? {
        guard !positives.isEmpty, !negatives.isEmpty else { return nil }
        let above = Self.shares(of: positives, above: negatives)
        let below = Self.shares(of: negatives, above: positives).map { 1 - $0 }
        let area = above.reduce(0, +) / Double(above.count)
        let variance = Self.variance(above) / Double(above.count) + Self.variance(below) / Double(below.count)
        let bound = min(1, 3 / Double(min(positives.count, negatives.count)))
        guard area > 0, area < 1, variance > 0 else {
            let interval = area < 0.5 ? 0...bound : (1 - bound)...1
            return Estimate(value: area, interval: min(interval.lowerBound, area)...max(interval.upperBound, area))
        }
        let logit = log(area / (1 - area))
        let spread = Estimate.quantile * variance.squareRoot() / (area * (1 - area))
        return Estimate(value: area, interval: Self.logistic(logit - spread)...Self.logistic(logit + spread))
    }

    /// The lowest threshold at which no more than a share of the negatives is reported; nil when there are too few
    /// negatives to say: fewer than one would be allowed.
    public func threshold(falsePositiveRate rate: Double) -> Double? {
        let allowed = Int((rate * Double(negatives.count)).rounded(.down))
        guard allowed >= 1 else { return nil }
        // With equal scores at the edge all of them stay below.
        return negatives[negatives.count - 1 - allowed].nextUp
    }

    /// The part of the positives that is found at a threshold; nil without positives.
    public func recall(atLeast threshold: Double) -> Estimate? {
        Estimate.proportion(positives.count - Self.count(of: positives, below: threshold), of: positives.count)
    }

    /// The part of the negatives that is reported at a threshold; nil without negatives.
    public func falsePositiveRate(atLeast threshold: Double) -> Estimate? {
        Estimate.proportion(negatives.count - Self.count(of: negatives, below: threshold), of: negatives.count)
    }

    private static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }

    /// For each value the share of others that are less, equal ones counting half. Both ascending.
    private static func shares(of values: [Double], above others: [Double]) -> [Double] {
        values.map { value in
            let less = count(of: others, below: value)
            let equal = count(of: others, below: value.nextUp) - less
            return (Double(less) + 0.5 * Double(equal)) / Double(others.count)
        }
    }

    private static func variance(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }

    /// How many ascending values are less than a bound. Binary search.
    private static func count(of values: [Double], below bound: Double) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < bound { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
