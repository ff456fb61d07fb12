/// Which columns of a table say how good a model is.
public struct QualityMapping: Sendable, Equatable {
    /// The columns that form groups, those of labels, predictions and scores, and how their texts are read.
    public var columns: ColumnMapping
    /// Whether labels and predictions are numbers, not outcomes.
    public var isRegression = false
    /// The column of how many samples of a task passed, and that of how many there were.
    public var passed: String?
    /// The column of how many samples a task had.
    public var samples: String?
    /// The column of whether an output is harmful.
    public var harmful: String?
    /// The column of whether an output says what is not so.
    public var hallucinated: String?

    /// Maps columns; the other members are set one by one.
    public init(_ columns: ColumnMapping) { self.columns = columns }

    /// What the cube counts: of numbers nothing but the groups.
    var cubeMapping: ColumnMapping {
        var mapping = columns
        mapping.weight = nil
        if isRegression { (mapping.label, mapping.prediction, mapping.score) = (nil, nil, nil) }
        return mapping
    }

    /// The columns that are read.
    var read: [String?] { columns.columns + [passed, samples, harmful, hallucinated] }
}
