/// A labelled text and the score that a detector gave it.
public struct ScoredText: Sendable {
    /// Where the text is from; measures are given for each source.
    public let source: String
    /// Whether it is what the detector looks for.
    public let isPositive: Bool
    /// How sure the detector is, in `0...1`.
    public let score: Double

    /// Creates a scored text.
    public init(source: String, isPositive: Bool, score: Double) {
        self.source = source
        self.isPositive = isPositive
        self.score = score
    }
}

/// How good a detector's scores are, for each source and for all texts together.
public struct ClassificationReport: Sendable {
    /// The shares of false positives at which recall is reported.
    public static let rates = [0.01, 0.001]

    /// The measures of some texts.
    public struct Measures: Sendable {
        /// How many texts are what the detector looks for.
        public let positives: Int
        /// How many are not.
        public let negatives: Int
        /// The area under the ROC curve; nil unless both kinds are there.
        public let auc: Estimate?
        /// The part of the reported texts that is right, at the report's threshold.
        public let precision: Estimate?
        /// The part of the positives that is reported, at the report's threshold.
        public let recall: Estimate?
        /// The part of the negatives that is reported, at the report's threshold.
        public let falsePositiveRate: Estimate?
        /// The balanced F score at the report's threshold.
        public let f1: Estimate?
        /// The F score that weighs recall twice as much, at the report's threshold.
        public let f2: Estimate?
        /// The recall at each of ``ClassificationReport/rates``; nil where there are too few negatives to say.
        public let recallAtRates: [Estimate?]
    }

    /// From which score on a text counts as reported.
    public let threshold: Double
    /// The thresholds that belong to ``rates``, set on the negatives of all sources together.
    public let rateThresholds: [Double?]
    /// All texts.
    public let overall: Measures
    /// The texts of each source, by name.
    public let sources: [(name: String, measures: Measures)]

    /// Measures a detector.
    public init(_ texts: [ScoredText], threshold: Double) {
        let all = ScoreEvaluation(texts)
        let rateThresholds = Self.rates.map { all.threshold(falsePositiveRate: $0) }
        self.threshold = threshold
        self.rateThresholds = rateThresholds
        overall = Measures(texts, threshold, rateThresholds)
        sources = Dictionary(grouping: texts, by: \.source).sorted { $0.key < $1.key }.map {
            ($0.key, Measures($0.value, threshold, rateThresholds))
        }
    }
}

extension ClassificationReport.Measures {
    fileprivate init(_ texts: [ScoredText], _ threshold: Double, _ rateThresholds: [Double?]) {
        let scores = ScoreEvaluation(texts)
        let counts = texts.map { DetectionCounts($0, threshold: threshold) }
        let total = counts.reduce(DetectionCounts(), +)
        positives = scores.positiveCount
        negatives = scores.negativeCount
        auc = scores.auc
        precision = Estimate.proportion(total.truePositives, of: total.truePositives + total.falsePositives)
        recall = scores.recall(atLeast: threshold)
        falsePositiveRate = scores.falsePositiveRate(atLeast: threshold)
        f1 = Estimate.fScore(of: counts, beta: 1)
        f2 = Estimate.fScore(of: counts, beta: 2)
        recallAtRates = rateThresholds.map { $0.flatMap { scores.recall(atLeast: $0) } }
    }
}

extension ScoreEvaluation {
    fileprivate init(_ texts: [ScoredText]) {
        self.init(
            positives: texts.filter(\.isPositive).map(\.score), negatives: texts.filter { !$0.isPositive }.map(\.score))
    }
}

extension DetectionCounts {
    fileprivate init(_ text: ScoredText, threshold: Double) {
        self.init()
        switch (text.isPositive, text.score >= threshold) {
        case (true, true): truePositives = 1
        case (true, false): falseNegatives = 1
        case (false, true): falsePositives = 1
        case (false, false): break
        }
    }
}
