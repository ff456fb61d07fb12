/// How far predicted numbers are from the true ones: sums over rows, exact and in any order.
struct NumberErrors: Sendable, Equatable {
    /// The largest magnitude of a number: fourth powers of errors, over all rows of a cube, stay finite.
    static let maximumMagnitude = 1e70

    /// Rows with a label and a prediction.
    private(set) var rows = 0
    private var errors = WideSum()
    private var magnitudes = WideSum()
    private var squares = WideSum()
    private var fourths = WideSum()
    private var labels = WideSum()
    private var labelSquares = WideSum()

    /// Adds a row.
    mutating func add(label: Double, prediction: Double) {
        let error = prediction - label
        rows += 1
        errors.add(error)
        magnitudes.add(abs(error))
        squares.addSquare(of: error)
        fourths.add(error * error * (error * error))
        labels.add(label)
        labelSquares.addSquare(of: label)
    }

    static func += (left: inout Self, right: Self) {
        left.rows += right.rows
        left.errors += right.errors
        left.magnitudes += right.magnitudes
        left.squares += right.squares
        left.fourths += right.fourths
        left.labels += right.labels
        left.labelSquares += right.labelSquares
    }

    /// The mean of prediction − label: positive where predictions are too high.
    var meanError: MeanEstimate { MeanEstimate(sum: errors.value, squares: squares.value, rows: rows) }

    /// The mean of |prediction − label|.
    var meanAbsoluteError: MeanEstimate { MeanEstimate(sum: magnitudes.value, squares: squares.value, rows: rows) }

    /// The mean of (prediction − label)².
    var meanSquaredError: MeanEstimate { MeanEstimate(sum: squares.value, squares: fourths.value, rows: rows) }

    /// 1 − the share of the labels' variance that is left in the errors; nil where labels do not vary.
    ///
    /// Below 0 the labels' mean would have been the better prediction.
    var rSquared: Double? {
        guard rows >= 2 else { return nil }
        // Labels far from 0 vary little beside their squares: n·Σy² − (Σy)² in twice the digits of a double.
        let count = Double(rows)
        let (sum, sumRest) = labels.parts
        let (square, squareRest) = labelSquares.parts
        let (left, right) = (count * square, sum * sum)
        let lost = (-left).addingProduct(count, square) - (-right).addingProduct(sum, sum)
        let variation = (left - right) + (lost + count * squareRest - 2 * sum * sumRest)
        return variation > 0 ? 1 - squares.value * count / variation : nil
    }
}

/// The mean of a quantity over rows.
struct MeanEstimate: Sendable, Equatable {
    /// Below so many rows the mean is not near enough to normal for an interval.
    static let minimumRows = 30

    /// The rows.
    let rows: Double
    /// The mean; nil without rows.
    let value: Double?
    /// The variance of the quantity, estimated from the rows; 0 of one row.
    let variance: Double

    /// - Parameters:
    ///   - sum: The quantity's sum.
    ///   - squares: The sum of its squares.
    init(sum: Double, squares: Double, rows: Int) {
        self.init(sum: sum, squares: squares, rows: Double(rows))
    }

    init(sum: Double, squares: Double, rows: Double) {
        self.rows = rows
        value = rows > 0 ? sum / rows : nil
        variance = rows > 1 ? max(0, squares - sum * (sum / rows)) / (rows - 1) : 0
    }

    /// Where the mean lies by the central limit theorem; nil for fewer rows than ``minimumRows``.
    ///
    /// - Parameter least: The least value that the quantity may have.
    func interval(alpha: Double, least: Double = -.infinity) -> Interval? {
        guard let value, rows >= Double(Self.minimumRows) else { return nil }
        let reach = NormalDistribution.critical(alpha) * (variance / rows).squareRoot()
        return Interval(max(least, value - reach), value + reach)
    }
}
