/// Mixes few alternatives at the least cost so that no limit is passed by more than it is worth.
///
/// Minimises c·q + penalty · s over shares q ≥ 0 with Σq = 1 and a slack s ≥ 0, subject to A q ≤ limit + s in every row: by
/// the simplex method with Bland's rule, for tens of alternatives and rows.
enum MixtureProgram {
    /// The shares of the alternatives.
    ///
    /// - Parameters:
    ///   - costs: One an alternative; at least one.
    ///   - violations: By row, one an alternative.
    ///   - limit: What every row's mixture should not pass.
    ///   - penalty: What passing it by 1 costs; positive.
    static func shares(costs: [Double], violations: [[Double]], limit: Double, penalty: Double) -> [Double] {
        // Σq = 1 lets the limits move to the left: (A − limit) q − s + slack = 0. The first alternative alone, with the slack it
        // takes, is where the search begins.
        let count = costs.count
        let rows = violations.map { row in row.map { $0 - limit } }
        var table = SimplexTable(costs: costs + [penalty], rows: rows.map { $0 + [-1] }, total: count)
        table.enter(column: 0, row: rows.count)
        if let worst = rows.indices.max(by: { rows[$0][0] < rows[$1][0] }), rows[worst][0] > 0 {
            table.enter(column: count, row: worst)
        }
        table.minimise()
        return table.values(count)
    }
}

/// The rows of a linear program in terms of the variables that are not in its basis.
private struct SimplexTable {
    private var rows: [[Double]]
    private var cost: [Double]
    private var basis: [Int]
    private static let tolerance = 1e-11

    /// - Parameters:
    ///   - rows: Each with an own slack variable, and right side 0.
    ///   - total: How many of the first variables add up to 1, which is the last row.
    init(costs: [Double], rows: [[Double]], total: Int) {
        let variables = costs.count
        let width = variables + rows.count + 1
        self.rows = rows.enumerated().map { index, row in
            var full = row + [Double](repeating: 0, count: rows.count + 1)
            full[variables + index] = 1
            return full
        }
        var sum = [Double](repeating: 0, count: width)
        for variable in 0..<total { sum[variable] = 1 }
        sum[width - 1] = 1
        self.rows.append(sum)
        cost = costs + [Double](repeating: 0, count: rows.count + 1)
        basis = rows.indices.map { variables + $0 } + [-1]
    }

    /// Makes a variable the one that a row determines.
    mutating func enter(column: Int, row: Int) {
        let pivot = rows[row][column]
        rows[row] = rows[row].map { $0 / pivot }
        for other in rows.indices where other != row { eliminate(&rows[other], column, rows[row]) }
        eliminate(&cost, column, rows[row])
        basis[row] = column
    }

    mutating func minimise() {
        // Bland's rule cannot cycle; the bound is for rounding.
        for _ in 0..<10_000 {
            guard let column = cost.dropLast().firstIndex(where: { $0 < -Self.tolerance }) else { return }
            var leaving: (row: Int, ratio: Double)?
            for row in rows.indices where rows[row][column] > Self.tolerance {
                let ratio = (rows[row].last ?? 0) / rows[row][column]
                if let best = leaving, ratio > best.ratio || (ratio == best.ratio && basis[row] > basis[best.row]) {
                    continue
                }
                leaving = (row, ratio)
            }
            guard let leaving else { return }
            enter(column: column, row: leaving.row)
        }
    }

    /// The values of the first variables.
    func values(_ count: Int) -> [Double] {
        var values = [Double](repeating: 0, count: count)
        for (row, variable) in basis.enumerated() where variable >= 0 && variable < count {
            values[variable] = max(0, rows[row].last ?? 0)
        }
        return values
    }

    private func eliminate(_ row: inout [Double], _ column: Int, _ pivot: [Double]) {
        let factor = row[column]
        guard factor != 0 else { return }
        for index in row.indices { row[index] -= factor * pivot[index] }
    }
}
