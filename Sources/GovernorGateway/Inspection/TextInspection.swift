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
}

/// Inspects one text as it arrives; what it finds does not depend on how the text was cut.
struct TextInspector: Sendable {
    /// The first bytes of a text, which its language and a refusal are read from.
    private static let headBytes = 1024

    private let wanted: Set<MeasuredVariable>
    private let labels: [TextLabel]
    private var scan: SensitiveDataStream
    private var overlap: OverlapMatcher?
    private var scorer: TextScorer?
    private var head: [UInt8] = []
    /// What has been found so far, in order.
    private(set) var findings: [Finding] = []

    init(
        _ sensitiveData: SensitiveDataInspector, wanted: Set<MeasuredVariable>, isInstruction: Bool = false,
        corpus: CorpusIndex?
    ) {
        self.wanted = wanted
        let asked = Set(wanted.compactMap(\.label))
        labels = TextLabel.allCases.filter { asked.contains($0) && !(isInstruction && $0 == .injection) }
        scan = sensitiveData.stream()
        scorer = labels.isEmpty ? nil : TextScorer()
        overlap = corpus.map { OverlapMatcher(against: $0) }
    }

    /// The offset before which nothing more will be found.
    var settled: Int { scan.settled }

    /// Takes the next bytes; returns what became certain.
    @discardableResult
    mutating func append(_ bytes: ArraySlice<UInt8>) -> [Finding] {
        let found = scan.append(bytes)
        findings += found
        overlap?.append(bytes.span)
        scorer?.append(bytes.span)
        if head.count < Self.headBytes { head += bytes.prefix(Self.headBytes - head.count) }
        return found
    }

    /// What is found in the text if it ends here.
    func finished() -> TextInspection {
        var (scan, overlap) = (scan, overlap)
        let findings = findings + scan.finish()
        let scores = scorer?.scores()
        return TextInspection(
            findings: findings, allowedCount: scan.allowedCount,
            probabilities: labels.compactMap { label in scores.map { (label, $0[label]) } },
            overlap: overlap.take()?.finish(),
            language: wanted.contains(.language) ? LanguageInspector().language(of: head).code ?? "" : nil,
            isRefusal: wanted.contains(.isRefusal) ? RefusalInspector().finding(in: head) != nil : nil)
    }
}
