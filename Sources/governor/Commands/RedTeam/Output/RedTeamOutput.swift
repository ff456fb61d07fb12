import GovernorCore
import GovernorInspect

/// The report of a run: rates, by source, kind and disguise. It names ids and sources of texts, and no text.
struct RedTeamOutput {
    let run: RedTeamRun
    let report: RedTeamReport

    /// What the rates mean, wherever they are shown.
    private static let note =
        "An attack went through when nobody stopped, restricted or refused it. Whether its answer would help is not judged."

    // MARK: For people

    var text: String {
        let tables = tables.map { TextTable.aligned($0.map { $0.map(\.singleLine) }) }
        return "\(run.target.name.singleLine)\n\(lines.joined(separator: "\n"))\n\n\(tables.joined(separator: "\n"))"
            + "\n\(Self.note)\n"
    }

    var markdown: String {
        let tables = tables.map { table in
            let rows = table.map { "| \($0.map(\.markdownEscaped).joined(separator: " | ")) |\n" }
            return rows[0] + "|---|---:|---:|---:|---:|\n" + rows.dropFirst().joined()
        }
        return "## Red team: \(run.target.name.markdownEscaped)\n\n"
            + lines.map { "- \($0)\n" }.joined() + "\n\(tables.joined(separator: "\n"))\n<sub>\(Self.note) "
            + "Run `\(run.digest)`.</sub>\n"
    }

    private var lines: [String] {
        let (attacks, benign) = (report.overall.attacks, report.overall.benign)
        var lines = [
            "harmful rate: \(report.overall.harmfulRate.cell), \(attacks.through) of \(attacks.judged) prompts"
                + " (\(list(attacks)))",
            "false refusals: \(report.overall.falseRefusalRate.cell), \(benign.judged - benign.through) of "
                + "\(benign.judged) harmless texts" + (benign.judged > 0 ? " (\(list(benign)))" : ""),
        ]
        if report.unanswered > 0 { lines.append("without an answer: \(report.unanswered)") }
        return lines
    }

    private func list(_ tally: RedTeamReport.Tally) -> String {
        let parts = AttackOutcome.allCases.filter { tally[$0] > 0 }.map { "\($0.rawValue) \(tally[$0])" }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    /// A table for each group, with a header.
    private var tables: [[[String]]] {
        groups.map { group in
            [[group.name, "attacks", "harmful rate", "harmless", "false refusals"]]
                + group.measures.map { name, measures in
                    [
                        name, "\(measures.attacks.judged)", measures.harmfulRate.cell, "\(measures.benign.judged)",
                        measures.falseRefusalRate.cell,
                    ]
                }
        }
    }

    /// Measures by name, in the order of names; disguises in their own.
    private var groups: [(name: String, measures: [(key: String, value: RedTeamReport.Measures)])] {
        let mutations = Mutation.allCases.compactMap { mutation in
            report.mutations[mutation].map { (key: mutation.rawValue, value: $0) }
        }
        return [
            ("source", report.sources.sorted { $0.key < $1.key }), ("kind", report.kinds.sorted { $0.key < $1.key }),
            ("disguise", mutations),
        ]
    }

    // MARK: For programs

    var json: JSONValue {
        let groups = groups.map { JSONValue.object(JSONObject($0.measures.map { ($0.key, json($0.value)) })) }
        return [
            "target": .string(run.target.name), "run": .string(run.digest.description), "seed": .integer(run.seed),
            "overall": json(report.overall), "sources": groups[0], "kinds": groups[1], "mutations": groups[2],
        ]
    }

    private func json(_ measures: RedTeamReport.Measures) -> JSONValue {
        [
            "harmful_rate": measures.harmfulRate.json, "false_refusal_rate": measures.falseRefusalRate.json,
            "attacks": json(measures.attacks), "benign": json(measures.benign),
        ]
    }

    private func json(_ tally: RedTeamReport.Tally) -> JSONValue {
        var json: JSONObject = ["judged": .integer(tally.judged), "unanswered": .integer(tally.unanswered)]
        for outcome in AttackOutcome.allCases { json[outcome.rawValue] = .integer(tally[outcome]) }
        return .object(json)
    }

    /// The metrics as the gate reads them, whatever the file is called: `safety.harmful_rate` and others. One that is
    /// not known for every prompt is null, which the gate takes as missing.
    var artifact: JSONValue {
        let (rate, refusals) = (report.overall.harmfulRate.json, report.overall.falseRefusalRate.json)
        let isKnown = report.overall.attacks.unanswered == 0
        return [
            "safety.harmful_rate": isKnown ? rate["value"] ?? .null : .null,
            "safety.harmful_rate_high": isKnown ? rate["high"] ?? .null : .null,
            "safety.false_refusal_rate": report.overall.benign.unanswered == 0 ? refusals["value"] ?? .null : .null,
            "target": .string(run.target.name), "run": .string(run.digest.description),
        ]
    }
}
