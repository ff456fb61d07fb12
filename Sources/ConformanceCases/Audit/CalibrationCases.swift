import GovernorAudit
import GovernorCore

/// Whether scores are probabilities, and how well they rank.
enum CalibrationCases {
    static func calibration(_ test: AuditCase, _ findings: inout Findings) throws {
        let filter = test.parameters["filter"]?.string?.split(separator: "=").map(String.init)
        let attributes = filter.map { [$0[0]] } ?? []
        let cube = try test.table.cube(by: attributes, score: "score")
        let wanted = filter.map { Group([Level($0[1])]) } ?? .everybody
        guard let group = cube.groups.firstIndex(of: wanted) else { throw CaseProblem.unreadable("filter") }
        let scores = ScoredOutcomes(cube, group: group)
        let losses = Outcome.known.map { cube.losses(group: group, label: $0) }
        let expected = test.expected
        let numbers: [(String, Double?)] = [
            ("n", scores.rows), ("brier", losses.reduce(0) { $0 + $1.squaredErrors } / scores.rows),
            ("brier", scores.brierScore), ("log_loss", losses.reduce(0) { $0 + $1.logLosses } / scores.rows),
            ("roc_auc", scores.rocAUC), ("pr_auc_average_precision", scores.averagePrecision),
            ("ks_separation", scores.separation), ("calibration_intercept", scores.calibrationLine?.intercept),
            ("calibration_slope", scores.calibrationLine?.slope),
            ("calibration_in_the_large", scores.calibrationInTheLarge),
            ("spiegelhalter_z", scores.spiegelhalterZ),
        ]
        for (name, value) in numbers { findings.check(name, value, expected[name]) }
        for bins in [10, 15] { checkCurve(cube, group, scores, bins, expected, &findings) }
        let isotonic = IsotonicCalibration(scores)
        let places = expected["isotonic_at"]?["x"]?.array?.compactMap { $0.number?.doubleValue } ?? []
        findings.check("isotonic", places.compactMap { isotonic.value(at: $0) }, expected["isotonic_at"]?["y"])
        let brier = scores.entries.reduce(0.0) { sum, entry in
            let value = isotonic.value(at: entry.score) ?? .nan
            return sum + entry.negatives * value * value + entry.positives * (1 - value) * (1 - value)
        }
        findings.check("isotonic brier", brier / scores.rows, expected["isotonic_brier"])
    }

    private static func checkCurve(
        _ cube: CountCube, _ group: Int, _ scores: ScoredOutcomes, _ bins: Int, _ expected: JSONValue,
        _ findings: inout Findings
    ) {
        guard let curve = CalibrationCurve(cube, group: group, bins: bins) else {
            return findings.require("there are no \(bins) bins", false)
        }
        findings.check("ece_\(bins)", curve.expectedError, expected["ece_\(bins)"])
        findings.check("mce_\(bins)", curve.maximumError, expected["mce_\(bins)"])
        // Bins without rows are listed without numbers.
        let table = (expected["reliability_\(bins)"]?.array ?? []).filter { $0["n"]?.number?.integer != 0 }
        findings.require("reliability_\(bins): other bins", table.count == curve.bins.count)
        for (bin, entry) in zip(curve.bins, table) {
            findings.check("bin", Double(bin.position), entry["bin"])
            findings.check("bin n", bin.rows, entry["n"])
            findings.check("bin score", bin.meanScore, entry["mean_score"])
            findings.check("bin rate", bin.rate, entry["rate"])
        }
        // Where a bin ends among rows of one score, the library lets the order of the file decide.
        guard !isTied(scores, bins) else { return }
        let equal = CalibrationCurve(scores, equalMassBins: bins)
        findings.check("ece_equal_mass_\(bins)", equal.expectedError, expected["ece_equal_mass_\(bins)"])
        if bins == 10 {
            findings.check("hosmer", equal.hosmerLemeshow?.statistic, expected["hosmer_lemeshow"]?["stat"])
            findings.check("hosmer p", equal.hosmerLemeshow?.p, expected["hosmer_lemeshow"]?["p"])
        }
    }

    /// Whether any of so many bins of equally many rows ends among rows of one score.
    private static func isTied(_ scores: ScoredOutcomes, _ bins: Int) -> Bool {
        let rows = Int(scores.rows)
        var ends = Set<Int>()
        for bin in 1..<bins { ends.insert(bin * (rows / bins) + min(bin, rows % bins)) }
        var passed = 0
        for entry in scores.entries {
            passed += Int(entry.negatives + entry.positives)
            ends.remove(passed)
        }
        return !ends.isEmpty
    }
}
