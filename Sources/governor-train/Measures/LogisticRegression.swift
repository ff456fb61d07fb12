import Foundation

/// Fits a logistic regression by Newton's method.
enum LogisticRegression {
    /// The coefficients, the bias last.
    ///
    /// - Parameters:
    ///   - rows: Inputs; as many in each row.
    ///   - labels: 0 or 1 for each row.
    ///   - weights: How much each row counts.
    ///   - prior: Coefficients that the ridge pulls towards; 0 for the bias, which is free.
    ///   - ridge: How strongly it pulls.
    static func fit(
        _ rows: [[Double]], labels: [Double], weights: [Double], prior: [Double], ridge: Double
    ) -> [Double] {
        let size = prior.count + 1
        var coefficients = prior + [0]
        for _ in 0..<50 {
            var gradient = [Double](repeating: 0, count: size)
            var hessian = [[Double]](repeating: gradient, count: size)
            for (row, (label, weight)) in zip(rows, zip(labels, weights)) {
                let inputs = row + [1]
                let sum = zip(inputs, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
                let probability = 1 / (1 + exp(-sum))
                for i in 0..<size {
                    gradient[i] += weight * (probability - label) * inputs[i]
                    for j in 0..<size {
                        hessian[i][j] += weight * probability * (1 - probability) * inputs[i] * inputs[j]
                    }
                }
            }
            for i in prior.indices {
                gradient[i] += ridge * (coefficients[i] - prior[i])
                hessian[i][i] += ridge
            }
            let step = solve(hessian, gradient)
            for i in 0..<size { coefficients[i] -= step[i] }
            if step.allSatisfy({ abs($0) < 1e-9 }) { break }
        }
        return coefficients
    }

    /// Gaussian elimination with pivots.
    private static func solve(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
        var rows = zip(matrix, vector).map { $0 + [$1] }
        for column in rows.indices {
            let pivot = rows.indices[column...].max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            for row in rows.indices where row != column {
                let factor = rows[row][column] / rows[column][column]
                for k in column...rows.count { rows[row][k] -= factor * rows[column][k] }
            }
        }
        return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
    }
}
