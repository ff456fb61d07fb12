// How well scores tell positive rows from negative ones. Each is nil unless rows of both labels have scores.
extension ScoredOutcomes {
    /// The probability that a positive row has a higher score than a negative one, ties counting half: the area under
    /// the ROC curve.
    public var rocAUC: Double? {
        guard hasBoth else { return nil }
        var (below, wins) = (0.0, 0.0)
        for entry in entries {
            wins += entry.positives * (below + entry.negatives / 2)
            below += entry.negatives
        }
        return wins / (negatives * positives)
    }

    /// Where the area under the ROC curve lies, from the variances of the ranks of both labels.
    ///
    /// - SeeAlso: DeLong, DeLong and Clarke-Pearson (1988). On the logit scale, so that limits stay within `0...1`.
    /// - Returns: nil unless each label has two rows, and where the area is 0 or 1.
    public func rocAUCInterval(alpha: Double) -> Interval? {
        guard let area = rocAUC, negatives >= 2, positives >= 2, area > 0, area < 1 else { return nil }
        var (below, above) = (0.0, positives)
        var (ofPositives, ofNegatives) = (0.0, 0.0)
        for entry in entries {
            above -= entry.positives
            let beaten = (below + entry.negatives / 2) / negatives - area
            let beating = (above + entry.positives / 2) / positives - area
            ofPositives += entry.positives * beaten * beaten
            ofNegatives += entry.negatives * beating * beating
            below += entry.negatives
        }
        let variance = ofPositives / ((positives - 1) * positives) + ofNegatives / ((negatives - 1) * negatives)
        let reach = NormalDistribution.critical(alpha) * variance.squareRoot() / (area * (1 - area))
        let centre = Double.log(area / (1 - area))
        return Interval(1 / (1 + .exp(reach - centre)), 1 / (1 + .exp(-reach - centre)))
    }

    /// The mean precision over thresholds, each weighted by the recall that it adds.
    public var averagePrecision: Double? {
        guard hasBoth else { return nil }
        var (found, hits, sum) = (0.0, 0.0, 0.0)
        for entry in entries.reversed() {
            found += entry.rows
            hits += entry.positives
            sum += entry.positives / positives * hits / found
        }
        return sum
    }

    /// The largest gap between the shares of both labels that a threshold selects.
    public var separation: Double? {
        guard hasBoth else { return nil }
        var (lower, upper, largest) = (0.0, 0.0, 0.0)
        for entry in entries {
            lower += entry.negatives / negatives
            upper += entry.positives / positives
            largest = max(largest, abs(lower - upper))
        }
        return largest
    }
}
