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
        switch plan.measure {
        case .rate(let rate):
            let (read, tables) = try await count(plan, format, workers, source) { _ in RateRows(rate: rate) }
            return SliceCounts(plan: plan, read: read, tables: .rates(RateStatistic(rate: rate), tables))
        case .meanAbsoluteError:
            let unit = plan.unit
            let (read, tables) = try await count(plan, format, workers, source) { reader in
                try ErrorRows(plan.decisions, reader, unit: unit)
            }
            return SliceCounts(plan: plan, read: read, tables: .errors(ErrorStatistic(unit: unit), tables))
        }
    }

    /// - Parameter rows: Says what a row counts for.
    private static func count<Rows: SliceRows>(
        _ plan: SlicePlan, _ format: TableFormat, _ workers: Int, _ source: @escaping @Sendable () throws -> [UInt8]?,
        _ rows: (FieldReader) throws -> Rows
    ) async throws -> (read: Int, tables: SliceTables<Rows.Cell>) {
        let counters = try await TableReader.read(format, workers: workers, source: source) { header in
            let names = try format.columns(of: header, wanted: plan.read)
            let reader = FieldReader(names: names, missing: plan.decisions.missing)
            return try SliceCounter(plan, reader, format, try rows(reader))
        }
        var tables = try SliceTables<Rows.Cell>(plan)
        for counter in counters { try tables.add(counter.tables) }
        var cube = CountCube(empty: try plan.cubeMapping.schema(scoreEntries: 0))
        for counter in counters { cube = try cube.merged(with: counter.rows.cube) }
        try RowCounter.requirePositives(plan.cubeMapping, counters.map(\.rows), cube)
        return (cube.total, tables)
    }
}

/// What is cut into slices, and by what they are told apart.
public struct SlicePlan: Sendable, Equatable {
    /// The measure.
    public let measure: SliceMeasure
    /// The most conditions of a slice.
    public let depth: Int
    /// The columns.
    public let columns: [SliceColumn]
    /// The columns in which there is nothing to tell apart, or too much.
    public let ignored: [String]
    let decisions: ColumnMapping
    /// Of errors, the unit in which they are counted; see ``SliceErrors/unit(upTo:)``.
    let unit: Double
    private let named: [String]

    /// Makes a plan for a table.
    ///
    /// - Parameters:
    ///   - decisions: The columns of labels and predictions; no attributes, weights or counts.
    ///   - mapping: The columns that rows are described by.
    ///   - bins: How many parts many numbers are cut into.
    /// - Throws: ``AuditError/unknownColumn(_:known:)`` for a column to be left out that is not there.
    public init(
        _ profile: TableProfile, _ mapping: ProfileMapping, decisions: ColumnMapping, measure: SliceMeasure, depth: Int,
        bins: Int
    ) throws(AuditError) {
        precondition(decisions.attributes.isEmpty && (1...SliceAudit.maximumDepth).contains(depth) && bins > 1)
        let present = profile.columns.map(\.name) + profile.leftOut
        let known = Set(present.map { Level($0) })
        for name in mapping.ignored where !known.contains(Level(name)) { throw .unknownColumn(name, known: present) }
        (self.decisions, self.measure, self.depth) = (decisions, measure, depth)
        unit = SliceErrors.unit(upTo: Self.largestError(profile, decisions))
        let described = Set(mapping.present(in: profile.columns.map(\.name)).map { Level($0) })
        let cut = profile.columns.filter { described.contains(Level($0.name)) }.map {
            (name: $0.name, column: SliceColumn($0, bins: bins))
        }
        columns = cut.compactMap(\.column)
        ignored = cut.filter { $0.column == nil }.map(\.name)
        named = mapping.columns ?? []
    }

    /// The columns that are read; those that were named and are not there are an error only now, when all names are known.
    var read: [String?] { columns.map(\.name) + named + decisions.columns }

    /// What the cube of rows counts: of numbers nothing.
    var cubeMapping: ColumnMapping { measure == .meanAbsoluteError ? ColumnMapping(attributes: []) : decisions }

    /// The columns that a profile for a plan is of.
    ///
    /// - Parameter mapping: The columns that rows are described by; of numbers, those of the label and the prediction are added, whose
    ///   range says how large errors can be.
    public static func profiled(
        _ mapping: ProfileMapping, decisions: ColumnMapping, measure: SliceMeasure
    ) -> ProfileMapping {
        guard measure == .meanAbsoluteError else { return mapping }
        let numbers = [decisions.label, decisions.prediction].compactMap(\.self)
        var profiled = mapping
        profiled.columns = mapping.columns.map { $0 + numbers }
        profiled.ignored = mapping.ignored.filter { name in !numbers.contains { Level($0) == Level(name) } }
        return profiled
    }

    /// A magnitude that no error exceeds, from the ranges of labels and predictions; 0 without them.
    private static func largestError(_ profile: TableProfile, _ decisions: ColumnMapping) -> Double {
        guard let label = decisions.label.flatMap({ profile[$0]?.values.range }),
            let prediction = decisions.prediction.flatMap({ profile[$0]?.values.range })
        else { return 0 }
        let largest = max(label.upperBound - prediction.lowerBound, prediction.upperBound - label.lowerBound)
        // Larger numbers are an error when they are read.
        return min(max(0, largest), 2 * NumberErrors.maximumMagnitude)
    }
}

