import GovernorCore
import GovernorPolicy

/// The verdict as GitHub-flavoured Markdown, for a pull request or a job summary.
enum GateMarkdownRenderer {
    /// Renders a run.
    static func render(_ run: GateRun) -> String {
        let policy = run.report.policy
        var lines = ["## \(icon(run.report.outcome)) \(escaped(run.policy.title)): \(run.report.outcome.rawValue)", ""]
        lines += ["| | Threshold | Actual | Target | Status |", "|---|---|---|---|---|"]
        lines += run.report.results.map { row($0, run) }
        lines += failures(run)
        lines += [
            "",
            "<sub>policy \(escaped(policy.id)) \(escaped(policy.version)) (`\(policy.digest)`), "
                + "build \(escaped(run.buildID)), \(run.report.time), recorded: \(run.isRecorded)\(receipt(run))</sub>",
        ]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func row(_ result: ThresholdResult, _ run: GateRun) -> String {
        let threshold = result.threshold
        let exemption = result.exemption(run.waiver(of: result)).map { " (\(escaped($0)))" } ?? ""
        let icon = result.blocks ? "❌" : result.status == .pass ? "✅" : "⚠️"
        let target = "\(threshold.comparison.rawValue) \(threshold.target)"
        return "| \(icon) | \(escaped("\(threshold.name)")) | \(result.actual?.description ?? "–") | "
            + "\(escaped(target)) | \(result.status.rawValue)\(exemption) |"
    }

    private static func failures(_ run: GateRun) -> [String] {
        guard run.report.outcome == .fail else { return [] }
        return ["", "### Governance Gate FAILED", ""]
            + run.report.failures.flatMap { result in
                ["- **\(escaped(result.message))**"]
                    + [result.remediation, result.threshold.owner.map { "Owner: \($0)" }]
                    .compactMap { $0.map { "  - \(escaped($0))" } }
            }
    }

    private static func receipt(_ run: GateRun) -> String {
        if case .recorded(let fact) = run.recording { " (receipt `\(fact.id)`)" } else { "" }
    }

    private static func icon(_ outcome: GateReport.Outcome) -> String { outcome == .pass ? "✅" : "❌" }

    /// Keeps a policy's words from becoming markup or breaking a table.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.singleLine.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "|", "*", "_", "`", "[", "]", "#", "\\", "!", "~": result += "\\\(character)"
            // A mention or an issue number in a comment would notify people.
            case "@": result += "&#64;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
