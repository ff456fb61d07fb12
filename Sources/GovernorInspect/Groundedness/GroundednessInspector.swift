/// Says which sentences of an output the request's own context does not support, and why.
///
/// It compares words, numbers and names, not meanings: docs/inspectors.md says what that cannot see. Time is the number
/// of the output's sentences and quotations times the words of the context. It judges a complete output.
public struct GroundednessInspector: Sendable {
    /// The fewest words of a quotation that is looked for in the context; shorter ones are emphasis or a title.
    private static let fewestQuotedWords = 3
    /// From which score on a sentence without a particular fault counts as an unsupported claim.
    private static let claimThreshold = 0.5
    /// The least score of a sentence that cites or quotes what the context does not have, whatever its words.
    private static let falseReferenceScore = 0.6

    private let sources: [SourceText]
    private let context: SourceText
    private let question: Set<UInt64>

    /// Prepares a context.
    ///
    /// - Parameters:
    ///   - sources: The documents, UTF-8, in the order in which `[1]`, `[2]` cite them.
    ///   - question: What was asked, UTF-8; its words may be repeated, but support nothing.
    public init(sources: [[UInt8]], question: [UInt8] = []) {
        self.sources = sources.map { SourceText([$0]) }
        context = SourceText(sources)
        self.question = Set(TextTokens(question.span).tokens.map(\.stem))
    }

    /// How well the sentences of an output are supported.
    ///
    /// - Parameter output: UTF-8.
    public func report(on output: [UInt8]) -> GroundednessReport {
        let sentences = sentences(of: output).map { judge($0.tokens, $0.span, in: output) }
        return GroundednessReport(sentences: sentences, score: sentences.map(\.score).max() ?? 0)
    }

    /// What each sentence says that the context does not; for training.
    package func features(of output: [UInt8]) -> [SupportFeatures] {
        sentences(of: output).map { SupportFeatures($0.tokens, in: context, asked: question) }
    }

    private func sentences(of output: [UInt8]) -> [(span: Range<Int>, tokens: [TextToken])] {
        var rest = TextTokens(output.span).tokens[...]
        return Sentences.spans(in: output.span).map { span in
            let tokens = rest.prefix { $0.span.lowerBound < span.upperBound }
            rest = rest.dropFirst(tokens.count)
            return (span, Array(tokens))
        }
    }

    private func judge(_ tokens: [TextToken], _ span: Range<Int>, in output: [UInt8]) -> SentenceSupport {
        var reasons: [UnsupportedReason] = []
        let features = SupportFeatures(tokens, in: context, asked: question)
        var score = features.contentWords == 0 ? 0 : SupportModel.trained.probability(features)
        switch citations(in: tokens) {
        case .none: break
        case .unknown: reasons.append(.unknownCitation)
        case .sources(let cited):
            let citedScore = cited.map {
                SupportModel.trained.probability(SupportFeatures(tokens, in: sources[$0], asked: question))
            }.min()
            if let citedScore, features.contentWords > 0, citedScore >= Self.claimThreshold, score < Self.claimThreshold
            {
                reasons.append(.wrongCitation)
                score = citedScore
            }
        }
        if hasForeignQuote(tokens, span, in: output) { reasons.append(.quote) }
        if reasons.contains(.unknownCitation) || reasons.contains(.quote) {
            score = max(score, Self.falseReferenceScore)
        }
        if features.newNumbers > 0 { reasons.append(.number) }
        if features.newDates > 0 { reasons.append(.date) }
        if features.newNames > 0 { reasons.append(.name) }
        if features.contradictions > 0 { reasons.append(.contradiction) }
        if reasons.isEmpty, score >= Self.claimThreshold { reasons.append(.claim) }
        return SentenceSupport(span: span, score: score, reasons: reasons)
    }

    private enum Citations {
        case none
        case unknown
        case sources(Set<Int>)
    }

    private func citations(in tokens: [TextToken]) -> Citations {
        var cited = Set<Int>()
        for token in tokens {
            switch token.kind {
            case .citation(let numbers):
                guard numbers.allSatisfy({ (1...max(1, sources.count)).contains($0) && !sources.isEmpty }) else {
                    return .unknown
                }
                cited.formUnion(numbers.map { $0 - 1 })
            case .link: if !context.contains(link: token.stem) { return .unknown }
            case .word, .number: break
            }
        }
        return cited.isEmpty ? .none : .sources(cited)
    }

    /// Whether the sentence quotes words that do not stand next to each other in the context.
    private func hasForeignQuote(_ tokens: [TextToken], _ span: Range<Int>, in output: [UInt8]) -> Bool {
        var rest = tokens[...]
        var start: Int?
        var position = span.lowerBound
        while position < span.upperBound {
            let (value, length) = output.span.longScalar(at: position) ?? (UInt32(output[position]), 1)
            if let opening = start, value == 0x22 || value == 0x201D {
                rest = rest.drop { $0.span.lowerBound < opening }
                let quoted = rest.prefix { $0.span.upperBound <= position }.filter(\.isCountable)
                if quoted.count >= Self.fewestQuotedWords, !context.containsRun(quoted.map(\.stem)) { return true }
                start = nil
            } else if value == 0x22 || value == 0x201C {
                start = position + length
            }
            position += length
        }
        return false
    }
}
