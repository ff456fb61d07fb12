/// What a group reaches with thresholds: for each value of the constrained rate the most that can be gained.
struct GroupCurve: Sendable {
    /// What a threshold leads to.
    struct Point: Sendable {
        let threshold: Double
        /// The constrained rate; for equalized odds the false positive rate.
        let rate: Double
        /// What is gained; for equalized odds the true positive rate.
        let gain: Double
    }

    let group: Group
    /// All thresholds, from none selected to all.
    private let points: [Point]
    /// The corners of their upper hull, by rate.
    let hull: [Point]
    /// What all rows of a label add to the objective when they are decided as labelled.
    let positiveGain: Double
    let negativeGain: Double

    /// - Parameter gains: What one true positive, and one true negative, adds to the objective.
    init(
        _ group: Group, _ scores: ScoredOutcomes, _ gains: (positive: Double, negative: Double),
        _ constraint: ParityConstraint
    ) {
        self.group = group
        positiveGain = scores.positives * gains.positive
        negativeGain = scores.negatives * gains.negative
        var points: [Point] = []
        var (truePositives, falsePositives) = (0.0, 0.0)
        let add = { (threshold: Double) in
            let (tpr, fpr) = (truePositives / scores.positives, falsePositives / scores.negatives)
            let gain = truePositives * gains.positive + (scores.negatives - falsePositives) * gains.negative
            let point =
                switch constraint {
                case .demographicParity: (rate: (truePositives + falsePositives) / scores.rows, gain: gain)
                case .truePositiveRateParity: (rate: tpr, gain: gain)
                case .falsePositiveRateParity: (rate: fpr, gain: gain)
                case .equalizedOdds: (rate: fpr, gain: tpr)
                }
            points.append(Point(threshold: threshold, rate: point.rate, gain: point.gain))
        }
        add(.infinity)
        for (index, entry) in scores.entries.enumerated().reversed() {
            truePositives += entry.positives
            falsePositives += entry.negatives
            // Between two scores, so that rounding does not change which are selected. What is above a threshold is: where nothing is
            // between them, the lower one itself.
            let lower = index > 0 ? scores.entries[index - 1].score : -.infinity
            let middle = (entry.score + lower) / 2
            add(middle < entry.score ? middle : lower)
        }
        self.points = points
        hull = Self.upperHull(points)
    }

    /// Whether the constrained rate of the group is estimable.
    func isConstrained(by constraint: ParityConstraint) -> Bool {
        switch constraint {
        case .demographicParity: true
        case .truePositiveRateParity: positiveGain > 0
        case .falsePositiveRateParity: negativeGain > 0
        case .equalizedOdds: positiveGain > 0 && negativeGain > 0
        }
    }

    /// The most that is gained at a rate.
    func gain(at rate: Double) -> Double {
        let (left, right, share) = mix(at: rate)
        return left.gain + (right.gain - left.gain) * share
    }

    /// The rule that leads to a rate.
    func rule(at rate: Double, ignored: Double) -> DecisionRule {
        let (left, right, share) = mix(at: rate)
        let parts = [(left, 1 - share), (right, share)].filter { $0.1 > 0 }.map {
            DecisionRule.Part(threshold: $0.0.threshold, probability: $0.1)
        }
        return DecisionRule(group: group, parts: parts, ignored: ignored, constant: rate)
    }

    /// The rule that gains most when nothing constrains the group.
    var best: DecisionRule {
        // A group without rows of one label is decided about like all its rows.
        let threshold = positiveGain > negativeGain ? -Double.infinity : .infinity
        return single(threshold)
    }

    /// The one threshold whose rate is nearest to that of a rule with two.
    func nearest(to rule: DecisionRule) -> DecisionRule {
        guard rule.parts.count > 1 || rule.ignored > 0 else { return rule }
        let rate = rule.constant
        let nearest = points.min { left, right in
            let (near, far) = (abs(left.rate - rate), abs(right.rate - rate))
            return near == far ? left.gain > right.gain : near < far
        }
        return nearest.map { single($0.threshold) } ?? rule
    }

    private func single(_ threshold: Double) -> DecisionRule {
        DecisionRule(
            group: group, parts: [DecisionRule.Part(threshold: threshold, probability: 1)], ignored: 0, constant: 0)
    }

    /// The corners on both sides of a rate, and how near it is to the right one.
    private func mix(at rate: Double) -> (left: Point, right: Point, share: Double) {
        let above = hull.firstIndex { $0.rate >= rate } ?? hull.count - 1
        let (left, right) = (hull[max(0, above - 1)], hull[above])
        guard right.rate > rate, right.rate > left.rate else { return (right, right, 0) }
        return (left, right, (rate - left.rate) / (right.rate - left.rate))
    }

    /// The corners of the upper hull of points whose rates do not fall.
    private static func upperHull(_ points: [Point]) -> [Point] {
        var hull: [Point] = []
        for point in points {
            if let last = hull.last, last.rate == point.rate {
                if last.gain >= point.gain { continue }
                hull.removeLast()
            }
            while hull.count >= 2 {
                let (before, last) = (hull[hull.count - 2], hull[hull.count - 1])
                let turn =
                    (last.rate - before.rate) * (point.gain - before.gain)
                    - (last.gain - before.gain) * (point.rate - before.rate)
                guard turn >= 0 else { break }
                hull.removeLast()
            }
            hull.append(point)
        }
        return hull
    }
}
