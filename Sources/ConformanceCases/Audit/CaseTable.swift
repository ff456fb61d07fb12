import GovernorAudit
import GovernorCore

/// Rows of a case, by column; a value that is missing is nil.
struct CaseTable {
    private let columns: [String: [String?]]

    /// Reads columns from the arrays of an object; members that are no arrays of plain values are left out.
    init(columns object: JSONValue) {
        var columns: [String: [String?]] = [:]
        for (name, value) in object.object ?? JSONObject() { columns[name] = value.array?.map(\.cell) }
        self.columns = columns
    }

    /// Reads CSV, compressed or not.
    init(csv bytes: [UInt8]) throws {
        var bytes = bytes
        if bytes.starts(with: GzipReader.magic) {
            var pieces = [bytes]
            var reader = GzipReader { pieces.popLast() }
            bytes = []
            while let piece = try reader.next() { bytes += piece }
        }
        let table = try CSVTable(parsing: bytes)
        columns = Dictionary(uniqueKeysWithValues: table.names.map { ($0, table[$0] ?? []) })
    }

    /// A column's values.
    func column(_ name: String) throws -> [String?] {
        guard let column = columns[name] else { throw CaseProblem.unreadable(name) }
        return column
    }

    /// A column's numbers.
    func numbers(_ name: String) throws -> [Double?] { try column(name).map { $0.flatMap(Double.init) } }

    /// Counts the rows.
    func cube(
        by attributes: [String], label: String = "y_true", prediction: String? = "y_pred", score: String? = nil,
        weight: String? = nil
    ) throws -> CountCube {
        let levels = try attributes.map(column)
        let labels = try column(label).map(Self.outcome)
        let predictions = try prediction.map { try column($0).map(Self.outcome) }
        let scores = try score.map(numbers)
        let weights = try weight.map(numbers)
        var builder = CubeBuilder(
            try CubeSchema(
                attributes: attributes, scoreBuckets: score == nil ? 0 : CubeSchema.defaultScoreBuckets,
                isWeighted: weight != nil))
        for row in labels.indices {
            let group = Group(levels.map { $0[row].map { Level($0) } ?? .missing })
            try builder.add(
                slot: try builder.slot(of: group), label: labels[row], prediction: predictions?[row] ?? .missing,
                score: scores?[row], weight: weights?[row] ?? 1)
        }
        return builder.cube()
    }

    private static func outcome(_ cell: String?) -> Outcome {
        switch cell.flatMap(Double.init) {
        case 1: .positive
        case 0: .negative
        default: .missing
        }
    }
}

extension JSONValue {
    /// The text that a table would hold for a plain value.
    fileprivate var cell: String? { string ?? number?.text }
}

/// The files that the cases of one file name, each read once.
struct CaseTables {
    private let data: AuditConformance.DataSource
    private var tables: [String: CaseTable] = [:]

    init(_ data: @escaping AuditConformance.DataSource) { self.data = data }

    mutating func table(_ path: String) throws -> CaseTable {
        if let table = tables[path] { return table }
        guard let bytes = try data(path) else { throw CaseProblem.missingData(path) }
        let table = try CaseTable(csv: bytes)
        tables[path] = table
        return table
    }
}
