/// Finds a mixture of classifiers that errs as little as possible while groups are treated alike within a bound.
///
/// Two players: one weighs violations of the constraint, multiplicatively more where they are large; the other answers with
/// the classifier that is best for those weights, which is an ordinary weighted classification. Of all answers the mixture
/// with the least error is then a small linear program, which reaches the bound in fewer rounds than their average.
///
/// - SeeAlso: Agarwal et al., *A Reductions Approach to Fair Classification* (2018), Algorithm 1.
public struct ExponentiatedGradient: Sendable {
    /// The most rounds.
    private static let rounds = 50
    /// How fast weights grow, in parts of the bound: slowly, so that answers to many weights are there to be mixed.
    private static let rate = 2.0

    /// How often each answer's classifier decides; its coefficients are of standardised features, the intercept last.
    let classifiers: [(share: Double, coefficients: [Double])]
    /// The probability that each row is decided positively.
    public let probabilities: [Double]

    /// Fits a mixture.
    ///
    /// - Parameters:
    ///   - table: The rows' features.
    ///   - labels: Whether each row is positive; as many as the table has rows.
    ///   - groups: Each row's group, from 0 on; as many.
    ///   - constraint: What is to be alike. False positive rates alone are for thresholds.
    ///   - bound: How far a group's rate may be from that of all rows; positive.
    public init(
        _ table: FeatureTable, labels: [Bool], groups: [Int], constraint: ParityConstraint, bound: Double
    ) {
        precondition(labels.count == table.rows && groups.count == table.rows && bound > 0)
        let moments = RateMoments(labels, groups, constraint)
        let rows = Double(table.rows)
        var theta = [Double](repeating: 0, count: moments.count * 2)
        var answers: [(coefficients: [Double], predictions: [Bool], error: Double, violations: [Double])] = []
        var start: [Double]?
        for _ in 0..<Self.rounds {
            let scale = 1 / bound
            let all = 1 + theta.reduce(0) { $0 + .exp($1) }
            let weights = (0..<moments.count).map { index in
                scale * (.exp(theta[2 * index]) - .exp(theta[2 * index + 1])) / all
            }
            let costs = zip(labels, moments.costs(weights)).map { ($0 ? -1 : 1) / rows + $1 }
            let answer = WeightedLogisticRegression(
                table, labels: costs.map { $0 < 0 ? 1 : 0 }, weights: costs.map { abs($0) * rows }, start: start)
            start = answer.coefficients
            let predictions = answer.predictions(table)
            let error = Double(zip(predictions, labels).count { $0 != $1 }) / rows
            let gaps = moments.gaps(predictions)
            answers.append((answer.coefficients, predictions, error, gaps.flatMap { [$0, -$0] }))
            for (index, violation) in (answers.last?.violations ?? []).enumerated() {
                theta[index] += Self.rate * bound * (violation - bound)
            }
        }
        let shares = MixtureProgram.shares(
            costs: answers.map(\.error), violations: theta.indices.map { row in answers.map { $0.violations[row] } },
            limit: bound, penalty: 1 / bound)
        classifiers = zip(shares, answers).filter { $0.0 > 0 }.map { ($0, $1.coefficients) }
        probabilities = (0..<table.rows).map { row in
            zip(shares, answers).reduce(0) { $0 + ($1.1.predictions[row] ? $1.0 : 0) }
        }
    }

    /// The probability that each row of another table is decided positively.
    ///
    /// - Parameter table: Rows with the features of those that the mixture was fitted to, scaled as these were: by
    ///   ``FeatureTable/scaled(_:)``.
    public func probabilities(of table: FeatureTable) -> [Double] {
        (0..<table.rows).map { row in
            classifiers.reduce(0) { $0 + (table.score(row, $1.coefficients) > 0 ? $1.share : 0) }
        }
    }
}

/// How far groups' rates are from those of all rows, among the rows that a constraint is about.
private struct RateMoments {
    /// For each moment, which rows are its group's and which are all of its event's.
    private let moments: [(group: [Int], event: [Int])]
    private let rows: Int

    init(_ labels: [Bool], _ groups: [Int], _ constraint: ParityConstraint) {
        rows = labels.count
        let events: [(Bool) -> Bool] =
            switch constraint {
            case .demographicParity: [{ _ in true }]
            case .truePositiveRateParity: [{ $0 }]
            case .falsePositiveRateParity: [{ !$0 }]
            case .equalizedOdds: [{ $0 }, { !$0 }]
            }
        moments = events.flatMap { isIn in
            let event = labels.indices.filter { isIn(labels[$0]) }
            return Set(groups).sorted().compactMap { group in
                let own = event.filter { groups[$0] == group }
                return own.isEmpty ? nil : (own, event)
            }
        }
    }

    var count: Int { moments.count }

    /// What it costs to decide each row positively when moments have these weights.
    func costs(_ weights: [Double]) -> [Double] {
        var costs = [Double](repeating: 0, count: rows)
        for (moment, weight) in zip(moments, weights) where weight != 0 {
            for row in moment.group { costs[row] += weight / Double(moment.group.count) }
            for row in moment.event { costs[row] -= weight / Double(moment.event.count) }
        }
        return costs
    }

    /// Each group's rate minus that of all rows of the event.
    func gaps(_ predictions: [Bool]) -> [Double] {
        moments.map { moment in
            let share = { (rows: [Int]) in Double(rows.count { predictions[$0] }) / Double(rows.count) }
            return share(moment.group) - share(moment.event)
        }
    }
}
