import GovernorAudit
import GovernorCore

/// Runs cases of audit statistics (see `Tests/Fixtures/audit/README.md` for their format).
package enum AuditConformance {
    /// Reads a file that a case names, relative to the case file; nil when it is not there.
    package typealias DataSource = (_ path: String) throws -> [UInt8]?

    /// Runs a case file.
    ///
    /// - Parameter data: Where the files are that cases name. A case whose file is missing is skipped, and says so.
    /// - Throws: ``ConformanceError`` when the document is no case file, or ``JSONError`` when it is no JSON.
    package static func run(
        file: String, bytes: [UInt8], data: @escaping DataSource = { _ in nil }
    ) throws -> FileReport {
        guard let cases = try JSONValue(parsing: bytes)["cases"]?.array else {
            throw ConformanceError.unknownFormat(file: file, expected: "an object with \"cases\"")
        }
        var tables = CaseTables(data)
        return FileReport(file: file, outcomes: cases.map { outcome($0, &tables) })
    }

    /// How the cases of each kind are checked.
    private static let checks: [String: @Sendable (AuditCase, inout Findings) throws -> Void] = [
        "proportion_ci": IntervalCases.proportion,
        "two_proportions": IntervalCases.twoProportions,
        "multinomial_ci": IntervalCases.multinomial,
        "multiple_testing": IntervalCases.multipleTesting,
        "intersectional_ci": IntersectionCases.intervals,
        "bootstrap_quantiles": BootstrapCases.quantiles,
        "bootstrap_statistical": BootstrapCases.resampling,
        "metric_frame": FairnessCases.metricFrame,
        "metric_frame_inline": FairnessCases.metricFrame,
        "metric_frame_weighted_inline": FairnessCases.weightedMetricFrame,
        "aequitas_crosstab": DisparityCases.crosstab,
        "aif360_classification_metric": DisparityCases.privileged,
        "calibration": CalibrationCases.calibration,
        "drift_numeric": DriftCases.numeric,
        "drift_numeric_inline": DriftCases.inline,
        "drift_categorical": DriftCases.categorical,
        "reweighing_groups": MitigationCases.reweighing,
        "exponentiated_gradient": MitigationCases.reduction,
        "threshold_optimizer": MitigationCases.thresholds,
        "reweighing_binary": MitigationCases.privilegedReweighing,
    ]

    private static func outcome(_ json: JSONValue, _ tables: inout CaseTables) -> CaseOutcome {
        let id = json["id"]?.string ?? "?"
        let kind = json["kind"]?.string ?? "?"
        guard let check = checks[kind] else {
            return CaseOutcome(id: id, status: .skipped, detail: "there is no check for cases of kind '\(kind)'")
        }
        do {
            let test = try AuditCase(json, &tables)
            var findings = Findings(test.tolerance)
            try check(test, &findings)
            return CaseOutcome(id: id, complaint: findings.complaint)
        } catch CaseProblem.missingData(let path) {
            return CaseOutcome(id: id, status: .skipped, detail: "\(path) is not here")
        } catch {
            return CaseOutcome(id: id, complaint: "\(error)")
        }
    }
}

/// Why a case cannot be checked.
enum CaseProblem: Error, CustomStringConvertible {
    case missingData(String)
    case unreadable(String)

    var description: String {
        switch self {
        case .missingData(let path): "\(path) is not here"
        case .unreadable(let member): "the case's '\(member)' cannot be read"
        }
    }
}
