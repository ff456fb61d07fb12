/// A labelled text: what was found in it, and what is there.
public struct ComparedText: Sendable {
    /// Where the text is from; measures are given for each source.
    public let source: String
    /// What a detector found.
    public let found: [SpanEvaluation.Labelled]
    /// What is there.
    public let expected: [SpanEvaluation.Labelled]

    /// Creates a compared text.
    public init(source: String, found: [SpanEvaluation.Labelled], expected: [SpanEvaluation.Labelled]) {
        self.source = source
        self.found = found
        self.expected = expected
    }
}

/// How well a detector finds labelled spans, for each source, each entity, and all together.
public struct SpanReport: Sendable {
    /// The measures of some spans.
    public struct Measures: Sendable {
        /// How many spans are there.
        public let expected: Int
        /// How many were found.
        public let found: Int
        /// The part of what was found that is there.
        public let precision: Estimate?
        /// The part of what is there that was found.
        public let recall: Estimate?
        /// The balanced F score.
        public let f1: Estimate?
        /// The F score that weighs recall twice as much.
        public let f2: Estimate?

        fileprivate init(_ texts: [DetectionCounts]) {
            let total = texts.reduce(DetectionCounts(), +)
            expected = total.truePositives + total.falseNegatives
            found = total.truePositives + total.falsePositives
            precision = Estimate.proportion(total.truePositives, of: found)
            recall = Estimate.proportion(total.truePositives, of: expected)
            f1 = Estimate.fScore(of: texts, beta: 1)
            f2 = Estimate.fScore(of: texts, beta: 2)
        }
    }

    /// All spans.
    public let overall: Measures
    /// The spans of each source, by name.
    public let sources: [(name: String, measures: Measures)]
    /// The spans of each entity, by name.
    public let entities: [(name: String, measures: Measures)]
    /// How many texts were compared.
    public let textCount: Int
    /// The part of the texts in which everything labelled was found and nothing else.
    public let agreeingTexts: Estimate?

    /// Measures a detector.
    ///
    /// - Parameter agreement: When a found span counts as the labelled one.
    public init(_ texts: [ComparedText], _ agreement: SpanEvaluation.Agreement) {
        let counted = texts.map { text in
            var evaluation = SpanEvaluation(agreement)
            evaluation.add(found: text.found, expected: text.expected)
            return (source: text.source, evaluation: evaluation)
        }
        textCount = texts.count
        let agreeing = counted.map(\.evaluation.total).filter { $0.falsePositives == 0 && $0.falseNegatives == 0 }
        agreeingTexts = Estimate.proportion(agreeing.count, of: texts.count)
        overall = Measures(counted.map(\.evaluation.total))
        sources = Dictionary(grouping: counted, by: \.source).sorted { $0.key < $1.key }.map {
            ($0.key, Measures($0.value.map(\.evaluation.total)))
        }
        let names = Set(counted.flatMap(\.evaluation.counts.keys))
        entities = names.sorted().map { name in
            (name, Measures(counted.map { $0.evaluation.counts[name] ?? DetectionCounts() }))
        }
    }
}
