import GovernorCore

/// The bootstrap of anything that is a function of counts.
///
/// Drawing n rows with replacement and counting them is drawing one multinomial table, so rows are not needed, and a
/// resample costs as much as the table has cells, not as the data have rows.
public enum CountBootstrap {
    /// Resamples a table of counts.
    ///
    /// - Parameters:
    ///   - counts: Rows by cell, none negative, together at most ``CountCube/maximumRows``.
    ///   - replicates: How many tables are drawn; those in which the quantity is not estimable are left out.
    ///   - seed: What determines the draws.
    ///   - quantity: A function of a table of as many cells; nil where it is not estimable.
    /// - Returns: nil when the quantity is not estimable in the data, or in fewer than half of the tables.
    public static func distribution(
        of counts: [Int], replicates: Int, seed: UInt64, _ quantity: ([Int]) -> Double?
    ) -> BootstrapDistribution? {
        precondition(counts.allSatisfy { $0 >= 0 } && replicates >= 0)
        guard let estimate = quantity(counts) else { return nil }
        var random = SeededGenerator(seed: seed)
        var table = counts
        var values: [Double] = []
        values.reserveCapacity(replicates)
        for _ in 0..<replicates {
            MultinomialSampler.draw(counts, into: &table, using: &random)
            if let value = quantity(table) { values.append(value) }
        }
        guard values.count >= 2, values.count * 2 >= replicates else { return nil }
        return BootstrapDistribution(
            estimate: estimate, replicates: values, acceleration: acceleration(counts, quantity))
    }

    /// A sixth of the skewness of the influences of rows, by leaving out one row of each cell: rows of one cell are alike.
    static func acceleration(_ counts: [Int], _ quantity: ([Int]) -> Double?) -> Double {
        var table = counts
        var values: [(value: Double, rows: Double)] = []
        for (cell, count) in counts.enumerated() where count > 0 {
            table[cell] = count - 1
            if let value = quantity(table) { values.append((value, Double(count))) }
            table[cell] = count
        }
        let rows = values.reduce(0) { $0 + $1.rows }
        guard rows > 0 else { return 0 }
        let mean = values.reduce(0) { $0 + $1.value * $1.rows } / rows
        var (squares, cubes) = (0.0, 0.0)
        for (value, rows) in values {
            let influence = mean - value
            squares += rows * influence * influence
            cubes += rows * influence * influence * influence
        }
        return squares > 0 ? cubes / (6 * .pow(squares, 1.5)) : 0
    }
}
