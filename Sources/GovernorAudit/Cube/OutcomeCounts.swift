/// How many rows of a group have which label and prediction: what every rate is a function of.
public struct OutcomeCounts: Sendable, Equatable {
    private var cells: [Double]

    /// No rows.
    public init() { cells = [Double](repeating: 0, count: 9) }

    /// The counts of a confusion matrix without missing labels and predictions.
    public init(truePositives: Int, falsePositives: Int, trueNegatives: Int, falseNegatives: Int) {
        self.init()
        self[.positive, .positive] = Double(truePositives)
        self[.negative, .positive] = Double(falsePositives)
        self[.negative, .negative] = Double(trueNegatives)
        self[.positive, .negative] = Double(falseNegatives)
    }

    /// The rows, or the sum of their weights, with a label and a prediction. Whole numbers are exact up to 2⁵³.
    public subscript(label: Outcome, prediction: Outcome) -> Double {
        get { cells[label.index * 3 + prediction.index] }
        set { cells[label.index * 3 + prediction.index] = newValue }
    }

    /// Rows that are positive and predicted so.
    public var truePositives: Double { self[.positive, .positive] }
    /// Rows that are negative and predicted positive.
    public var falsePositives: Double { self[.negative, .positive] }
    /// Rows that are negative and predicted so.
    public var trueNegatives: Double { self[.negative, .negative] }
    /// Rows that are positive and predicted negative.
    public var falseNegatives: Double { self[.positive, .negative] }

    /// All rows, also those whose label or prediction is missing.
    public var total: Double { cells.reduce(0, +) }
    /// Rows with a label, whatever is predicted.
    public var labelled: Double { positives + Outcome.allCases.reduce(0) { $0 + self[.negative, $1] } }
    /// Rows with a prediction, whatever the label.
    public var predicted: Double { selected + Outcome.allCases.reduce(0) { $0 + self[$1, .negative] } }
    /// Rows with a positive label, whatever is predicted.
    public var positives: Double { Outcome.allCases.reduce(0) { $0 + self[.positive, $1] } }
    /// Rows with a positive prediction, whatever the label.
    public var selected: Double { Outcome.allCases.reduce(0) { $0 + self[$1, .positive] } }
    /// Rows with a label and a prediction.
    public var judged: Double { truePositives + falsePositives + trueNegatives + falseNegatives }

    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        for index in sum.cells.indices { sum.cells[index] += right.cells[index] }
        return sum
    }
}
