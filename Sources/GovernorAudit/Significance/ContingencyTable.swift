/// Counts by two categories, and whether these depend on one another.
public struct ContingencyTable: Sendable {
    private let rows: [[Double]]
    private let rowTotals: [Double]
    private let columnTotals: [Double]
    private let total: Double

    /// Creates a table from rows of equal length; rows and columns without counts are left out.
    public init(_ rows: [[Double]]) {
        precondition(rows.allSatisfy { $0.count == rows[0].count })
        let columns = (0..<(rows.first?.count ?? 0)).filter { column in rows.contains { $0[column] > 0 } }
        let kept = rows.filter { $0.contains { $0 > 0 } }.map { row in columns.map { row[$0] } }
        self.rows = kept
        rowTotals = kept.map { $0.reduce(0, +) }
        columnTotals = columns.indices.map { column in kept.reduce(0) { $0 + $1[column] } }
        total = rowTotals.reduce(0, +)
    }

    /// (Rows − 1) · (columns − 1), of those with counts.
    public var degreesOfFreedom: Int { max(0, rows.count - 1) * max(0, columnTotals.count - 1) }

    /// Pearson's χ² test; nil for a table of one row or column.
    ///
    /// - Parameter isCorrected: Whether Yates' continuity correction is made, which is for 2 × 2 tables alone.
    public func chiSquared(isCorrected: Bool = false) -> TestResult? {
        test { observed, expected in
            let distance = abs(observed - expected)
            let corrected = isCorrected && degreesOfFreedom == 1 ? distance - min(0.5, distance) : distance
            return corrected * corrected / expected
        }
    }

    /// The likelihood-ratio test; nil for a table of one row or column.
    public var likelihoodRatio: TestResult? {
        test { observed, expected in observed > 0 ? 2 * observed * Double.log(observed / expected) : 0 }
    }

    /// How strongly rows and columns depend on one another, in `0...1` (Cramér, 1946); nil for one row or column.
    public var cramersV: Double? {
        chiSquared().map { ($0.statistic / (total * Double(min(rows.count, columnTotals.count) - 1))).squareRoot() }
    }

    private func test(_ term: (_ observed: Double, _ expected: Double) -> Double) -> TestResult? {
        guard degreesOfFreedom > 0 else { return nil }
        var statistic = 0.0
        for (row, rowTotal) in zip(rows, rowTotals) {
            for (observed, columnTotal) in zip(row, columnTotals) {
                statistic += term(observed, rowTotal * columnTotal / total)
            }
        }
        return TestResult(
            statistic: statistic,
            p: ChiSquaredDistribution.upperTail(statistic, degreesOfFreedom: Double(degreesOfFreedom)))
    }
}
