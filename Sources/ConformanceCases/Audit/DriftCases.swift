import GovernorAudit
import GovernorCore

/// Columns of one window against those of another.
enum DriftCases {
    static func numeric(_ test: AuditCase, _ findings: inout Findings) throws {
        let columns = try windows(test).map { $0.map { $0.flatMap(Double.init) } }
        let values = columns.map { $0.compactMap(\.self) }
        for (name, column) in zip(["ref", "cur"], columns) {
            findings.check("\(name)_n", Double(column.count { $0 != nil }), test.expected["\(name)_n"])
            findings.check("\(name)_missing", Double(column.count { $0 == nil }), test.expected["\(name)_missing"])
        }
        try check(values[0], values[1], test, &findings)
    }

    static func inline(_ test: AuditCase, _ findings: inout Findings) throws {
        let values = try ["ref", "cur"].map { try test.table.numbers($0).compactMap(\.self) }
        try check(values[0], values[1], test, &findings)
    }

    static func categorical(_ test: AuditCase, _ findings: inout Findings) throws {
        let columns = try windows(test)
        let levels = test.expected["levels"]?.array?.compactMap(\.string) ?? []
        let counts = columns.map { column in levels.map { level in Double(column.count { $0 == level }) } }
        for (name, index) in [("ref", 0), ("cur", 1)] {
            findings.check("\(name)_counts", counts[index], test.expected["\(name)_counts"])
            findings.check(
                "\(name)_missing", Double(columns[index].count { $0 == nil }), test.expected["\(name)_missing"])
        }
        guard let shares = ShareComparison(reference: counts[0], current: counts[1]) else {
            throw CaseProblem.unreadable("column")
        }
        check(shares, test.expected, "", &findings)
        let chi = shares.table.chiSquared()
        findings.check("chi2", chi?.statistic, test.expected["chi2"]?["stat"])
        findings.check("chi2 p", chi?.p, test.expected["chi2"]?["p"])
        findings.check("g", shares.table.likelihoodRatio?.statistic, test.expected["g_test"]?["stat"])
        findings.check("g p", shares.table.likelihoodRatio?.p, test.expected["g_test"]?["p"])
        findings.check("cramers_v", shares.table.cramersV, test.expected["cramers_v"])
    }

    private static func windows(_ test: AuditCase) throws -> [[String?]] {
        let column = try test.table.column(try test.texts("column")[0])
        let windows = try test.table.column("window")
        return ["ref", "cur"].map { window in
            zip(column, windows).compactMap { $1 == window ? .some($0) : nil }
        }
    }

    private static func check(
        _ reference: [Double], _ current: [Double], _ test: AuditCase, _ findings: inout Findings
    ) throws {
        let (left, right) = (ValueRuns(exactly: reference), ValueRuns(exactly: current))
        guard let values = ValueComparison(reference: left, current: right) else {
            throw CaseProblem.unreadable("column")
        }
        let expected = test.expected
        let bins: [(String, FrozenEdges)] = [
            ("quantile10", FrozenEdges(quantilesOf: left, bins: 10)),
            ("equal_width10", FrozenEdges(widthOf: left, bins: 10)),
        ]
        for (name, edges) in bins where expected[name] != nil {
            findings.check("\(name) edges", edges.inner, expected[name]?["inner_edges"])
            let counts = [edges.counts(of: left), edges.counts(of: right)]
            findings.check("\(name) ref", counts[0], expected[name]?["ref_counts"])
            findings.check("\(name) cur", counts[1], expected[name]?["cur_counts"])
            guard let shares = ShareComparison(reference: counts[0], current: counts[1]) else { continue }
            check(shares, expected[name] ?? .null, "\(name) ", &findings)
        }
        let distance = values.kolmogorovSmirnov
        findings.check("ks", distance.statistic, expected["ks"]?["statistic"])
        if let location = expected["ks"]?["location"], distance.statistic > 0 {
            findings.check("ks location", distance.location, location)
            findings.check("ks sign", distance.isReferenceBelow ? 1 : -1, expected["ks"]?["sign"])
        }
        let p = KolmogorovDistribution.p(distance.statistic, reference.count, current.count)
        findings.check("ks p", p, expected["ks"]?["p_auto"])
        let limit = KolmogorovDistribution.asymptoticP(distance.statistic, reference.count, current.count)
        findings.check("ks limit", limit, expected["ks"]?["p_asymp"])
        findings.check("wasserstein", values.wasserstein, expected["wasserstein1"])
        findings.check("energy", values.energyDistance, expected["energy_distance"])
        if let quantiles = expected["quantiles"], let shares = quantiles["q"]?.array {
            let wanted = shares.compactMap { $0.number?.doubleValue }
            findings.check("ref quantiles", wanted.compactMap(left.quantile), quantiles["ref"])
            findings.check("cur quantiles", wanted.compactMap(right.quantile), quantiles["cur"])
        }
    }

    private static func check(
        _ shares: ShareComparison, _ expected: JSONValue, _ name: String, _ findings: inout Findings
    ) {
        let divergence = shares.jensenShannon
        let bits = divergence / Self.naturalLogarithmOfTwo
        let numbers: [(String, Double?)] = [
            ("psi", shares.populationStabilityIndex), ("kl_cur_ref", shares.kullbackLeibler),
            ("js_distance_nat", divergence.squareRoot()), ("js_distance_base2", bits.squareRoot()),
            ("js_divergence_base2", bits), ("hellinger", shares.hellinger),
            ("total_variation", shares.totalVariation), ("l_infinity", shares.largestChange),
        ]
        for (member, value) in numbers { findings.check("\(name)\(member)", value, expected[member]) }
    }

    private static let naturalLogarithmOfTwo = 0.693_147_180_559_945_3
}
