/// Counts a table of any size into tables of slices, in a bounded amount of memory and in two passes: the first sees what is in the
/// columns, which ``SliceReader/read(_:_:workers:source:)`` then cuts into conditions that no longer change.
public enum SliceReader {
    /// Reads a table for the second time; see ``CubeReader/read(_:_:workers:source:)``.
    ///
    /// - Parameter plan: Made from the profile of the same table.
    public static func read(
        _ plan: SlicePlan, _ format: TableFormat = .commaSeparated, workers: Int,
        source: @escaping @Sendable () throws -> [UInt8]?
    ) async throws -> SliceCounts {
        let counters = try await TableReader.read(format, workers: workers, source: source) { header in
            try SliceCounter(plan, header: try format.columns(of: header, wanted: plan.read), format)
        }
        var tables = try plan.tables()
        for counter in counters { try tables.add(counter.tables) }
        var cube = CountCube(empty: try plan.decisions.schema(scoreEntries: 0))
        for counter in counters { cube = try cube.merged(with: counter.rows.cube) }
        try RowCounter.requirePositives(plan.decisions, counters.map(\.rows), cube)
        return SliceCounts(plan: plan, read: cube.total, tables: tables)
    }
}

/// What is cut into slices, and by which rate they are told apart.
public struct SlicePlan: Sendable, Equatable {
    /// The rate.
    public let rate: Rate
    /// The most conditions of a slice.
    public let depth: Int
    /// The columns.
    public let columns: [SliceColumn]
    /// The columns in which there is nothing to tell apart, or too much.
    public let ignored: [String]
    let decisions: ColumnMapping
    private let named: [String]

    /// Makes a plan for a table.
    ///
    /// - Parameters:
    ///   - decisions: The columns of labels and predictions; no attributes, weights or counts.
    ///   - mapping: The columns that the profile is of.
    ///   - bins: How many parts many numbers are cut into.
    public init(
        _ profile: TableProfile, _ mapping: ProfileMapping, decisions: ColumnMapping, rate: Rate, depth: Int, bins: Int
    ) {
        precondition(decisions.attributes.isEmpty && (1...SliceAudit.maximumDepth).contains(depth) && bins > 1)
        (self.decisions, self.rate, self.depth) = (decisions, rate, depth)
        let cut = profile.columns.map { (name: $0.name, column: SliceColumn($0, bins: bins)) }
        columns = cut.compactMap(\.column)
        ignored = cut.filter { $0.column == nil }.map(\.name)
        named = mapping.columns ?? []
    }

    /// The columns that are read; those that were named and are not there are an error only now, when all names are known.
    var read: [String?] { columns.map(\.name) + named + decisions.columns }

    func tables() throws(AuditError) -> SliceTables {
        try SliceTables(sizes: columns.map(\.conditions.count), depth: depth)
    }
}

/// Rows by slice.
public struct SliceCounts: Sendable, Equatable {
    /// What was counted.
    public let plan: SlicePlan
    /// How many rows were read.
    public let read: Int
    let tables: SliceTables
}

/// Counts the rows of chunks.
private struct SliceCounter: RecordCounter {
    private(set) var rows: RowCounter
    private(set) var tables: SliceTables
    private let reader: FieldReader
    var names: [String] { reader.names }
    var ignoresOthers: Bool { true }
    let format: TableFormat
    private let rate: Rate
    private let columns: [SliceColumn]
    private let positions: [Int]
    /// By column of texts: the condition of each level that came.
    private var levels: [LevelTable]
    private var conditionOfLevel: [[Int]]
    private var conditions: [Int]

    init(_ plan: SlicePlan, header names: [String], _ format: TableFormat) throws(AuditError) {
        self.format = format
        rows = try RowCounter(plan.decisions, header: names, format, scoreEntries: 0)
        tables = try plan.tables()
        reader = FieldReader(names: names, missing: plan.decisions.missing)
        (rate, columns) = (plan.rate, plan.columns)
        var positions: [Int] = []
        for column in plan.columns { positions.append(try reader.position(of: column.name) ?? 0) }
        self.positions = positions
        levels = columns.map { _ in LevelTable() }
        conditionOfLevel = columns.map { _ in [] }
        conditions = columns.map { _ in 0 }
    }

    mutating func add(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) {
        try rows.count(bytes, scanner, line)
        let outcomes = try rows.outcomes(bytes, scanner, line)
        var row = OutcomeCounts()
        row[outcomes.label, outcomes.prediction] = 1
        let (part, whole) = rate.fraction(of: row)
        guard whole > 0 else { return }
        guard tables.all.rows < SliceTables.maximumRows else { throw .tooManyRows(limit: SliceTables.maximumRows) }
        for column in columns.indices { conditions[column] = try condition(column, bytes, scanner, line) }
        tables.add(conditions, counts: part > 0)
    }

    /// The number of the condition that a row's value meets.
    @inline(__always)
    private mutating func condition(
        _ column: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> Int {
        let raw = reader.bytes(positions[column], bytes, scanner)
        if reader.isMissing(raw) { return columns[column].missing }
        // What the first pass did not see is only there when the table has changed, and then nothing counts.
        if columns[column].isNumeric { return DecimalText.value(of: raw).flatMap(columns[column].condition) ?? 0 }
        let field = scanner.fields[positions[column]]
        let number =
            field.hasEscapes
            ? scanner.text(of: field).flatMap { text in
                Array(text.utf8).withUnsafeBufferPointer { levels[column].number(of: $0) }
            } : levels[column].number(of: raw)
        guard let number else {
            throw .invalidRecord(line: line, column: columns[column].name, problem: "not UTF-8")
        }
        if number == conditionOfLevel[column].count {
            conditionOfLevel[column].append(columns[column].condition(of: levels[column].levels[number]))
        }
        return conditionOfLevel[column][number]
    }
}
