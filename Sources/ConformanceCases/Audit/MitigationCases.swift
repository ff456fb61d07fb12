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

    /// The mixture has to err no more, and treat groups no less alike, than the library's with its own learner.
    static func reduction(_ test: AuditCase, _ findings: inout Findings) throws {
        let rows = Int(try test.number("rows"))
        let features = try test.texts("features").map { name in
            try test.table.numbers(name).map { $0 ?? 0 }
        }
        // Standardised over all rows, as the case says, before the first are taken.
        let table = FeatureTable(standardising: features).prefix(rows)
        let labels = try test.table.numbers("y_true").prefix(rows).map { $0 == 1 }
        let levels = try test.table.column(try test.texts("sensitive")[0]).prefix(rows).map { $0 ?? "" }
        let names = Set(levels).sorted()
        let groups = levels.compactMap { names.firstIndex(of: $0) }
        guard let constraint = ParityConstraint(rawValue: try test.texts("constraint")[0]) else {
            throw CaseProblem.unreadable("constraint")
        }
        let bound = try test.number("eps")
        let mixture = ExponentiatedGradient(
            table, labels: labels, groups: groups, constraint: constraint, bound: bound)
        var counts = [OutcomeCounts](repeating: OutcomeCounts(), count: names.count)
        for (row, selected) in mixture.probabilities.enumerated() {
            let label: Outcome = labels[row] ? .positive : .negative
            counts[groups[row]][label, .positive] += selected
            counts[groups[row]][label, .negative] += 1 - selected
        }
        let error = Rate.accuracy.value(of: counts.reduce(OutcomeCounts(), +)).map { 1 - $0 }
        findings.checkAtMost("error", error, test.expected["expected_error"])
        let rates: [Rate] =
            switch constraint {
            case .demographicParity: [.selectionRate]
            case .truePositiveRateParity: [.truePositiveRate]
            case .falsePositiveRateParity: [.falsePositiveRate]
            case .equalizedOdds: [.truePositiveRate, .falsePositiveRate]
            }
        let violation = rates.compactMap { rate -> Double? in
            let values = counts.compactMap(rate.value)
            guard let highest = values.max(), let lowest = values.min() else { return nil }
            return highest - lowest
        }.max()
        let allowed = max(test.expected["violation"]?.number?.doubleValue ?? 0, bound)
        findings.checkAtMost("violation", violation, JSONNumber(allowed).map(JSONValue.number))
    }
}
