/// A kind of database, as far as its SQL differs from that of others.
public enum SQLDialect: String, Sendable, CaseIterable {
    case postgres, duckdb, spark, clickhouse, bigquery, snowflake

    /// A name as the database takes it literally.
    func quoted(_ name: String) -> String {
        switch self {
        case .postgres, .duckdb, .snowflake: "\"" + name.replacing("\"", with: "\"\"") + "\""
        case .spark: "`" + name.replacing("`", with: "``") + "`"
        case .bigquery, .clickhouse: "`" + name.replacing("\\", with: "\\\\").replacing("`", with: "\\`") + "`"
        }
    }

    /// A text as the database takes it literally.
    func literal(_ text: String) -> String {
        switch self {
        case .postgres, .duckdb: "'" + text.replacing("'", with: "''") + "'"
        case .spark, .clickhouse, .bigquery, .snowflake:
            "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
        }
    }

    /// An expression as text; truth values become `true` and `false` in all of them.
    func text(_ expression: String) -> String {
        let type =
            switch self {
            case .postgres: "text"
            case .duckdb, .snowflake: "VARCHAR"
            case .spark, .bigquery: "STRING"
            case .clickhouse: "Nullable(String)"
            }
        return "CAST(\(expression) AS \(type))"
    }
}
