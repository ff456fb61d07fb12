import GovernorCore

/// Counts the rows of chunks of CSV into a cube, without making an object of any of them.
///
/// Levels, combinations of levels and groups are numbered when they first come; a row is then a few looks into small tables.
public struct RowCounter: Sendable {
    private let mapping: ColumnMapping
    private let names: [String]
    private let delimiter: UInt8
    private let attributes: [Int]
    private let label: Int?
    private let prediction: Int?
    private let score: Int?
    private let weight: Int?

    private let outcomes: OutcomeTexts
    private let missing: [[UInt8]]
    private let longestMissing: Int
    private var levels: [LevelTable]
    /// By number of attributes read: the combinations of levels that occur.
    private var combinations: [WordTable]
    /// The slot of each combination of all attributes.
    private var slots: [Int] = []
    private var builder: CubeBuilder

    /// Prepares counting.
    ///
    /// - Parameter header: The names of the columns.
    /// - Throws: ``AuditError/unknownColumn(_:known:)``, and what is wrong with the schema.
    public init(
        _ mapping: ColumnMapping, header names: [String], delimiter: UInt8 = UInt8(ascii: ","),
        scoreEntries: Int = CubeSchema.defaultScoreEntries
    ) throws(AuditError) {
        func position(_ name: String?) throws(AuditError) -> Int? {
            guard let name else { return nil }
            guard let position = names.firstIndex(where: { $0.isExactly(name) }) else {
                throw .unknownColumn(name, known: names)
            }
            return position
        }
        builder = CubeBuilder(try mapping.schema(scoreEntries: scoreEntries))
        var attributes: [Int] = []
        for name in mapping.attributes { attributes.append(try position(name) ?? 0) }
        self.attributes = attributes
        label = try position(mapping.label)
        prediction = try position(mapping.prediction)
        score = try position(mapping.score)
        weight = try position(mapping.weight)
        self.mapping = mapping
        self.names = names
        self.delimiter = delimiter
        outcomes = OutcomeTexts(mapping)
        missing = mapping.missing.map { Array($0.utf8) }
        longestMissing = missing.map(\.count).max() ?? 0
        levels = attributes.map { _ in LevelTable() }
        combinations = attributes.map { _ in WordTable() }
    }

    /// The statistics of all rows so far.
    public var cube: CountCube { builder.cube() }

    /// Counts the records of a chunk.
    ///
    /// - Throws: ``AuditError/invalidRecord(line:column:problem:)`` at the first that cannot be counted.
    public mutating func count(_ chunk: RecordChunks.Chunk) throws(AuditError) {
        let failure = chunk.bytes.withUnsafeBufferPointer { bytes -> AuditError? in
            do throws(AuditError) {
                try count(bytes, line: chunk.line)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private mutating func count(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) throws(AuditError) {
        var scanner = CSVScanner(bytes, delimiter: delimiter, line: line)
        while let line = try scanner.next() {
            guard scanner.fields.count == names.count else {
                throw .invalidRecord(
                    line: line, column: nil, problem: "\(scanner.fields.count) fields, expected \(names.count)")
            }
            let slot = try slot(bytes, scanner, line)
            let score = try number(self.score, bytes, scanner, line)
            let weight = try number(self.weight, bytes, scanner, line)
            let label = try outcome(self.label, bytes, scanner, line)
            let prediction =
                prediction == nil && score != nil
                ? score.map { $0 >= mapping.threshold ? Outcome.positive : .negative } ?? .missing
                : try outcome(self.prediction, bytes, scanner, line)
            guard self.weight == nil || weight != nil else {
                throw .invalidRecord(line: line, column: mapping.weight, problem: "the weight is missing")
            }
            do throws(AuditError) {
                try builder.add(slot: slot, label: label, prediction: prediction, score: score, weight: weight ?? 1)
            } catch .valueOutOfRange(let what, _, let allowed) {
                // The value itself may tell about a person; the line leads to it.
                let column = what == "score" ? mapping.score : mapping.weight
                throw .invalidRecord(line: line, column: column, problem: "the \(what) is not \(allowed)")
            }
        }
    }

    @inline(__always)
    private mutating func slot(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: CSVScanner, _ line: Int
    ) throws(AuditError) -> Int {
        var combination = 0
        var isNew = attributes.isEmpty && slots.isEmpty
        for (depth, column) in attributes.enumerated() {
            let level = try level(depth, column, bytes, scanner, line)
            let word = UInt64(combination) << 32 | UInt64(level)
            (combination, isNew) = combinations[depth].number(of: word)
        }
        guard isNew else { return slots[combination] }
        var group: [Level] = []
        for (depth, column) in attributes.enumerated() {
            group.append(levels[depth].levels[try level(depth, column, bytes, scanner, line)])
        }
        let slot = try builder.slot(of: Group(group))
        slots.append(slot)
        return slot
    }

    @inline(__always)
    private mutating func level(
        _ depth: Int, _ column: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: CSVScanner, _ line: Int
    ) throws(AuditError) -> Int {
        let field = scanner.fields[column]
        let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
        if isMissing(raw) { return levels[depth].numberOfMissing() }
        let number =
            field.hasEscapes
            ? scanner.text(of: field).flatMap { text in
                Array(text.utf8).withUnsafeBufferPointer { levels[depth].number(of: $0) }
            } : levels[depth].number(of: raw)
        guard let number else { throw .invalidRecord(line: line, column: names[column], problem: "not UTF-8") }
        return number
    }

    @inline(__always)
    private func number(
        _ column: Int?, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: CSVScanner, _ line: Int
    ) throws(AuditError) -> Double? {
        guard let column else { return nil }
        let field = scanner.fields[column]
        let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
        if let value = DecimalText.value(of: raw) { return value }
        guard isMissing(raw) else { throw .invalidRecord(line: line, column: names[column], problem: "not a number") }
        return nil
    }

    @inline(__always)
    private func outcome(
        _ column: Int?, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: CSVScanner, _ line: Int
    ) throws(AuditError) -> Outcome {
        guard let column else { return .missing }
        let field = scanner.fields[column]
        let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
        if let outcome = outcomes.outcome(of: raw) { return outcome }
        if isMissing(raw) { return .missing }
        guard outcomes.isOtherNegative else {
            throw .invalidRecord(
                line: line, column: names[column], problem: "neither a positive nor a negative outcome")
        }
        return .negative
    }

    @inline(__always)
    private func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.isEmpty || (bytes.count <= longestMissing && missing.contains { $0.elementsEqual(bytes) })
    }
}

/// The texts of outcomes, as bytes.
private struct OutcomeTexts: Sendable {
    /// What a text of one byte means.
    private var single = [Outcome?](repeating: nil, count: 256)
    private var longer: [(text: [UInt8], outcome: Outcome)] = []
    /// Whether a text that is not known means the negative outcome.
    let isOtherNegative: Bool

    init(_ mapping: ColumnMapping) {
        isOtherNegative = mapping.negative == nil
        for (texts, outcome) in [(mapping.positive, Outcome.positive), (mapping.negative ?? [], .negative)] {
            for text in texts.map({ Array($0.utf8) }) {
                if text.count == 1 { single[Int(text[0])] = outcome } else { longer.append((text, outcome)) }
            }
        }
    }

    @inline(__always)
    func outcome(of bytes: UnsafeBufferPointer<UInt8>) -> Outcome? {
        bytes.count == 1 ? single[Int(bytes[0])] : longer.first { $0.text.elementsEqual(bytes) }?.outcome
    }
}
