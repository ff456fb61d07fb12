/// Which columns of a table mean what.
public struct ColumnMapping: Sendable, Equatable {
    /// The columns that form groups.
    public var attributes: [String]
    /// The column of what is true; none when only decisions are audited.
    public var label: String?
    /// The column of what was decided; none when it follows from the score.
    public var prediction: String?
    /// The column of the probability that was given to the positive outcome.
    public var score: String?
    /// The column of the weight of a row.
    public var weight: String?
    /// The column that says how many equal rows a row stands for; then scores are only decided by.
    public var count: String?
    /// The texts of labels and predictions that mean the positive outcome.
    public var positive: Set<String> = ["1", "1.0", "true", "True", "TRUE", "yes", "Yes"]
    /// The texts that mean the negative outcome; nil when every other text does.
    public var negative: Set<String>? = ["0", "0.0", "false", "False", "FALSE", "no", "No"]
    /// The texts, beside the empty one, that mean that a value is missing.
    public var missing: Set<String> = ["NA", "N/A", "NaN", "nan", "null", "NULL", "None", "#N/A", "<NA>"]
    /// From which score on a row counts as predicted positive when there is no column of predictions.
    public var threshold = 0.5

    /// Maps attributes; the other members are set one by one.
    public init(attributes: [String]) { self.attributes = attributes }

    /// The schema of the cube that the rows are counted into.
    ///
    /// - Throws: ``AuditError/duplicateAttribute(_:)``, ``AuditError/tooManyAttributes(count:limit:)``.
    public func schema(scoreEntries: Int = CubeSchema.defaultScoreEntries) throws(AuditError) -> CubeSchema {
        try CubeSchema(
            attributes: attributes, scoreBuckets: score == nil || count != nil ? 0 : CubeSchema.defaultScoreBuckets,
            scoreEntries: scoreEntries, isWeighted: weight != nil)
    }

    /// The columns that are read.
    var columns: [String?] { attributes.map(Optional.some) + [label, prediction, score, weight, count] }
}
