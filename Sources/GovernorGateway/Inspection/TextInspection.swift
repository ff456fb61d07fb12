package import GovernorCore
import GovernorInspect
import GovernorPolicy

/// What the inspectors found in one text.
package struct TextInspection: Sendable {
    /// Personal data, secrets and what else the policy looks for, in order, without overlaps.
    package let findings: [Finding]
    /// How many more there would be if the policy did not allow them.
    let allowedCount: Int
    /// What the text classifiers say, for what rules of the text's stage ask.
    let probabilities: [(label: TextLabel, value: Double)]
    /// What an output copies from the corpus; nil where that is not looked for.
    let overlap: OverlapReport?
    /// The language of the text, empty where it is not known; nil where no rule asks.
    let language: String?
    /// Whether an output refuses to answer; nil where no rule asks.
    let isRefusal: Bool?

    init(
        findings: [Finding], allowedCount: Int = 0, probabilities: [(label: TextLabel, value: Double)],
        overlap: OverlapReport? = nil, language: String? = nil, isRefusal: Bool? = nil
    ) {
        self.findings = findings
        self.allowedCount = allowedCount
        self.probabilities = probabilities
        self.overlap = overlap
        self.language = language
        self.isRefusal = isRefusal
    }
}

/// Inspects one text as it arrives; what it finds does not depend on how the text was cut.
struct TextInspector: Sendable {
    /// The first bytes of a text, which its language and a refusal are read from.
    private static let headBytes = 1024

    private let plan: InspectionPlan
    private var scan: SensitiveDataStream
    private var overlap: OverlapMatcher?
    private var scorer: TextScorer?
    private var head: [UInt8] = []
    /// What the text means, where it is JSON.
    private var unescaper: JSONUnescaper?

    /// - Parameters:
    ///   - plan: What rules ask about.
    ///   - isJSON: Whether the text is JSON, so that characters may be written as escapes.
    ///   - corpus: The works that the text must not repeat, if any.
    init(
        _ sensitiveData: SensitiveDataInspector, _ plan: InspectionPlan, isJSON: Bool, corpus: CorpusIndex?
    ) {
        unescaper = isJSON ? JSONUnescaper() : nil
        self.plan = plan
        scan = sensitiveData.stream()
        scorer = plan.labels.isEmpty ? nil : TextScorer()
        overlap = corpus.map { OverlapMatcher(against: $0) }
    }

    /// The offset before which nothing more will be found.
    var settled: Int { unescaper?.place(of: scan.settled, isEnd: false) ?? scan.settled }

    /// Takes the next bytes; returns what became certain, in order.
    mutating func append(_ bytes: ArraySlice<UInt8>) -> [Finding] {
        guard let meaning = unescaper?.append(bytes) else { return inspect(bytes) }
        let findings = located(inspect(meaning[...]))
        unescaper?.forget(before: scan.settled)
        return findings
    }

    /// Ends the text; returns the findings not yet returned.
    mutating func finish() -> [Finding] {
        guard let rest = unescaper?.finish() else { return scan.finish() }
        let findings = inspect(rest[...])
        return located(findings + scan.finish())
    }

    private mutating func inspect(_ bytes: ArraySlice<UInt8>) -> [Finding] {
        overlap?.append(bytes.span)
        scorer?.append(bytes.span)
        if plan.readsLanguage || plan.readsRefusal, head.count < Self.headBytes {
            head += bytes.prefix(Self.headBytes - head.count)
        }
        return scan.append(bytes)
    }

    /// Findings in what the text means, where they are in the text.
    private func located(_ findings: [Finding]) -> [Finding] {
        guard let unescaper else { return findings }
        return findings.map { finding in
            let start = unescaper.place(of: finding.span.lowerBound, isEnd: false)
            return finding.at(start..<unescaper.place(of: finding.span.upperBound, isEnd: true))
        }
    }

    /// What the text classifiers say of the text so far.
    func probabilities() -> [(label: TextLabel, value: Double)] {
        scorer.map { scorer in
            let scores = scorer.scores()
            return plan.labels.map { ($0, scores[$0]) }
        } ?? []
    }

    /// What was found in a text that has ended.
    ///
    /// - Parameter findings: What ``append(_:)`` and ``finish()`` returned.
    func inspection(_ findings: [Finding]) -> TextInspection {
        var overlap = overlap
        return TextInspection(
            findings: findings, allowedCount: scan.allowedCount, probabilities: probabilities(),
            overlap: overlap.take()?.finish(),
            language: plan.readsLanguage ? LanguageInspector().language(of: head).code ?? "" : nil,
            isRefusal: plan.readsRefusal ? RefusalInspector().finding(in: head) != nil : nil)
    }
}

extension Finding {
    /// The finding at another place.
    func at(_ span: Range<Int>) -> Finding {
        Finding(
            kind: kind, span: span, confidence: confidence, evidence: evidence, detector: detector,
            otherKinds: otherKinds)
    }
}
