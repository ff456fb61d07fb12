import ArgumentParser
import GovernorAudit
import GovernorCore

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
            "CSV or JSON Lines, plain or packed by gzip or zstd; - is standard input. Not with --from.",
            valueName: "data"))
    var data: String?

    @Option(help: ArgumentHelp("A PostgreSQL database to count a table in: postgres://….", valueName: "address"))
    var from: String?

    @OptionGroup var table: AuditedTable

    @OptionGroup var decisions: DecisionOptions

    @Option(help: ArgumentHelp("The column of the weights of rows.", valueName: "column"))
    var weight: String?

    @Option(
        help: ArgumentHelp(
            "The column of how many equal rows a row stands for, as 'governor audit sql' names it.", valueName: "column"
        ))
    var count: String?

    @Flag(help: "Look at levels with fewer than --minimum-rows rows as one, each column by itself.")
    var pool = false

    @Option(
        help: ArgumentHelp(
            "Show no group with fewer rows, nor anything that it could be computed from, for reports that go outside.",
            valueName: "rows"))
    var suppress: Int?

    @Option(
        help: ArgumentHelp(
            "The gap that groups should be large enough to show: what they lack is said. (default: 0.05)",
            valueName: "gap"))
    var visibleGap: Double?

    @OptionGroup var input: AuditInputOptions

    @OptionGroup var results: AuditResultOptions

    func validate() throws {
        guard (data == nil) != (from == nil) else { throw ValidationError("Name data, or a database by --from.") }
        guard (from == nil) == (table.table == nil) else { throw ValidationError("--from and --table go together.") }
        guard from == nil || !results.isRecorded else {
            throw ValidationError("--evidence and --ledger are about data that can be read again, not about --from.")
        }
        guard suppress ?? FairnessAudit.leastSuppression >= FairnessAudit.leastSuppression else {
            throw ValidationError("--suppress is at least \(FairnessAudit.leastSuppression).")
        }
        guard (0...1).contains(visibleGap ?? 0) else { throw ValidationError("--visible-gap is from 0 to 1.") }
        guard table.condition == nil || from != nil else { throw ValidationError("--where needs --from.") }
        guard count == nil || from == nil else {
            throw ValidationError("--count is for data with decisions, not with --score or --from.")
        }
        if let alone = decisions.alone { try settings(alone).check() }
    }

    func run() async throws {
        let path = data ?? "-"
        let delivery = try AuditDelivery(results)
        try delivery.requireApart(from: [data, decisions.file.config])
        let settings = settings(try decisions.resolved(isFairness: true))
        try settings.check()
        try await delivery.deliver(try await document(by: settings, of: path), by: settings)
    }

    private func document(by settings: FairnessConfiguration, of path: String) async throws -> FairnessDocument {
        guard let from, let name = table.table else { return try await settings.report(of: path) }
        let query = try CountQuery(settings.mapping, table: name, condition: table.condition)
        let database = try AuditDatabase(from, table: name, query)
        let (cube, sha256) = try await database.cube()
        return try settings.report(on: cube, data: database.displayName, sha256: sha256)
    }

    /// What the options and the file say, and what they leave open.
    private func settings(_ said: Decisions) -> FairnessConfiguration {
        var decisions = said
        decisions.smallGroups.isPooling = decisions.smallGroups.isPooling || pool
        decisions.smallGroups.suppressedBelow = suppress ?? decisions.smallGroups.suppressedBelow
        if let visibleGap { decisions.smallGroups.visibleGap = visibleGap }
        if let weight { decisions.mapping.weight = weight }
        decisions.mapping.count = count
        return FairnessConfiguration(decisions: decisions, format: input.format(ofFile: data ?? "-"))
    }
}
