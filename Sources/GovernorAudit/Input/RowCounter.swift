/// Counts the rows of chunks into a cube, without making an object of any of them.
///
/// Levels, combinations of levels and groups are numbered when they first come; a row is then a few looks into small tables.
public struct RowCounter: RecordCounter {
    private let mapping: ColumnMapping
    private let reader: FieldReader
    let format: TableFormat
    var names: [String] { reader.names }
    var ignoresOthers: Bool { true }
    private let attributes: [Int]
    private let label: Int?
    private let prediction: Int?
    private let score: Int?
    private let weight: Int?
    private let count: Int?

    private let outcomes: OutcomeTexts
    private var levels: [LevelTable]
    /// By number of attributes read: the combinations of levels that occur.
    private var combinations: [WordTable]
    /// The slot of each combination of all attributes.
    private var slots: [Int] = []
    /// The group of each slot.
    private(set) var groups: [Group] = []
    private var builder: CubeBuilder
    /// The positive texts that no row had so far; only where every other text is negative, and a misspelt one would pass for it.
    private var unseen: [[UInt8]]

    /// Prepares counting.
    ///
    /// - Parameter header: The names of the columns.
    /// - Throws: ``AuditError/unknownColumn(_:known:)``, and what is wrong with the schema.
    public init(
        _ mapping: ColumnMapping, header names: [String], _ format: TableFormat = .commaSeparated,
        scoreEntries: Int = CubeSchema.defaultScoreEntries
    ) throws(AuditError) {
        reader = FieldReader(names: names, missing: mapping.missing)
        builder = CubeBuilder(try mapping.schema(scoreEntries: scoreEntries))
        var attributes: [Int] = []
        for name in mapping.attributes { attributes.append(try reader.position(of: name) ?? 0) }
        self.attributes = attributes
        label = try reader.position(of: mapping.label)
        prediction = try reader.position(of: mapping.prediction)
        score = try reader.position(of: mapping.score)
        weight = try reader.position(of: mapping.weight)
        count = try reader.position(of: mapping.count)
        self.mapping = mapping
        self.format = format
        outcomes = OutcomeTexts(positive: mapping.positive, negative: mapping.negative)
        unseen = mapping.negative == nil ? mapping.positive.map { Array($0.utf8) } : []
        levels = attributes.map { _ in LevelTable() }
        combinations = attributes.map { _ in WordTable() }
    }

    /// The statistics of all rows so far.
    public var cube: CountCube { builder.cube() }

    @inline(__always)
    mutating func add(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) {
        try count(bytes, scanner, line)
    }

    /// Counts a record.
    ///
    /// - Returns: The slot of its group.
    @inline(__always)
    @discardableResult
    mutating func count(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> Int {
        let slot = try slot(bytes, scanner, line)
        let (label, prediction, score) = try outcomes(bytes, scanner, line)
        let weight = try reader.number(self.weight, bytes, scanner, line)
        guard self.weight == nil || weight != nil else {
            throw .invalidRecord(line: line, column: mapping.weight, problem: .missingWeight)
        }
        let count = try equalRows(bytes, scanner, line)
        do throws(AuditError) {
            try builder.add(count, slot: slot, label: label, prediction: prediction, score: score, weight: weight ?? 1)
        } catch .valueOutOfRange(let what, _, let allowed) {
            // The value itself may tell about a person; the line leads to it.
            let column = what == "score" ? mapping.score : mapping.weight
            throw .invalidRecord(line: line, column: column, problem: .outOfRange(what, allowed))
        }
        return slot
    }

    /// What is true of a record, what was decided about it, and its score.
    @inline(__always)
    mutating func outcomes(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> (label: Outcome, prediction: Outcome, score: Double?) {
        let score = try reader.number(self.score, bytes, scanner, line)
        let label = try outcome(self.label, bytes, scanner, line)
        let prediction =
            prediction == nil && score != nil
            ? score.map { $0 >= mapping.threshold ? Outcome.positive : .negative } ?? .missing
            : try outcome(self.prediction, bytes, scanner, line)
        return (label, prediction, score)
    }

    /// How many rows a record stands for.
    @inline(__always)
    private func equalRows(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> Int {
        guard count != nil else { return 1 }
        guard let value = try reader.number(count, bytes, scanner, line), let count = Int(exactly: value), count >= 0
        else {
            throw .invalidRecord(
                line: line, column: mapping.count, problem: .notACount)
        }
        return count
    }

    @inline(__always)
    private mutating func outcome(
        _ column: Int?, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> Outcome {
        let outcome = try reader.outcome(column, outcomes, bytes, scanner, line)
        if outcome == .positive, !unseen.isEmpty { note(column, scanner) }
        return outcome
    }

    /// Takes a positive text off those that no row had.
    private mutating func note(_ column: Int?, _ scanner: borrowing some RecordScanner) {
        guard let column, let text = scanner.text(of: scanner.fields[column]) else { return }
        unseen.removeAll { $0.elementsEqual(text.utf8) }
    }

    /// Finds out whether every text that was named as positive is in some row, and every column has one of them. Otherwise one that is
    /// misspelt would make all rows negative, and all groups alike.
    ///
    /// - Parameter cube: What all counters counted.
    /// - Throws: ``AuditError/positiveNeverFound(columns:)``.
    static func requirePositives(
        _ mapping: ColumnMapping, _ counters: [Self], _ cube: CountCube
    ) throws(AuditError) {
        guard mapping.negative == nil else { return }
        let all = cube.groups.indices.reduce(OutcomeCounts()) { $0 + cube.counts(group: $1) }
        let columns = [(mapping.label, all.labelled, all.positives), (mapping.prediction, all.predicted, all.selected)]
        let used = columns.compactMap { column, known, _ in known > 0 ? column : nil }
        for case (let column?, let known, 0) in columns where known > 0 { throw .positiveNeverFound(columns: [column]) }
        let unseen = counters.reduce(Set(counters.first?.unseen ?? [])) { $0.intersection($1.unseen) }
        if !unseen.isEmpty, !used.isEmpty { throw .positiveNeverFound(columns: used) }
    }

    @inline(__always)
    private mutating func slot(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
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
        groups.append(Group(group))
        return slot
    }

    @inline(__always)
    private mutating func level(
        _ depth: Int, _ column: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner,
        _ line: Int
    ) throws(AuditError) -> Int {
        let field = scanner.fields[column]
        let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
        if reader.isMissing(raw) { return levels[depth].numberOfMissing() }
        guard raw.count <= LevelTable.maximumLength else {
            throw .invalidRecord(
                line: line, column: reader.names[column],
                problem: .tooLongLevel(LevelTable.maximumLength))
        }
        let number =
            field.hasEscapes
            ? scanner.text(of: field).flatMap { text in
                Array(text.utf8).withUnsafeBufferPointer { levels[depth].number(of: $0) }
            } : levels[depth].number(of: raw)
        guard let number else { throw .invalidRecord(line: line, column: reader.names[column], problem: .notUTF8) }
        return number
    }
}
