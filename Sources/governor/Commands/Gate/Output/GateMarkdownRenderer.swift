import GovernorCore
import GovernorPolicy

/// The verdict as GitHub-flavoured Markdown, for a pull request or a job summary.
enum GateMarkdownRenderer {
    /// Renders a run.
    static func render(_ run: GateRun) -> String {
        let policy = run.report.policy
        var lines = [
            "## \(icon(run.report.outcome)) \(run.policy.title.markdownEscaped): \(run.report.outcome.rawValue)", "",
        ]
        lines += ["| | Threshold | Actual | Target | Status |", "|---|---|---|---|---|"]
        lines += run.report.results.map { row($0, run) }
        lines += failures(run)
        lines += [
            "",
            "<sub>policy \(policy.id.markdownEscaped) \(policy.version.markdownEscaped) (`\(policy.digest)`), "
                + "build \(run.buildID.markdownEscaped), \(run.report.time), recorded: \(run.isRecorded)\(receipt(run))</sub>",
        ]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func row(_ result: ThresholdResult, _ run: GateRun) -> String {
        let threshold = result.threshold
        let exemption = result.exemption(run.waiver(of: result)).map { " (\($0.markdownEscaped))" } ?? ""
        let icon = result.blocks ? "❌" : result.status == .pass ? "✅" : "⚠️"
        let target = "\(threshold.comparison.rawValue) \(threshold.target)"
        return "| \(icon) | \("\(threshold.name)".markdownEscaped) | \(result.actual?.description ?? "–") | "
            + "\(target.markdownEscaped) | \(result.status.rawValue)\(exemption) |"
    }

    private static func failures(_ run: GateRun) -> [String] {
        guard run.report.outcome == .fail else { return [] }
        return ["", "### Governance Gate FAILED", ""]
            + run.report.failures.flatMap { result in
                ["- **\(result.message.markdownEscaped)**"]
                    + [result.remediation, result.threshold.owner.map { "Owner: \($0)" }]
                    .compactMap { $0.map { "  - \($0.markdownEscaped)" } }
            }
    }

    private static func receipt(_ run: GateRun) -> String {
        if case .recorded(let fact) = run.recording { " (receipt `\(fact.id)`)" } else { "" }
    }

    private static func icon(_ outcome: GateReport.Outcome) -> String { outcome == .pass ? "✅" : "❌" }
}
