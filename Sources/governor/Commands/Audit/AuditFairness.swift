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

    @Argument(
        help: ArgumentHelp(
            "CSV or JSON Lines, plain or packed by gzip; - is standard input. Not with --from.", valueName: "data"))
    var data: String?

    @Option(help: ArgumentHelp("A PostgreSQL database to count a table in: postgres://….", valueName: "address"))
    var from: String?

    @OptionGroup var table: AuditedTable

    @OptionGroup var columns: DecisionColumns

    @Option(
        help: ArgumentHelp(
            "The column of how many equal rows a row stands for, as 'governor audit sql' names it.", valueName: "column"
        ))
    var count: String?

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
        guard (data == nil) != (from == nil) else { throw ValidationError("Name data, or a database by --from.") }
        guard (from == nil) == (table.table == nil) else { throw ValidationError("--from and --table go together.") }
        guard table.condition == nil || from != nil else { throw ValidationError("--where needs --from.") }
        guard count == nil || (from == nil && columns.score == nil) else {
            throw ValidationError("--count is for data with decisions, not with --score or --from.")
        }
        guard minimumRows >= 1 else { throw ValidationError("--minimum-rows is at least 1.") }
        guard (1...FairnessAudit.maximumDepth).contains(depth) else {
            throw ValidationError("--depth is from 1 to \(FairnessAudit.maximumDepth).")
        }
    }

    func run() async throws {
        let (cube, sha256, name) = try await counted()
        var audit = FairnessAudit()
        // Without labels nothing else is estimable.
        if columns.label == nil { audit.rates = [.selectionRate] }
        audit.missing = missing
        audit.minimumRows = minimumRows
        audit.depth = depth
        if columns.prediction == nil { audit.threshold = columns.threshold }
        let report = try audit.report(of: cube)
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

    /// The counts, the SHA-256 of what they are from, and its name.
    private func counted() async throws -> (cube: CountCube, sha256: String, name: String) {
        if let from, let name = table.table {
            let query = try CountQuery(mapping, table: name, condition: table.condition)
            let database = try AuditDatabase(from, table: name, query)
            let (cube, sha256) = try await database.cube()
            return (cube, sha256, database.displayName)
        }
        let data = data ?? "-"
        let input = AuditInput(data, input)
        try input.requireApart(from: [output, files.html, files.markdown, files.sarif])
        let (cube, sha256) = try await input.cube(mapping)
        return (cube, sha256, InputFile(data).displayName)
    }

    private var mapping: ColumnMapping {
        var mapping = columns.mapping
        mapping.count = count
        if !positive.isEmpty { (mapping.positive, mapping.negative) = (Set(positive), nil) }
        return mapping
    }
}
