/// What is kept of the rows of a slice: sums, whose order does not matter, and from which those of wider slices can be taken.
protocol SliceCell: Sendable, Equatable {
    /// No rows.
    init()
    /// How many rows.
    var rows: Int { get }
    static func += (left: inout Self, right: Self)
    static func - (left: Self, right: Self) -> Self
}

/// Rows of a slice, and how many of them a rate counts, in one word: a row is one addition.
struct SliceCount: SliceCell {
    /// The rows in the lower half, those that count in the upper one.
    private var word: UInt64

    init() { word = 0 }

    /// - Parameter counts: Whether a rate counts the one row.
    init(counts: Bool) { word = counts ? 1 << 32 | 1 : 1 }

    private init(word: UInt64) { self.word = word }

    var rows: Int { Int(word & UInt64(UInt32.max)) }
    /// Those that a rate counts.
    var part: Int { Int(word >> 32) }

    @inline(__always)
    static func += (left: inout Self, right: Self) { left.word &+= right.word }

    /// Each half of a wider slice is at least that of its part.
    static func - (left: Self, right: Self) -> Self { Self(word: left.word &- right.word) }
}

/// Rows of a slice, and how far predicted numbers are from the true ones, in whole units: so the order of rows changes nothing.
struct SliceErrors: SliceCell {
    /// Errors are at most so many units: their sum over all rows of a table, and that of their squares, fit.
    private static let maximumUnits = 0x1p62
    /// So many bits of a square are left out.
    private static let squareShift: UInt128 = 28

    private(set) var rows = 0
    private var sum: UInt128 = 0
    private var squares: UInt128 = 0

    init() {}

    /// One row.
    ///
    /// - Parameters:
    ///   - error: Its magnitude.
    ///   - unit: See ``unit(upTo:)``.
    init(error: Double, unit: Double) {
        let units = UInt128(UInt64(min(error / unit, Self.maximumUnits).rounded()))
        rows = 1
        sum = units
        squares = (units * units + (1 << (Self.squareShift - 1))) >> Self.squareShift
    }

    /// The unit in which errors are counted, a power of two.
    ///
    /// - Parameter largest: No error is larger.
    static func unit(upTo largest: Double) -> Double {
        guard largest > 0 else { return 1 }
        return max(
            .leastNormalMagnitude,
            Double(sign: .plus, exponent: Int(largest.exponent) + 1, significand: 1)
                / maximumUnits)
    }

    @inline(__always)
    static func += (left: inout Self, right: Self) {
        left.rows &+= right.rows
        left.sum &+= right.sum
        left.squares &+= right.squares
    }

    static func - (left: Self, right: Self) -> Self {
        var rest = left
        rest.rows -= right.rows
        rest.sum -= right.sum
        rest.squares -= right.squares
        return rest
    }

    /// The mean magnitude, in units.
    var mean: MeanEstimate {
        MeanEstimate(sum: Double(sum), squares: Double(squares) * 0x1p28, rows: rows)
    }
}
