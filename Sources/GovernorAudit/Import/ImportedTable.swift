/// A small table of another tool, read strictly.
struct ImportedTable {
    /// More cannot be a table of groups: rows, and the largest count, which stays exact.
    static let (maximumRows, maximumCount) = (65_536, Double(1 << 34))

    let table: CSVTable
    private let tool: String
    private let hint: String

    /// - Parameters:
    ///   - tool: The tool's name in errors.
    ///   - hint: How the tool writes such a table.
    init(_ bytes: [UInt8], tool: String, hint: String) throws(AuditError) {
        (self.tool, self.hint) = (tool, hint)
        table = try CSVTable(parsing: bytes)
        guard rows <= Self.maximumRows else { throw error("it has more than \(Self.maximumRows) rows") }
    }

    /// How many rows there are.
    var rows: Int { table.names.first.flatMap { table[$0]?.count } ?? 0 }

    /// The error that this is no result of the tool.
    func error(_ problem: String) -> AuditError { .notAResult(of: tool, problem: problem, hint: hint) }

    /// The texts of a column that must be there, with a value in each row.
    func texts(_ name: String) throws(AuditError) -> [String] {
        guard let column = table[name] else { throw error("there is no column '\(name)'") }
        var texts: [String] = []
        for (row, text) in column.enumerated() {
            guard let text else { throw error("row \(row + 1) has no '\(name)'") }
            texts.append(text)
        }
        return texts
    }

    /// The texts of a column that need not be there; nil for an empty field.
    func optionalTexts(_ name: String) -> [String?] { table[name] ?? [] }

    /// Whether a number is a count of rows.
    static func isCount(_ value: Double) -> Bool { (0...maximumCount).contains(value) && value == value.rounded() }

    /// The counts of a column that must be there: whole numbers.
    func counts(_ name: String) throws(AuditError) -> [Double] {
        var counts: [Double] = []
        for (row, text) in try texts(name).enumerated() {
            guard let value = Double(text), Self.isCount(value) else {
                throw error("row \(row + 1): '\(name)' is no count")
            }
            counts.append(value)
        }
        return counts
    }

    /// The numbers of a column; nil for an empty field and NaN.
    func numbers(_ name: String) throws(AuditError) -> [Double?] {
        var numbers: [Double?] = []
        for (row, text) in (table[name] ?? []).enumerated() {
            guard let text else {
                numbers.append(nil)
                continue
            }
            guard let value = Double(text) else { throw error("row \(row + 1): '\(name)' is no number") }
            numbers.append(value.isNaN ? nil : value)
        }
        return numbers
    }
}
