import GovernorAudit
import GovernorCore

/// Bootstrap intervals, from given replicates and from our own.
enum BootstrapCases {
    /// The formulas, on the replicates of the case and the influences of the rows that they came from.
    static func quantiles(_ test: AuditCase, _ findings: inout Findings) throws {
        guard let replicates = test.input["replicates"]?.array?.compactMap({ $0.number?.doubleValue }),
            let estimate = test.expected["theta"]?.number?.doubleValue,
            let acceleration = test.expected["acceleration"]?.number?.doubleValue
        else { throw CaseProblem.unreadable("replicates") }
        let alpha = try test.number("alpha")
        let bootstrap = BootstrapDistribution(
            estimate: estimate, replicates: replicates, acceleration: acceleration)
        findings.check("percentile", bootstrap.percentile(alpha: alpha), test.expected["percentile"])
        findings.check("basic", bootstrap.basic(alpha: alpha), test.expected["basic"])
        findings.check("se", bootstrap.standardError, test.expected["se"])
        findings.check("z0", bootstrap.bias, test.expected["z0"])
        findings.check("bca", bootstrap.bca(alpha: alpha), test.expected["bca"])
    }

    /// Intervals from tables drawn here, against those from tables drawn by a library.
    static func resampling(_ test: AuditCase, _ findings: inout Findings) throws {
        let attributes = try test.texts("sensitive")
        let groups = try Disaggregation(try test.table.cube(by: attributes), by: attributes, missing: .drop).groups
        let cells = groups.flatMap { counts in
            Outcome.allCases.flatMap { label in Outcome.allCases.map { Int(counts.rows[label, $0]) } }
        }
        let expected = test.expected["multinomial_2000"]
        for (name, rate) in [("selection_rate", Rate.selectionRate), ("tpr", .truePositiveRate)] {
            for (position, counts) in groups.enumerated() {
                let interval = interval(cells) { table in rate.value(of: Self.counts(table, position)) }
                findings.check("\(counts.group) \(name)", interval, expected?[name]?[counts.group.description])
            }
        }
        let difference = interval(cells) { table in
            let rates = groups.indices.compactMap { Rate.selectionRate.value(of: Self.counts(table, $0)) }
            guard let least = rates.min(), let most = rates.max() else { return nil }
            return most - least
        }
        findings.check("dp_difference", difference, expected?["dp_difference"])
    }

    private static func interval(_ cells: [Int], _ quantity: ([Int]) -> Double?) -> Interval? {
        CountBootstrap.distribution(of: cells, replicates: 2000, seed: 1, quantity)?.percentile(alpha: 0.05)
    }

    /// The counts of the group at a position in a table of nine cells a group.
    private static func counts(_ table: [Int], _ position: Int) -> OutcomeCounts {
        var counts = OutcomeCounts()
        for label in Outcome.allCases {
            for prediction in Outcome.allCases {
                counts[label, prediction] = Double(
                    table[position * 9 + Int(label.rawValue) * 3 + Int(prediction.rawValue)])
            }
        }
        return counts
    }
}
