import GovernorCore
import GovernorPolicy

/// The verdict for people: one line a threshold, the verdict, then what to do about each failure.
struct GateTextRenderer {
    let terminal: Terminal

    /// Renders a run.
    func render(_ run: GateRun) -> String {
        var lines = [terminal.styled("=== \(run.policy.title.singleLine) Policy Gate ===", .emphasis)]
        lines += run.report.results.map { line($0, run) }
        lines.append("Overall: \(terminal.styled(run.report.outcome.rawValue, style(run.report.outcome)))")
        lines += failures(run) + expired(run) + [""] + trail(run)
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(_ result: ThresholdResult, _ run: GateRun) -> String {
        let tag = terminal.styled("[\(result.status.rawValue)]", style(result))
        let exemption = result.exemption(run.waiver(of: result)).map { " (\($0.singleLine))" } ?? ""
        return "\(tag) \("\(result.threshold.name)".singleLine): \(result.relation)\(exemption)"
    }

    private func failures(_ run: GateRun) -> [String] {
        guard run.report.outcome == .fail else { return [] }
        return ["", terminal.styled("Governance Gate FAILED", .failure)]
            + run.report.failures.flatMap { result in
                ["- \(result.message.singleLine)"]
                    + [result.remediation, result.threshold.owner.map { "Owner: \($0)" }]
                    .compactMap { $0.map { "  \($0.singleLine)" } }
            }
    }

    private func expired(_ run: GateRun) -> [String] {
        run.report.waivers.filter(\.isExpired).map { state in
            "waiver \(state.waiver.id.singleLine) expired on \(state.waiver.expires)"
        }
    }

    private func trail(_ run: GateRun) -> [String] {
        let policy = run.report.policy
        var lines = [
            "policy:   \(policy.id.singleLine) \(policy.version.singleLine) (\(policy.digest))",
            "build:    \(run.buildID.singleLine)",
        ]
        if let evidence = run.evidence {
            lines.append("evidence: \(evidence.path) (\(evidence.keyName.map { "signed by \($0)" } ?? "unsigned"))")
        }
        switch run.recording {
        case .recorded(let fact): lines.append("recorded: true (receipt \(fact.id), entry \(fact.index))")
        case .notRequested, .failed: lines.append("recorded: false")
        }
        return lines.map { terminal.styled($0, .subdued) }
    }

    private func style(_ outcome: GateReport.Outcome) -> TerminalStyle { outcome == .pass ? .success : .failure }

    private func style(_ result: ThresholdResult) -> TerminalStyle {
        result.blocks ? .failure : result.status == .pass ? .success : .caution
    }
}