extension SliceTables {
    init(_ plan: SlicePlan) throws(AuditError) {
        try self.init(sizes: plan.columns.map(\.conditions.count), depth: plan.depth)
    }
}

/// Rows by slice.
public struct SliceCounts: Sendable, Equatable {
    /// What was counted.
    public let plan: SlicePlan
    /// How many rows were read.
    public let read: Int
    let tables: Tables

    enum Tables: Equatable {
        case rates(RateStatistic, SliceTables<SliceCount>)
        case errors(ErrorStatistic, SliceTables<SliceErrors>)
    }
}

/// Says what a row counts for.
private protocol SliceRows: Sendable {
    associatedtype Cell: SliceCell

    /// What it adds to a cell; nil when it is in none.
    func cell(
        _ rows: inout RowCounter, _ reader: FieldReader, _ bytes: UnsafeBufferPointer<UInt8>,
        _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> Cell?
}

/// Rows by whether a rate counts them.
private struct RateRows: SliceRows {
    let rate: Rate

    @inline(__always)
    func cell(
        _ rows: inout RowCounter, _ reader: FieldReader, _ bytes: UnsafeBufferPointer<UInt8>,
        _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> SliceCount? {
        let outcomes = try rows.outcomes(bytes, scanner, line)
        var row = OutcomeCounts()
        row[outcomes.label, outcomes.prediction] = 1
        let (part, whole) = rate.fraction(of: row)
        return whole > 0 ? SliceCount(counts: part > 0) : nil
    }
}

/// Rows by how far the prediction is off.
private struct ErrorRows: SliceRows {
    private let label: Int?
    private let prediction: Int?
    private let unit: Double

    init(_ decisions: ColumnMapping, _ reader: FieldReader, unit: Double) throws(AuditError) {
        label = try reader.position(of: decisions.label)
        prediction = try reader.position(of: decisions.prediction)
        self.unit = unit
    }

    @inline(__always)
    func cell(
        _ rows: inout RowCounter, _ reader: FieldReader, _ bytes: UnsafeBufferPointer<UInt8>,
        _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> SliceErrors? {
        guard let label = try reader.magnitude(label, bytes, scanner, line),
            let prediction = try reader.magnitude(prediction, bytes, scanner, line)
        else { return nil }
        return SliceErrors(error: abs(prediction - label), unit: unit)
    }
}

/// Counts the rows of chunks.
private struct SliceCounter<Rows: SliceRows>: RecordCounter {
    private(set) var rows: RowCounter
    private(set) var tables: SliceTables<Rows.Cell>
    private let cells: Rows
    private let reader: FieldReader
    var names: [String] { reader.names }
    var ignoresOthers: Bool { true }
    let format: TableFormat
    private let columns: [SliceColumn]
    private let positions: [Int]
    /// By column of texts: the condition of each level that came.
    private var levels: [LevelTable]
    private var conditionOfLevel: [[Int]]
    private var conditions: [Int]

    init(_ plan: SlicePlan, _ reader: FieldReader, _ format: TableFormat, _ cells: Rows) throws(AuditError) {
        self.format = format
        rows = try RowCounter(plan.cubeMapping, header: reader.names, format, scoreEntries: 0)
        tables = try SliceTables(plan)
        (self.reader, self.cells) = (reader, cells)
        columns = plan.columns
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
        guard let cell = try cells.cell(&rows, reader, bytes, scanner, line) else { return }
        let limit = SliceTables<Rows.Cell>.maximumRows
        guard tables.all.rows < limit else { throw .tooManyRows(limit: limit) }
        for column in columns.indices { conditions[column] = try condition(column, bytes, scanner, line) }
        tables.add(cell, conditions)
    }

    /// The number of the condition that a row's value meets.
    @inline(__always)
    private mutating func condition(
        _ column: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> Int {
        let raw = reader.bytes(positions[column], bytes, scanner)
        if reader.isMissing(raw) { return columns[column].missing }
        let field = scanner.fields[positions[column]]
        let condition =
            field.hasEscapes
            ? scanner.text(of: field).flatMap { text in
                Array(text.utf8).withUnsafeBufferPointer { self.condition(column, of: $0) }
            } : self.condition(column, of: raw)
        // The first pass has read every value.
        guard let condition else { throw .tableChanged }
        return condition
    }

    /// The number of the condition that a value meets; nil for a text among numbers, or for what is no text.
    @inline(__always)
    private mutating func condition(_ column: Int, of value: UnsafeBufferPointer<UInt8>) -> Int? {
        if columns[column].isNumeric { return DecimalText.value(of: value).flatMap(columns[column].condition) }
        guard let number = levels[column].number(of: value) else { return nil }
        if number == conditionOfLevel[column].count {
            conditionOfLevel[column].append(columns[column].condition(of: levels[column].levels[number]))
        }
        return conditionOfLevel[column][number]
    }
}
