/// The runs of scores, by slot and label, at one level for all; see ``ValueRuns``.
struct ScoreTable: Sendable, Equatable {
    /// How many scores wait to be sorted together: enough that merging them is cheap, 2 MiB.
    private static let batch = 1 << 17

    private struct Pending: Equatable, BitwiseCopyable {
        let row: UInt32
        let key: UInt64
    }

    private let limit: Int
    private(set) var level = ValueRuns.exactLevel
    private var rows: [ValueRuns] = []
    private var pending: [Pending] = []

    /// - Parameter limit: The most runs in all.
    init(limit: Int) { self.limit = limit }

    mutating func addSlot() { rows.append(contentsOf: repeatElement(ValueRuns(), count: 3)) }

    /// Counts a score.
    mutating func add(_ score: Double, slot: Int, label: Outcome) {
        pending.append(Pending(row: UInt32(slot * 3 + label.index), key: ValueRuns.key(score)))
        if pending.count == Self.batch { settle() }
    }

    /// Counts all scores that wait. Until then ``runs(slot:label:)`` lacks them.
    mutating func settle() {
        pending.radixSort { $0.key }
        pending.radixSort { UInt64($0.row) }
        var rest = pending[...]
        while let row = rest.first?.row {
            let end = rest.firstIndex { $0.row != row } ?? rest.endIndex
            let runs = ValueRuns(sortedKeys: rest[..<end].lazy.map(\.key))
            rows[Int(row)] = rows[Int(row)].merged(with: runs)
            rest = rest[end...]
        }
        pending.removeAll(keepingCapacity: true)
        roundToLimit()
    }

    /// Adds the runs of a slot of another table; ``settle()`` has to follow.
    mutating func add(_ other: Self, from source: Int, to slot: Int) {
        for label in Outcome.allCases { add(other.runs(slot: source, label: label), slot: slot, label: label) }
    }

    /// Adds runs; ``settle()`` has to follow.
    mutating func add(_ runs: ValueRuns, slot: Int, label: Outcome) {
        rows[slot * 3 + label.index] = rows[slot * 3 + label.index].merged(with: runs)
    }

    func runs(slot: Int, label: Outcome) -> ValueRuns { rows[slot * 3 + label.index] }

    private mutating func roundToLimit() {
        let common = rows.reduce(ValueRuns.exactLevel) { min($0, $1.level) }
        rows = rows.map { $0.rounded(to: common) }
        level = ValueRuns.level(of: rows, limit: limit)
        rows = rows.map { $0.rounded(to: level) }
    }
}
