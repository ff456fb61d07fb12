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
}
