/// A linear classifier of log odds, fitted to weighted rows by Newton's method: the learner of ``ExponentiatedGradient``.
struct WeightedLogisticRegression: Sendable {
    /// The least weight of the squared coefficients: without any, rows that can be told apart have no finite fit.
    private static let penalty = 1e-6
    private static let steps = 25

    /// One coefficient a feature, and the intercept at the end.
    private(set) var coefficients: [Double]

    /// Fits coefficients.
    ///
    /// - Parameters:
    ///   - table: The rows' features.
    ///   - labels: 0 or 1, one a row.
    ///   - weights: Not negative, one a row.
    ///   - start: Coefficients to begin with, such as those for similar weights.
    init(_ table: FeatureTable, labels: [Double], weights: [Double], start: [Double]? = nil) {
        let width = table.width + 1
        var coefficients = start ?? [Double](repeating: 0, count: width)
        var last = Double.infinity
        for _ in 0..<Self.steps {
            var system = NormalEquations(width: width)
            let loss = system.add(table, labels, weights, coefficients) + system.penalise(coefficients, Self.penalty)
            guard abs(last - loss) > 1e-9 * (1 + abs(loss)), let step = system.solution else { break }
            last = loss
            // Steps of more than a few log odds overshoot where rows are nearly told apart.
            let length = step.map(abs).max() ?? 0
            let scale = min(1, 4 / max(length, .leastNormalMagnitude))
            for index in coefficients.indices { coefficients[index] += scale * step[index] }
        }
        self.coefficients = coefficients
    }

    /// Which rows are more likely positive than not.
    func predictions(_ table: FeatureTable) -> [Bool] {
        (0..<table.rows).map { table.score($0, coefficients) > 0 }
    }
}

/// The features of rows, one row after the other.
public struct FeatureTable: Sendable {
    /// How many rows there are.
    public let rows: Int
    /// How many features a row has.
    public let width: Int
    fileprivate let values: [Double]
    /// How each feature was scaled.
    private let scales: [(mean: Double, factor: Double)]

    /// Takes columns of equal length, and scales each to mean 0 and standard deviation 1.
    public init(standardising columns: [[Double]]) {
        let rows = Double(max(1, columns.first?.count ?? 0))
        self.init(
            columns,
            columns.map { column in
                let mean = column.reduce(0, +) / rows
                let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / rows
                return (mean, variance > 0 ? 1 / variance.squareRoot() : 0)
            })
    }

    private init(_ columns: [[Double]], _ scales: [(mean: Double, factor: Double)]) {
        precondition(columns.count == scales.count && columns.allSatisfy { $0.count == columns[0].count })
        width = columns.count
        rows = columns.first?.count ?? 0
        var values = [Double](repeating: 0, count: rows * width)
        for (feature, column) in columns.enumerated() {
            let (mean, factor) = scales[feature]
            for (row, value) in column.enumerated() { values[row * width + feature] = (value - mean) * factor }
        }
        self.values = values
        self.scales = scales
    }

    /// Other rows with the same features, scaled as these are.
    ///
    /// - Parameter columns: As many as there are features, of equal length.
    public func scaled(_ columns: [[Double]]) -> Self { Self(columns, scales) }

    private init(_ table: Self, prefix count: Int) {
        (rows, width, scales) = (min(count, table.rows), table.width, table.scales)
        values = Array(table.values.prefix(count * table.width))
    }

    /// The first rows, scaled as all are.
    public func prefix(_ count: Int) -> Self { Self(self, prefix: count) }

    /// The log odds that coefficients give a row.
    func score(_ row: Int, _ coefficients: [Double]) -> Double {
        var sum = coefficients[width]
        for feature in 0..<width { sum += coefficients[feature] * values[row * width + feature] }
        return sum
    }
}

/// The gradient and curvature of a step of Newton's method.
private struct NormalEquations {
    private let width: Int
    private var gradient: [Double]
    private var curvature: [Double]

    init(width: Int) {
        self.width = width
        gradient = [Double](repeating: 0, count: width)
        curvature = [Double](repeating: 0, count: width * width)
    }

    /// Adds all rows.
    ///
    /// - Returns: Their loss.
    mutating func add(_ table: FeatureTable, _ labels: [Double], _ weights: [Double], _ coefficients: [Double])
        -> Double
    {
        let width = width
        var loss = 0.0
        gradient.withUnsafeMutableBufferPointer { gradient in
            curvature.withUnsafeMutableBufferPointer { curvature in
                table.values.withUnsafeBufferPointer { values in
                    var row = 0
                    while row < table.rows {
                        defer { row += 1 }
                        let weight = weights[row]
                        guard weight > 0 else { continue }
                        let score = table.score(row, coefficients)
                        let p = 1 / (1 + Double.exp(-score))
                        loss += weight * (Double.log(onePlus: .exp(-abs(score))) + max(0, score) - labels[row] * score)
                        let residual = weight * (labels[row] - p)
                        let bend = weight * p * (1 - p)
                        let start = row * (width - 1)
                        var i = 0
                        while i < width {
                            let x = i < width - 1 ? values[start + i] : 1
                            gradient[i] += residual * x
                            var j = 0
                            while j <= i {
                                curvature[i * width + j] += bend * x * (j < width - 1 ? values[start + j] : 1)
                                j += 1
                            }
                            i += 1
                        }
                    }
                }
            }
        }
        return loss
    }

    /// Adds the penalty of coefficients other than the intercept.
    ///
    /// - Returns: The penalty.
    mutating func penalise(_ coefficients: [Double], _ penalty: Double) -> Double {
        var sum = 0.0
        for index in 0..<(width - 1) {
            gradient[index] -= penalty * coefficients[index]
            curvature[index * width + index] += penalty
            sum += penalty * coefficients[index] * coefficients[index] / 2
        }
        curvature[width * width - 1] += penalty
        return sum
    }

    /// The step, by Cholesky's decomposition of the curvature; nil where that is singular.
    var solution: [Double]? {
        var lower = curvature
        var step = gradient
        for i in 0..<width {
            for j in 0...i {
                var sum = lower[i * width + j]
                for k in 0..<j { sum -= lower[i * width + k] * lower[j * width + k] }
                if i == j {
                    guard sum > 0 else { return nil }
                    lower[i * width + i] = sum.squareRoot()
                } else {
                    lower[i * width + j] = sum / lower[j * width + j]
                }
            }
        }
        for i in 0..<width {
            for k in 0..<i { step[i] -= lower[i * width + k] * step[k] }
            step[i] /= lower[i * width + i]
        }
        for i in (0..<width).reversed() {
            for k in (i + 1)..<width { step[i] -= lower[k * width + i] * step[k] }
            step[i] /= lower[i * width + i]
        }
        return step
    }
}
