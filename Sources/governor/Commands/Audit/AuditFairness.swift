import ArgumentParser
import GovernorAudit
import GovernorCore

extension MissingLevels {
    /// Reads the option `--missing`.
    static func parse(_ text: String) throws -> Self {
        guard let missing = Self(rawValue: text) else { throw ValidationError("--missing is own_group or drop.") }
        return missing
    }
}

/// `governor audit fairness`: rates by group and how far apart they are.
struct AuditFairness: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fairness",
        abstract: "Compare rates of decisions between groups and all their intersections.",
        discussion: """
            The data are CSV with a header or JSON Lines, read once in a bounded amount of memory. A rate without rows to divide by is not \
            estimable, never 0; groups below --minimum-rows get an interval and no verdict; p-values are corrected for how many \
            groups are compared. docs/audit.md defines every number.

            \(ExitCodes.auditFairness)

            Example:
              $ printf 'sex,qualified,hired\\nf,1,1\\nf,0,0\\nm,1,1\\nm,0,1\\n' |
                governor audit - --by sex --label qualified --prediction hired
            """)

    @Argument(help: ArgumentHelp("CSV or JSON Lines, plain or packed by gzip; - is standard input.", valueName: "data"))
    var data: String

    @Option(help: ArgumentHelp("A column that forms groups; give it again for each.", valueName: "column"))
    var by: [String] = []

    @Option(help: ArgumentHelp("The column of what is true, such as who was qualified.", valueName: "column"))
    var label: String?

    @Option(help: ArgumentHelp("The column of what was decided.", valueName: "column"))
    var prediction: String?

    @Option(
        help: ArgumentHelp("The column of scores from 0 to 1, which decide without --prediction.", valueName: "column"))
    var score: String?

    @Option(help: "From which score on a row counts as decided positively without --prediction.")
    var threshold = 0.5

    @Option(help: ArgumentHelp("The column of the weights of rows.", valueName: "column"))
    var weight: String?

    @Option(
        help: ArgumentHelp(
            "The text of the favourable outcome where it is not 1, true or yes; every other text is then unfavourable.",
            valueName: "text"))
    var positive: [String] = []

    @Option(
        help: "What becomes of rows that lack a column of --by: own_group or drop.", transform: MissingLevels.parse)
    var missing = MissingLevels.ownGroup

    @Option(help: ArgumentHelp("Groups with fewer rows in a rate get no verdict.", valueName: "rows"))
    var minimumRows = 30

    @Option(help: ArgumentHelp("The most columns whose intersections are compared.", valueName: "columns"))
    var depth = FairnessAudit.maximumDepth

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where the metrics for 'governor gate' go, such as eval_fairness.json.", valueName: "file"))
    var output: String?

    @OptionGroup var files: AuditFiles

    @OptionGroup var input: AuditInputOptions

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    func validate() throws {
        guard !by.isEmpty else { throw ValidationError("--by names a column that forms groups.") }
        guard prediction != nil || score != nil else { throw ValidationError("--prediction or --score is needed.") }
        guard (0...1).contains(threshold) else { throw ValidationError("--threshold is from 0 to 1.") }
        guard minimumRows >= 1 else { throw ValidationError("--minimum-rows is at least 1.") }
        guard (1...FairnessAudit.maximumDepth).contains(depth) else {
            throw ValidationError("--depth is from 1 to \(FairnessAudit.maximumDepth).")
        }
    }

    func run() async throws {
        let input = AuditInput(data, input)
        try input.requireApart(from: [output, files.html, files.markdown, files.sarif])
        let (cube, sha256) = try await input.cube(mapping)
        var audit = FairnessAudit()
        // Without labels nothing else is estimable.
        if label == nil { audit.rates = [.selectionRate] }
        audit.missing = missing
        audit.minimumRows = minimumRows
        audit.depth = depth
        if prediction == nil { audit.threshold = threshold }
        let report = try audit.report(of: cube)
        let name = InputFile(data).displayName
        try files.write(FairnessDocument(report: report, data: name, sha256: sha256))
        if let output { try OutputFile(output).write(report.gateMetrics.prettyText + "\n") }
        switch format {
        case .text: try StandardStream.output.write(FairnessText(report, data: name).text)
        case .json:
            var document = report.json.object ?? JSONObject()
            document["data"] = ["file": .string(name), "sha256": .string(sha256)]
            try StandardStream.output.write(JSONValue.object(document).prettyText + "\n")
        }
    }

    private var mapping: ColumnMapping {
        var mapping = ColumnMapping(attributes: by)
        (mapping.label, mapping.prediction, mapping.score, mapping.weight) = (label, prediction, score, weight)
        mapping.threshold = threshold
        if !positive.isEmpty { (mapping.positive, mapping.negative) = (Set(positive), nil) }
        return mapping
    }
}
