import GovernorAudit
import GovernorCore

/// Ways to make labels or decisions independent of groups.
enum MitigationCases {
    static func reweighing(_ test: AuditCase, _ findings: inout Findings) throws {
        let attributes = try test.texts("sensitive")
        let groups = try Disaggregation(
            try test.table.cube(by: attributes, prediction: nil), by: attributes, missing: .drop)
        let weights = Reweighing(groups)
        var sum = 0.0
        for entry in test.expected["weights"]?.array ?? [] {
            let group = FairnessCases.group(entry["group"], attributes)
            let label: Outcome = entry["y"]?.number?.integer == 1 ? .positive : .negative
            let weight = weights.weight(of: group, label: label)
            findings.check("\(group) \(label)", weight, entry["weight"])
            sum += (weight ?? 0) * (entry["n"]?.number?.doubleValue ?? 0)
        }
        findings.check("sum", sum, test.expected["sum_weights"])
    }

    static func privilegedReweighing(_ test: AuditCase, _ findings: inout Findings) throws {
        let (_, privileged, others) = try DisparityCases.pair(test)
        let weights = Reweighing([privileged, others.renamed(["others"])])
        var sum = 0.0
        for (name, group, counts) in [("p", privileged.group, privileged), ("up", ["others"], others)] {
            for (label, outcome) in [("fav", Outcome.positive), ("unfav", .negative)] {
                let weight = weights.weight(of: group, label: outcome)
                findings.check("w_\(name)_\(label)", weight, test.expected["w_\(name)_\(label)"])
                let positives = counts.rows.positives
                sum += (weight ?? 0) * (outcome == .positive ? positives : counts.rows.labelled - positives)
            }
        }
        findings.check("sum", sum, test.expected["sum_weights"])
    }

    /// Another optimum may be found: its rules have to be as good, and the gap as small, as the expected ones.
    static func thresholds(_ test: AuditCase, _ findings: inout Findings) throws {
        let attributes = try test.texts("sensitive")
        let cube = try test.table.cube(by: attributes, prediction: nil, score: "score")
            .projected(onto: attributes, missing: .drop)
        let groups = cube.groups.indices.map { (cube.groups[$0], ScoredOutcomes(cube, group: $0)) }
        guard let constraint = ParityConstraint(rawValue: try test.texts("constraints")[0]),
            let objective = DecisionObjective(
                rawValue: try test.texts("objective")[0].replacing("_score", with: ""))
        else { throw CaseProblem.unreadable("constraints") }
        let rules = ThresholdOptimizer(groups, constraint: constraint, objective: objective).rules
        let counts = zip(rules, groups).map { $0.expectedCounts(of: $1.1) }
        let all = counts.reduce(OutcomeCounts(), +)
        let expected = test.expected["achieved"]
        let achieved = objective == .accuracy ? Rate.accuracy.value(of: all) : all.balancedAccuracy
        findings.checkAtLeast(objective.rawValue, achieved, expected?[objective.rawValue])
        let rates: [(String, Rate)] =
            switch constraint {
            case .demographicParity: [("selection_rate", .selectionRate)]
            case .truePositiveRateParity: [("tpr", .truePositiveRate)]
            case .falsePositiveRateParity: [("fpr", .falsePositiveRate)]
            case .equalizedOdds: [("tpr", .truePositiveRate), ("fpr", .falsePositiveRate)]
            }
        for (name, rate) in rates {
            let values = counts.compactMap(rate.value)
            guard let highest = values.max(), let lowest = values.min() else { continue }
            findings.checkAtMost("\(name) gap", highest - lowest, expected?["gap"]?[name])
        }
    }
}
