import ArgumentParser
import GovernorAudit
import GovernorCore
import GovernorLedger

/// `governor audit import`: a result of another tool in the gate's terms.
struct AuditImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring a result of Fairlearn, AI Fairness 360 or Aequitas before the gate.",
        discussion: """
            What the result has counts of is computed again, with intervals, as 'governor audit' computes it; rates alone give gaps \
            without intervals, and what it does not have is null, which the gate takes for missing. The What-If Tool exports \
            nothing: audit its rows. docs/audit.md says what each tool writes.

            \(ExitCodes.auditImport)

            Example:
              $ printf '{"disparate_impact": 0.9}' |
                governor audit import - --from aif360
            """)

    @Argument(help: ArgumentHelp("The result, CSV or JSON; - is standard input.", valueName: "result"))
    var result: String

    @Option(help: "Whose result it is: fairlearn, aif360 or aequitas.", transform: Self.tool)
    var from: ImportedFairness.Tool

    @Option(help: ArgumentHelp("Groups with fewer rows make no gap, where the result has counts.", valueName: "rows"))
    var minimumRows = 30

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where the metrics for 'governor gate' go, such as eval_fairness.json.", valueName: "file"))
    var output: String?

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    func validate() throws {
        try AuditSettings.check(minimumRows: minimumRows)
    }

    func run() throws {
        let file = InputFile(result, "result")
        try AuditInput(result, format: .commaSeparated).requireApart(from: [output])
        let bytes = try file.bytes()
        let imported: ImportedFairness
        do throws(AuditError) {
            imported = try ImportedFairness(reading: bytes, from: from, minimumRows: minimumRows)
        } catch { throw CommandError.invalid(path: file.displayName, problem: error.message, hint: error.hint) }
        let source: JSONValue = [
            "tool": .string(from.rawValue), "file": .string(file.displayName),
            "sha256": .string(Digest.sha256(bytes).hex),
        ]
        if let output {
            var metrics = imported.gateMetrics
            metrics["source"] = source
            try OutputFile(output).write(JSONValue.object(metrics).prettyText + "\n")
        }
        switch format {
        case .text: try StandardStream.output.write(text(imported, file.displayName))
        case .json:
            var json = imported.json.object ?? JSONObject()
            json["data"] = source
            try StandardStream.output.write(JSONValue.object(json).prettyText + "\n")
        }
    }

    private func text(_ imported: ImportedFairness, _ name: String) -> String {
        let header = ["groups", "gap in", "gap (95 %)", "ratio", "lowest", "from"]
        let rows = imported.gaps.map { gap -> [String] in
            let value = gap.difference.map { AuditNumber.text($0, gap.interval?.lower, gap.interval?.upper) }
            return [
                gap.set.singleLine, gap.rate.words, value ?? "not estimable",
                gap.ratio.map { AuditNumber.text($0) } ?? "–", gap.lowest?.singleLine ?? "–",
                gap.basis?.rawValue ?? gap.reason ?? "–",
            ]
        }
        let remarks = imported.remarks.map { "note: \($0)\n" }
        return "\(name.singleLine): a result of \(from.rawValue)\n\n" + TextTable.aligned([header] + rows)
            + remarks.joined()
    }

    private static func tool(_ text: String) throws -> ImportedFairness.Tool {
        if text == "what-if" {
            throw ValidationError(
                "The What-If Tool exports nothing: audit the rows it was shown by 'governor audit fairness'.")
        }
        guard let tool = ImportedFairness.Tool(rawValue: text) else {
            throw ValidationError("--from is fairlearn, aif360 or aequitas.")
        }
        return tool
    }
}
