/// A query whose result is what a cube of counts is made from: a line for each group, label and decision, with the number of
/// its rows.
///
/// The database counts, and only counts leave it. Reading the result with ``mapping`` gives the cube that reading the rows
/// themselves gives.
public struct CountQuery: Sendable, Equatable {
    /// The name of the column of the numbers of rows.
    static let countColumn = "governor_rows"
    /// The name of the column of what a score decided.
    static let decisionColumn = "governor_decision"
    /// What stands for the decision of a score that is none. Reading it fails, whatever texts mean an outcome.
    static let noScore = "not a score from 0 to 1"

    private let source: ColumnMapping
    private let table: String
    private let condition: String?

    /// Makes a query.
    ///
    /// - Parameters:
    ///   - mapping: Which columns of the table mean what. A score decides without a column of decisions, and is else left out.
    ///   - table: Its name, with those of what it is in before it and dots between.
    ///   - condition: What rows are counted, in SQL; all without one.
    /// - Throws: ``AuditError/unusableName(_:)``, ``AuditError/duplicateAttribute(_:)`` where two columns of the result would
    ///   have one name.
    public init(_ mapping: ColumnMapping, table: String, condition: String? = nil) throws(AuditError) {
        source = mapping
        self.table = table
        self.condition = condition
        let parts = table.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        for name in parts + columns.map(\.name) where name.isEmpty || name.utf8.contains(0) {
            throw .unusableName(name)
        }
        var names: Set<Level> = []
        for name in columns.map(\.name) + [Self.countColumn] where !names.insert(Level(name)).inserted {
            throw .duplicateAttribute(name)
        }
    }

    /// Which columns of the result mean what.
    public var mapping: ColumnMapping {
        var mapping = source
        mapping.score = nil
        if decides { mapping.prediction = Self.decisionColumn }
        mapping.count = Self.countColumn
        return mapping
    }

    /// The query, in one statement without its semicolon.
    public func text(in dialect: SQLDialect) -> String {
        let groups = columns.map { expression($0, dialect) }
        let named = zip(groups, columns).map { "\($0) AS \(dialect.quoted($1.name))" }
        let place = table.split(separator: ".").map { dialect.quoted(String($0)) }.joined(separator: ".")
        return """
            SELECT
              \(named.joined(separator: ",\n  ")),
              COUNT(*) AS \(dialect.quoted(Self.countColumn))
            FROM \(place)\(condition.map { "\nWHERE (\($0))" } ?? "")
            GROUP BY
              \(groups.joined(separator: ",\n  "))
            ORDER BY
              \(groups.indices.map { String($0 + 1) }.joined(separator: ", "))
            """
    }

    /// A column of the result that is not the number of rows.
    private enum Column {
        case taken(String)
        case decision(score: String, threshold: Double)

        var name: String {
            switch self {
            case .taken(let name): name
            case .decision: CountQuery.decisionColumn
            }
        }
    }

    /// Whether the query decides by a score.
    private var decides: Bool { source.prediction == nil && source.score != nil }

    private var columns: [Column] {
        var columns = source.attributes.map(Column.taken)
        if let label = source.label { columns.append(.taken(label)) }
        if let prediction = source.prediction { columns.append(.taken(prediction)) }
        if decides, let score = source.score { columns.append(.decision(score: score, threshold: source.threshold)) }
        if let weight = source.weight { columns.append(.taken(weight)) }
        return columns
    }

    private func expression(_ column: Column, _ dialect: SQLDialect) -> String {
        switch column {
        case .taken(let name): return dialect.text(dialect.quoted(name))
        case .decision(let name, let threshold):
            let score = dialect.quoted(name)
            let (positive, negative) = (dialect.literal(outcomes.positive), dialect.literal(outcomes.negative))
            // Databases differ in how NaN compares; in none is it within these bounds.
            return """
                CASE WHEN \(score) IS NULL THEN NULL \
                WHEN \(score) >= \(threshold) AND \(score) <= 1 THEN \(positive) \
                WHEN \(score) >= 0 AND \(score) < \(threshold) THEN \(negative) ELSE \(dialect.literal(Self.noScore)) END
                """
        }
    }

    /// How the query says what a score decided, in the texts that labels have, too.
    private var outcomes: (positive: String, negative: String) {
        guard source.negative == nil, let positive = source.positive.min() else { return ("true", "false") }
        return (positive, "not \(positive)")
    }
}
