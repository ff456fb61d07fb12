/// Rows by every combination of conditions of up to three columns.
///
/// A row is one addition a cell. The tables of all sets of columns lie one after the other: that of a column, then those of its pairs
/// with later columns, each followed by those of its triples.
struct SliceTables<Cell: SliceCell>: Sendable, Equatable {
    /// The most cells: 32 MiB on each worker.
    static var maximumCells: Int { 32 << 20 / MemoryLayout<Cell>.stride }
    /// The most rows: a half of the word of a ``SliceCount``.
    static var maximumRows: Int { Int(UInt32.max) }

    /// How many conditions each column has.
    let sizes: [Int]
    /// The most columns that are looked at together, 1 to 3.
    let depth: Int
    private var cells: [Cell]
    /// All rows.
    private(set) var all: Cell

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
        cells = [Cell](repeating: Cell(), count: count)
        all = Cell()
    }

    /// Counts a row.
    ///
    /// - Parameter conditions: The number of the condition that it meets, by column.
    @inline(__always)
    mutating func add(_ row: Cell, _ conditions: [Int]) {
        all += row
        let (sizes, depth) = (sizes, depth)
        cells.withUnsafeMutableBufferPointer { cells in
            conditions.withUnsafeBufferPointer { conditions in
                sizes.withUnsafeBufferPointer { sizes in Self.add(row, conditions, sizes, depth, cells) }
            }
        }
    }

    @inline(__always)
    private static func add(
        _ row: Cell, _ conditions: UnsafeBufferPointer<Int>, _ sizes: UnsafeBufferPointer<Int>, _ depth: Int,
        _ cells: UnsafeMutableBufferPointer<Cell>
    ) {
        var offset = 0
        for first in 0..<sizes.count {
            cells[offset + conditions[first]] += row
            offset += sizes[first]
            guard depth > 1 else { continue }
            for second in (first + 1)..<max(first + 1, sizes.count) {
                let pair = conditions[first] * sizes[second] + conditions[second]
                let size = sizes[first] * sizes[second]
                cells[offset + pair] += row
                offset += size
                guard depth > 2 else { continue }
                for third in (second + 1)..<max(second + 1, sizes.count) {
                    cells[offset + pair * sizes[third] + conditions[third]] += row
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
        all += other.all
    }

    /// A cell.
    subscript(cell: Int) -> Cell { cells[cell] }

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
