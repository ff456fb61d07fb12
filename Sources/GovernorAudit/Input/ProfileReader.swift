/// Counts a table of any size into its profile.
public enum ProfileReader {
    /// All columns together have so many runs at most, on each worker: 64 MiB.
    private static let maximumRuns = 1 << 22

    /// Reads a table; see ``CubeReader/read(_:_:workers:source:)``.
    public static func read(
        _ mapping: ProfileMapping, _ format: TableFormat = .commaSeparated, workers: Int,
        source: @escaping @Sendable () throws -> [UInt8]?
    ) async throws -> TableProfile {
        let counters = try await TableReader.read(format, workers: workers, source: source) { header in
            let read = mapping.present(in: header) + (mapping.cubeMapping?.columns ?? [])
            let names = try format.columns(of: header, wanted: read)
            var counter = try ProfileCounter(mapping, header: names, format, maximumRuns: maximumRuns)
            counter.leftOut = mapping.leftOut(of: header)
            return counter
        }
        return try whole(mapping, counters)
    }

    private static func whole(
        _ mapping: ProfileMapping, _ counters: [ProfileCounter]
    ) throws(AuditError) -> TableProfile {
        var columns: [ColumnProfile] = []
        var cube = try mapping.cubeMapping.map { decisions throws(AuditError) in
            CountCube(empty: try decisions.schema(scoreEntries: 0))
        }
        for counter in counters {
            let counted = counter.columns
            columns =
                columns.isEmpty
                ? counted : zip(columns, counted).map { $0.merged(with: $1, limit: counter.limit) }
            if let counted = counter.decisions?.cube { cube = try cube?.merged(with: counted) }
        }
        var profile = TableProfile(
            rows: counters.reduce(0) { $0 + $1.rows }, columns: columns.map(\.complete), cube: cube?.withoutScores)
        profile.leftOut = counters.first?.leftOut ?? []
        return profile
    }
}

/// Counts the columns of chunks.
struct ProfileCounter: RecordCounter {
    /// The most runs of a column.
    let limit: Int
    private(set) var rows = 0
    private(set) var decisions: RowCounter?
    /// The columns of the table that are left out.
    fileprivate(set) var leftOut: [String] = []
    private let reader: FieldReader
    var names: [String] { reader.names }
    let ignoresOthers: Bool
    let format: TableFormat
    private let positions: [Int]
    private var counters: [ColumnCounter]

    init(
        _ mapping: ProfileMapping, header names: [String], _ format: TableFormat, maximumRuns: Int
    ) throws(AuditError) {
        self.format = format
        ignoresOthers = mapping.columns != nil || !mapping.ignored.isEmpty
        reader = FieldReader(names: names, missing: mapping.decisions.missing)
        var positions: [Int] = []
        for name in mapping.present(in: names) { positions.append(try reader.position(of: name) ?? 0) }
        self.positions = positions
        let limit = max(ValueRuns.minimumLimit, min(ColumnProfile.maximumRuns, maximumRuns / max(1, positions.count)))
        self.limit = limit
        counters = positions.map { _ in ColumnCounter(limit: limit) }
        decisions = try mapping.cubeMapping.map { decisions throws(AuditError) in
            try RowCounter(decisions, header: names, format, scoreEntries: 0)
        }
    }

    /// What was counted of each column.
    var columns: [ColumnProfile] {
        zip(positions, counters).map { $1.profile(name: reader.names[$0]) }
    }

    mutating func add(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) {
        rows += 1
        _ = try decisions?.count(bytes, scanner, line)
        for (index, column) in positions.enumerated() {
            let raw = reader.bytes(column, bytes, scanner)
            if reader.isMissing(raw) {
                counters[index].addMissing()
                continue
            }
            let field = scanner.fields[column]
            let isText =
                field.hasEscapes
                ? scanner.text(of: field).map { text in
                    Array(text.utf8).withUnsafeBufferPointer { counters[index].add($0) }
                } ?? false : counters[index].add(raw)
            guard isText else {
                throw .invalidRecord(line: line, column: reader.names[column], problem: .notUTF8)
            }
        }
    }
}
