public import GovernorCore

/// What inspectors see in one text.
public struct TextInspection: Sendable {
    /// Personal data and secrets, in order, without overlaps.
    public let findings: [Finding]
    /// How many more there would be if the policy did not allow them.
    public let allowedCount: Int
    /// The language of the text.
    public let language: DetectedLanguage
    /// The words that refuse, if the text is an answer that does.
    public let refusal: Finding?
    /// What is copied from the corpus; nil without a corpus.
    public let overlap: OverlapReport?
    /// How well the documents support each sentence; nil without documents.
    public let groundedness: GroundednessReport?
    /// How likely the whole text is an injection, a harmful request, toxic.
    public let scores: TextScores

    /// Whether there is neither a finding, nor a copied passage, nor a sentence without support.
    public var isClean: Bool {
        findings.isEmpty && overlap?.passages.isEmpty ?? true
            && groundedness?.sentences.allSatisfy(\.reasons.isEmpty) ?? true
    }
}

/// Asks every inspector about a text.
public struct TextInspector: Sendable {
    private let sensitiveData: SensitiveDataInspector
    private let languages = LanguageInspector()
    private let refusals = RefusalInspector()
    private let corpus: CorpusIndex?
    private let support: GroundednessInspector?

    /// Creates the inspector.
    ///
    /// - Parameters:
    ///   - settings: What a policy says.
    ///   - corpus: The works that texts must not repeat, if any.
    ///   - context: The documents, UTF-8, that must support what texts say, in the order in which `[1]`, `[2]` cite them;
    ///     without any, sentences are not judged.
    public init(
        _ settings: InspectionSettings = InspectionSettings(), corpus: CorpusIndex? = nil, context: [[UInt8]] = []
    ) {
        sensitiveData = SensitiveDataInspector(settings)
        self.corpus = corpus
        support = context.isEmpty ? nil : GroundednessInspector(sources: context)
    }

    /// Inspects a text.
    ///
    /// - Parameter text: UTF-8. Other bytes match nothing and do no harm.
    public func inspect(_ text: [UInt8]) -> TextInspection {
        let (findings, allowedCount) = sensitiveData.inspect(text)
        return TextInspection(
            findings: findings, allowedCount: allowedCount, language: languages.language(of: text),
            refusal: refusals.finding(in: text), overlap: corpus.map { OverlapMatcher.report(on: text, against: $0) },
            groundedness: support.map { $0.report(on: text) },
            scores: TextScorer.scores(of: text))
    }
}
