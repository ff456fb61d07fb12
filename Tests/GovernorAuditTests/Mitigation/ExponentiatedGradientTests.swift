import GovernorCore
import Testing

@testable import GovernorAudit

struct ExponentiatedGradientTests {
    /// Rows in which the label depends on one feature, and that on the group.
    private static func rows(_ seed: UInt64) -> (table: FeatureTable, labels: [Bool], groups: [Int]) {
        var random = SeededGenerator(seed: seed)
        var (columns, labels, groups): ([[Double]], [Bool], [Int]) = ([[], []], [], [])
        for row in 0..<600 {
            let group = row % 3 == 0 ? 0 : 1
            let skill = Double.random(in: -1...1, using: &random) + (group == 0 ? -0.4 : 0.2)
            columns[0].append(skill)
            columns[1].append(Double.random(in: -1...1, using: &random))
            labels.append(skill + Double.random(in: -0.5...0.5, using: &random) > 0)
            groups.append(group)
        }
        return (FeatureTable(standardising: columns), labels, groups)
    }

    private static func rate(_ rows: [Int], _ mixture: ExponentiatedGradient) -> Double {
        rows.reduce(0) { $0 + mixture.probabilities[$1] } / Double(rows.count)
    }

    @Test(arguments: [ParityConstraint.demographicParity, .truePositiveRateParity, .equalizedOdds], [0.02, 0.1])
    func `S2.8: groups are within the bound, and deciding is still better than chance`(
        constraint: ParityConstraint, bound: Double
    ) {
        let (table, labels, groups) = Self.rows(1)
        let mixture = ExponentiatedGradient(table, labels: labels, groups: groups, constraint: constraint, bound: bound)
        let events: [(Int) -> Bool] =
            switch constraint {
            case .demographicParity: [{ _ in true }]
            case .equalizedOdds: [{ labels[$0] }, { !labels[$0] }]
            default: [{ labels[$0] }]
            }
        for isIn in events {
            let event = labels.indices.filter(isIn)
            for group in 0...1 {
                let gap = Self.rate(event.filter { groups[$0] == group }, mixture) - Self.rate(event, mixture)
                #expect(abs(gap) <= bound + 1e-6)
            }
        }
        let error = { (mixture: ExponentiatedGradient) in
            labels.indices.reduce(0.0) { $0 + (labels[$1] ? 1 - mixture.probabilities[$1] : mixture.probabilities[$1]) }
        }
        #expect(error(mixture) < 300, "a coin errs in 300 of 600")
    }

    @Test func `the shares of the classifiers add up to one, and give the probabilities`() {
        let (table, labels, groups) = Self.rows(2)
        let mixture = ExponentiatedGradient(
            table, labels: labels, groups: groups, constraint: .demographicParity, bound: 0.05)
        #expect(abs(mixture.classifiers.reduce(0) { $0 + $1.share } - 1) < 1e-9)
        #expect(mixture.classifiers.count <= 5, "a corner of the program needs no more than its rows")
        #expect(mixture.probabilities.allSatisfy { (-1e-12...1 + 1e-12).contains($0) })
    }

    @Test func `other rows are decided about as those that the mixture was fitted to`() {
        var random = SeededGenerator(seed: 6)
        let columns = (0..<2).map { _ in (0..<200).map { _ in Double.random(in: -3...9, using: &random) } }
        let labels = (0..<200).map { columns[0][$0] + columns[1][$0] > 6 }
        let table = FeatureTable(standardising: columns)
        let mixture = ExponentiatedGradient(
            table, labels: labels, groups: labels.indices.map { $0 % 2 }, constraint: .demographicParity, bound: 0.1)
        let half = table.scaled(columns.map { Array($0[100...]) })
        for (found, expected) in zip(mixture.probabilities(of: half), mixture.probabilities[100...]) {
            #expect(abs(found - expected) < 1e-12)
        }
    }

    @Test func `a mixture is the cheapest that keeps to the limit, or passes it as little as is worth it`() {
        // The second alternative is cheap and violates; half of each is allowed.
        let half = MixtureProgram.shares(costs: [1, 0], violations: [[0, 0.2], [0, -0.2]], limit: 0.1, penalty: 100)
        #expect(abs(half[0] - 0.5) < 1e-12 && abs(half[1] - 0.5) < 1e-12)
        // Where passing the limit is cheap, it is passed.
        #expect(MixtureProgram.shares(costs: [1, 0], violations: [[0, 0.2]], limit: 0.1, penalty: 1) == [0, 1])
        // Where every alternative violates, the least does.
        let least = MixtureProgram.shares(costs: [0, 0], violations: [[0.5, 0.3]], limit: 0.1, penalty: 1)
        #expect(least == [0, 1])
        #expect(MixtureProgram.shares(costs: [3], violations: [[9]], limit: 0.1, penalty: 1) == [1])
    }

    @Test func `coefficients are where the gradient of the weighted likelihood is nothing`() {
        let (table, labels, _) = Self.rows(3)
        let weights = labels.indices.map { Double($0 % 4) }
        let numbers = labels.map { $0 ? 1.0 : 0 }
        let fit = WeightedLogisticRegression(table, labels: numbers, weights: weights)
        // Nearby coefficients fit worse in every direction.
        let best = loss(table, numbers, weights, fit.coefficients)
        for index in fit.coefficients.indices {
            for step in [-0.01, 0.01] {
                var other = fit.coefficients
                other[index] += step
                #expect(loss(table, numbers, weights, other) > best)
            }
        }
    }

    private func loss(_ table: FeatureTable, _ labels: [Double], _ weights: [Double], _ coefficients: [Double])
        -> Double
    {
        (0..<table.rows).reduce(0) { sum, row in
            let p = 1 / (1 + Double.exp(-table.score(row, coefficients)))
            return sum - weights[row] * (labels[row] * .log(p) + (1 - labels[row]) * .log(1 - p))
        }
    }
}
