import ArgumentParser
import GovernorCore
import GovernorInspect

/// A detector that `inspect eval` measures.
enum EvaluatedDetector: String, ExpressibleByArgument, CaseIterable {
    /// Personal data.
    case pii
    /// Names of persons, places and organisations.
    case names
    /// Credentials.
    case secrets
    /// Sentences that the given context does not support.
    case groundedness
    /// What is copied from a corpus.
    case verbatim
    /// Answers that refuse.
    case refusal
    /// Attempts to override a model's instructions.
    case injection
    /// Requests for help with something harmful.
    case harmfulRequest = "harmful_request"
    /// Insulting, hateful, threatening or obscene texts.
    case toxicity

    /// From which score on a text counts as reported, unless the caller says so.
    var threshold: Double { self == .verbatim ? 0.2 : 0.5 }

    /// The score of a labelled row.
    ///
    /// - Parameters:
    ///   - row: With `text`; for groundedness with `context` and perhaps `question` too.
    ///   - corpus: The corpus that verbatim copies are looked for in.
    /// - Throws: ``CommandError/invalid(path:problem:hint:)`` for a row without what the detector needs.
    func score(_ row: LabelledRow, corpus: CorpusIndex?) throws(CommandError) -> Double {
        switch self {
        case .pii: PIIInspector().findings(in: row.text).map(\.confidence).max() ?? 0
        case .names: NameTagger.standard.findings(in: row.text).map(\.confidence).max() ?? 0
        case .secrets: SecretsInspector().findings(in: row.text).map(\.confidence).max() ?? 0
        case .groundedness: try Self.groundedness(row)
        case .verbatim: corpus.map { OverlapMatcher.report(on: row.text, against: $0).verbatimRatio } ?? 0
        case .refusal: RefusalInspector().finding(in: row.text)?.confidence ?? 0
        case .injection: TextScorer.scores(of: row.text)[.injection]
        case .harmfulRequest: TextScorer.scores(of: row.text)[.harmfulRequest]
        case .toxicity: TextScorer.scores(of: row.text)[.toxicity]
        }
    }

    private static func groundedness(_ row: LabelledRow) throws(CommandError) -> Double {
        guard let context = row.context else {
            throw row.error(
                "there is no 'context' that could support the text",
                hint: #"write {"text": …, "context": …, "label": 0} (or 1), with the "question" if there was one"#)
        }
        return GroundednessInspector(sources: [context], question: row.question).report(on: row.text).score
    }

    /// What the detector finds in a text with labelled spans, and what is there; nil when the text is not about it.
    ///
    /// - Throws: ``CommandError/invalid(path:problem:hint:)`` when the detector is not one of spans.
    func spans(
        in text: LabelledText, of row: LabelledRow
    ) throws(CommandError) -> (found: [SpanEvaluation.Labelled], expected: [SpanEvaluation.Labelled])? {
        switch self {
        case .pii: text.personalData()
        case .names: text.names()
        case .secrets, .groundedness, .verbatim, .refusal, .injection, .harmfulRequest, .toxicity:
            throw row.error(
                "it has spans, which are for --detector pii and names", hint: "give each row a label of 0 or 1")
        }
    }
}
