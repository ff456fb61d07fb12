/// Counts a table of any size into what it says about the quality of a model.
public enum QualityReader {
    /// Reads a table; see ``CubeReader/read(_:_:workers:source:)``.
    public static func read(
        _ mapping: QualityMapping, _ format: TableFormat = .commaSeparated, workers: Int,
        source: @escaping @Sendable () throws -> [UInt8]?
    ) async throws -> QualityStatistics {
        let counters = try await TableReader.read(format, workers: workers, source: source) { header in
            try QualityCounter(mapping, header: try format.columns(of: header, wanted: mapping.read), format)
        }
        var whole = try QualityStatistics(mapping)
        for counter in counters { try whole.add(counter.rows.cube, counter.cells) }
        try RowCounter.requirePositives(mapping.cubeMapping, counters.map(\.rows), whole.cube)
        return whole
    }
}

/// Counts the rows of chunks.
private struct QualityCounter: RecordCounter {
    private(set) var rows: RowCounter
    private let mapping: QualityMapping
    private let reader: FieldReader
    var names: [String] { reader.names }
    var ignoresOthers: Bool { true }
    let format: TableFormat
    private let label: Int?
    private let prediction: Int?
    private let passed: Int?
    private let samples: Int?
    private let harmful: Int?
    private let hallucinated: Int?
    private let outcomes: OutcomeTexts
    private var slots: [QualityCells] = []

    init(_ mapping: QualityMapping, header names: [String], _ format: TableFormat) throws(AuditError) {
        self.mapping = mapping
        self.format = format
        rows = try RowCounter(mapping.cubeMapping, header: names, format)
        reader = FieldReader(names: names, missing: mapping.columns.missing)
        label = mapping.isRegression ? try reader.position(of: mapping.columns.label) : nil
        prediction = mapping.isRegression ? try reader.position(of: mapping.columns.prediction) : nil
        passed = try reader.position(of: mapping.passed)
        samples = try reader.position(of: mapping.samples)
        harmful = try reader.position(of: mapping.harmful)
        hallucinated = try reader.position(of: mapping.hallucinated)
        let usual = ColumnMapping(attributes: [])
        outcomes = OutcomeTexts(positive: usual.positive, negative: usual.negative)
    }

    /// Each group with its cells.
    var cells: [(Group, QualityCells)] { Array(zip(rows.groups, slots)) }

    mutating func add(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) {
        let slot = try rows.count(bytes, scanner, line)
        if slot == slots.count { slots.append(QualityCells()) }
        if let label = try reader.magnitude(label, bytes, scanner, line),
            let prediction = try reader.magnitude(prediction, bytes, scanner, line)
        {
            slots[slot].errors.add(label: label, prediction: prediction)
        }
        if let passed = try whole(passed, 0, bytes, scanner, line),
            let samples = try whole(samples, 1, bytes, scanner, line)
        {
            guard passed <= samples else {
                throw .invalidRecord(line: line, column: mapping.passed, problem: .tooManyPassed)
            }
            slots[slot].tasks.add(SampleCounts(samples: samples, passed: passed))
        }
        if harmful != nil {
            slots[slot].harmful[try reader.outcome(harmful, outcomes, bytes, scanner, line).index] += 1
        }
        if hallucinated != nil {
            slots[slot].hallucinated[try reader.outcome(hallucinated, outcomes, bytes, scanner, line).index] += 1
        }
    }

    /// A whole number of samples.
    private func whole(
        _ column: Int?, _ least: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner,
        _ line: Int
    ) throws(AuditError) -> Int? {
        guard let column, let value = try reader.number(column, bytes, scanner, line) else { return nil }
        guard let number = Int(exactly: value), (least...SampleCounts.maximumSamples).contains(number) else {
            throw .invalidRecord(
                line: line, column: reader.names[column],
                problem: "not a whole number in \(least)...\(SampleCounts.maximumSamples)")
        }
        return number
    }
}
