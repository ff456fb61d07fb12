/// What is kept of a column: how often each value occurs, not in which row.
public struct ColumnProfile: Sendable, Equatable {
    /// The most texts that are told apart: a column with more is an identifier, or free text.
    public static let maximumLevels = 4096
    /// The most bytes of all of them, and of one: a column with more is free text.
    static let maximumLevelBytes = 1 << 18, maximumLevelLength = LevelTable.maximumLength
    /// The most runs of numbers, unless a table has so many columns that each gets fewer.
    static let maximumRuns = 1 << 16

    /// The column's name.
    public let name: String
    /// Rows without a value.
    public private(set) var missing: Int
    /// Its numbers.
    public private(set) var values: ValueRuns
    /// How many values are no numbers.
    public private(set) var texts: Int
    /// Rows by text, those of numbers too; nil where it is an identifier, or free text. Empty where all are numbers.
    public private(set) var levels: [Level: Int]?

    /// - Parameter levels: Of all values.
    init(name: String, missing: Int, values: ValueRuns, texts: Int, levels: [Level: Int]?) {
        self.name = name
        self.missing = missing
        self.values = values
        self.texts = texts
        self.levels = levels
    }

    /// Rows with a value.
    public var present: Int { values.total + texts }
    /// All rows.
    public var rows: Int { present + missing }
    /// Whether all its values are numbers, and there are some.
    public var isNumeric: Bool { texts == 0 && values.total > 0 }
    /// The share of rows without a value; nil without rows.
    public var missingShare: Double? { rows > 0 ? Double(missing) / Double(rows) : nil }

    /// The values of both.
    ///
    /// - Parameter limit: The most runs.
    func merged(with other: Self, limit: Int) -> Self {
        var sum: [Level: Int]?
        if var levels, let more = other.levels {
            for (level, count) in more { levels[level, default: 0] += count }
            let bytes = levels.keys.reduce(0) { $0 + ($1.text?.utf8.count ?? 0) }
            sum = levels.count <= Self.maximumLevels && bytes <= Self.maximumLevelBytes ? levels : nil
        }
        return ColumnProfile(
            name: name, missing: missing + other.missing,
            values: values.merged(with: other.values).rounded(limit: limit),
            texts: texts + other.texts, levels: sum)
    }

    /// The same without what is only needed while parts are put together: texts of a column of numbers.
    var complete: Self {
        ColumnProfile(name: name, missing: missing, values: values, texts: texts, levels: texts == 0 ? [:] : levels)
    }
}

/// Counts the values of a column.
struct ColumnCounter: Sendable {
    private var missing = 0
    private var texts = 0
    private var values: ValueAccumulator
    private var table = LevelTable()
    private var counts: [Int] = []
    /// The bytes of all texts in the table.
    private var size = 0
    private var isOverfull = false

    /// - Parameter limit: The most runs.
    init(limit: Int) { values = ValueAccumulator(limit: limit) }

    /// Counts a row without a value.
    mutating func addMissing() { missing += 1 }

    /// Counts a value.
    ///
    /// - Returns: Whether it is UTF-8.
    @inline(__always)
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let value = DecimalText.value(of: bytes)
        if let value { values.add(value) } else { texts += 1 }
        if !isOverfull, bytes.count > ColumnProfile.maximumLevelLength { giveUp() }
        // Whether texts are kept depends on what this worker has seen; whether they are texts must not.
        guard !isOverfull else { return value != nil || bytes.isUTF8 }
        guard let number = table.number(of: bytes) else { return false }
        if number == counts.count {
            counts.append(0)
            size += bytes.count
        }
        counts[number] += 1
        if counts.count > ColumnProfile.maximumLevels || size > ColumnProfile.maximumLevelBytes { giveUp() }
        return true
    }

    /// Keeps no texts.
    private mutating func giveUp() {
        isOverfull = true
        (table, counts) = (LevelTable(), [])
    }

    /// What was counted.
    func profile(name: String) -> ColumnProfile {
        var levels: [Level: Int]?
        if !isOverfull { levels = Dictionary(zip(table.levels, counts)) { $0 + $1 } }
        return ColumnProfile(name: name, missing: missing, values: values.settled, texts: texts, levels: levels)
    }
}
