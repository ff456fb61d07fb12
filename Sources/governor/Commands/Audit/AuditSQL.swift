import ArgumentParser
import GovernorAudit

extension SQLDialect {
    fileprivate static let names = allCases.map(\.rawValue).joined(separator: ", ")

    /// Reads the option `--dialect`.
    fileprivate static func parse(_ text: String) throws -> Self {
        guard let dialect = Self(rawValue: text) else { throw ValidationError("--dialect is one of \(names).") }
        return dialect
    }
}

/// `governor audit sql`: the query that counts decisions where they are.
struct AuditSQL: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Print the query whose result 'governor audit' reads instead of the rows.",
        discussion: """
            The database counts, and only numbers of rows by group, label and decision leave it. Its result as CSV, read with \
            --count governor_rows, gives the report that the rows themselves give, but for the drawings of scores. Options are \
            those of the audit; what only judges is left out. --where goes into the query as it is.

            \(ExitCodes.auditSQL)

            Example:
              $ governor audit sql --dialect duckdb --table t --by sex --prediction hired
            """)

    @Option(help: "The kind of database: \(SQLDialect.names).", transform: SQLDialect.parse)
    var dialect: SQLDialect

    @OptionGroup var table: AuditedTable

    @OptionGroup var decisions: DecisionOptions

    @Option(help: ArgumentHelp("The column of the weights of rows.", valueName: "column"))
    var weight: String?

    func validate() throws {
        guard table.table != nil else { throw ValidationError("--table names the table.") }
        try decisions.alone.map { try $0.requireComparison() }
    }

    func run() throws {
        var decisions = try decisions.resolved(isFairness: true)
        try decisions.requireComparison()
        if let weight { decisions.mapping.weight = weight }
        let query = try CountQuery(decisions.mapping, table: table.table ?? "", condition: table.condition)
        try StandardStream.output.write(query.text(in: dialect) + ";\n")
        guard query.mapping.prediction != decisions.mapping.prediction else { return }
        try StandardStream.error.write("note: read it with --prediction \(query.mapping.prediction ?? "")\n")
    }
}

/// The options that name a table of a database.
struct AuditedTable: ParsableArguments {
    @Option(help: ArgumentHelp("The table, such as decisions or schema.decisions.", valueName: "name"))
    var table: String?

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp("Which of the table's rows, in the database's SQL; all without it.", valueName: "condition"))
    var condition: String?
}
