/// Rows by every combination of conditions of up to three columns, and how many of them a rate counts.
///
/// A cell is one word, the rows in its lower half and those that count in its upper half, so that a row is one addition a cell. The tables
/// of all sets of columns lie one after the other: that of a column, then those of its pairs with later columns, each followed
/// by those of its triples.
struct SliceTables: Sendable, Equatable {
    /// The most cells: 32 MiB on each worker.
    static let maximumCells = 1 << 22
    /// The most rows: a half of a word.
    static let maximumRows = Int(UInt32.max)

    /// How many conditions each column has.
    let sizes: [Int]
    /// The most columns that are looked at together, 1 to 3.
    let depth: Int
    private var cells: [UInt64]
    /// Rows in all, and those that count.
    private(set) var all: SliceCount

    /// Tables without rows.
    ///
    /// - Throws: ``AuditError/tooManySlices(limit:)``.
    init(sizes: [Int], depth: Int) throws(AuditError) {
        (self.sizes, self.depth) = (sizes, depth)
        var count = 0
        var isTooLarge = false
        Self.forEachSet(sizes, depth) { _, offset, size in
            count = offset + size
            isTooLarge = count > Self.maximumCells
            return !isTooLarge
        }
        guard !isTooLarge else { throw .tooManySlices(limit: Self.maximumCells) }
        cells = [UInt64](repeating: 0, count: count)
        all = SliceCount()
    }

    /// Counts a row.
    ///
    /// - Parameter conditions: The number of the condition that it meets, by column.
    @inline(__always)
    mutating func add(_ conditions: [Int], counts: Bool) {
        let one: UInt64 = counts ? 1 << 32 | 1 : 1
        all.rows += 1
        if counts { all.part += 1 }
        cells.withUnsafeMutableBufferPointer { cells in
            conditions.withUnsafeBufferPointer { conditions in
                sizes.withUnsafeBufferPointer { sizes in Self.add(one, conditions, sizes, depth, cells) }
            }
        }
    }

    @inline(__always)
    private static func add(
        _ one: UInt64, _ conditions: UnsafeBufferPointer<Int>, _ sizes: UnsafeBufferPointer<Int>, _ depth: Int,
        _ cells: UnsafeMutableBufferPointer<UInt64>
    ) {
        var offset = 0
        for first in 0..<sizes.count {
            cells[offset + conditions[first]] &+= one
            offset += sizes[first]
            guard depth > 1 else { continue }
            for second in (first + 1)..<max(first + 1, sizes.count) {
                let pair = conditions[first] * sizes[second] + conditions[second]
                let size = sizes[first] * sizes[second]
                cells[offset + pair] &+= one
                offset += size
                guard depth > 2 else { continue }
                for third in (second + 1)..<max(second + 1, sizes.count) {
                    cells[offset + pair * sizes[third] + conditions[third]] &+= one
                    offset += size * sizes[third]
                }
            }
        }
    }

    /// Adds the rows of other tables of the same columns.
    ///
    /// - Throws: ``AuditError/tooManyRows(limit:)``.
    mutating func add(_ other: Self) throws(AuditError) {
        guard all.rows + other.all.rows <= Self.maximumRows else { throw .tooManyRows(limit: Self.maximumRows) }
        for index in cells.indices { cells[index] += other.cells[index] }
        all.rows += other.all.rows
        all.part += other.all.part
    }

    /// A cell.
    subscript(cell: Int) -> SliceCount {
        SliceCount(rows: Int(cells[cell] & UInt64(UInt32.max)), part: Int(cells[cell] >> 32))
    }

    /// Every set of columns with the place of its table.
    var sets: [(columns: [Int], offset: Int)] {
        var sets: [(columns: [Int], offset: Int)] = []
        Self.forEachSet(sizes, depth) { columns, offset, _ in
            sets.append((columns, offset))
            return true
        }
        return sets
    }

    /// Visits the tables in the order in which they lie, until told to stop.
    private static func forEachSet(
        _ sizes: [Int], _ depth: Int, _ visit: (_ columns: [Int], _ offset: Int, _ size: Int) -> Bool
    ) {
        var offset = 0
        func extend(_ columns: [Int], _ size: Int) -> Bool {
            for next in ((columns.last ?? -1) + 1)..<max((columns.last ?? -1) + 1, sizes.count) {
                let (wider, width) = (columns + [next], size * sizes[next])
                guard visit(wider, offset, width) else { return false }
                offset += width
                if wider.count < depth, !extend(wider, width) { return false }
            }
            return true
        }
        _ = extend([], 1)
    }
}

/// Rows of a slice.
struct SliceCount: Sendable, Equatable {
    /// Rows that a rate is a share of.
    var rows = 0
    /// Those that it counts.
    var part = 0

    static func - (left: Self, right: Self) -> Self {
        SliceCount(rows: left.rows - right.rows, part: left.part - right.part)
    }
}
