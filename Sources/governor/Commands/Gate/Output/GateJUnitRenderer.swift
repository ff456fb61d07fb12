import GovernorCore
import GovernorPolicy

/// The verdict as JUnit XML: a suite for the policy and a case for each threshold.
///
/// A waived threshold is a skipped case, and one that only warns passes with a note, so that the colour a CI system
/// shows is the gate's own.
enum GateJUnitRenderer {
    /// Renders a run.
    static func render(_ run: GateRun) -> String {
        let results = run.report.results
        let counts =
            "tests=\"\(results.count)\" failures=\"\(results.count(where: \.blocks))\" errors=\"0\""
            + " skipped=\"\(run.count(.waived))\""
        let name = attribute(run.policy.title)
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuites name=\"governor gate\" \(counts) time=\"0\">",
            "  <testsuite name=\"\(name)\" \(counts) time=\"0\" timestamp=\"\(run.report.time)\">",
        ]
        lines += results.flatMap { testCase($0, run) } + ["  </testsuite>", "</testsuites>"]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func testCase(_ result: ThresholdResult, _ run: GateRun) -> [String] {
        let threshold = result.threshold
        let file = attribute(run.place(of: result).path)
        let start =
            "    <testcase classname=\"governor.\(attribute(threshold.name.category))\""
            + " name=\"\(attribute(threshold.name.metric)): \(attribute(threshold.targetText))\" file=\"\(file)\" time=\"0\""
        let body = content(result, run)
        return body.isEmpty ? ["\(start)/>"] : ["\(start)>"] + body.map { "      \($0)" } + ["    </testcase>"]
    }

    private static func content(_ result: ThresholdResult, _ run: GateRun) -> [String] {
        let message = attribute(result.message)
        if result.blocks {
            let text = escaped(result.remediation ?? result.message)
            return ["<failure type=\"\(result.status.rawValue)\" message=\"\(message)\">\(text)</failure>"]
        }
        let exemption = escaped(result.exemption(run.waiver(of: result)) ?? "")
        switch result.status {
        case .waived: return ["<skipped message=\"\(message); \(exemption)\"/>"]
        case .warn, .missing: return ["<system-out>\(message)\(exemption.isEmpty ? "" : "; \(exemption)")</system-out>"]
        case .pass, .fail: return []
        }
    }

    private static func attribute(_ text: String) -> String { escaped(text.singleLine) }

    private static func escaped(_ text: String) -> String { text.xmlEscaped }
}
