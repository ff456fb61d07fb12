import ArgumentParser
import GovernorCore
import GovernorInspect

/// `governor inspect eval`: how good a detector is on labelled data.
struct InspectEval: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measure a detector on labelled data.",
        discussion: """
            Each line of a file is {"text": …, "label": 0 or 1}, with "context" and "question" for groundedness; or, for \
            personal data and names, {"text": …, "spans": [{"entity": …, "start": …, "end": …}]} in code points. A "source" \
            groups rows.

            Intervals are at 95 %. Recall at a share of false positives takes its threshold from the negatives of all files.

            \(ExitCodes.inspectEval)

            Example:
              $ echo '{"text": "mail ada@example.org",
                  "spans": [{"entity": "EMAIL_ADDRESS", "start": 5, "end": 20}]}' |
                tr -d '\\n' | governor inspect eval -
            """)

    @Argument(help: ArgumentHelp("Labelled data as .jsonl or .jsonl.gz; - is standard input.", valueName: "data"))
    var files: [String]

    @Option(
        help: """
            What to measure: pii, names, secrets, groundedness, verbatim, refusal, injection, harmful_request or toxicity.
            """)
    var detector = EvaluatedDetector.pii

    @Option(help: "From which score on, 0 to 1, a labelled text counts as reported; 0.5 if left out, for verbatim 0.2.")
    var threshold: Double?

    @Option(help: "When a span counts as the labelled one: exact or overlapping.", transform: Self.agreement)
    var agreement = SpanEvaluation.Agreement.exact

    @Option(help: ArgumentHelp("The index that --detector verbatim compares with.", valueName: "file"))
    var corpus: String?

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    private static func agreement(_ text: String) throws -> SpanEvaluation.Agreement {
        guard let agreement = SpanEvaluation.Agreement(rawValue: text) else {
            throw ValidationError("--agreement is exact or overlapping.")
        }
        return agreement
    }

    func validate() throws {
        guard detector != .verbatim || corpus != nil else {
            throw ValidationError("--detector verbatim needs --corpus.")
        }
        guard threshold.map((0...1).contains) ?? true else { throw ValidationError("--threshold is from 0 to 1.") }
    }

    func run() throws {
        let index = try corpus.map { try CorpusFile($0).index() }
        let rows = try LabelledRow.rows(of: files)
        var scored: [ScoredText] = []
        var compared: [ComparedText] = []
        var leftOut = EvaluationOutput.LeftOut()
        for row in rows {
            switch row.label {
            case .isPositive(let isPositive):
                scored.append(
                    ScoredText(
                        source: row.source, isPositive: isPositive, score: try detector.score(row, corpus: index)))
            case .spans(let labelled):
                guard threshold == nil else {
                    throw row.error("it has spans, for which there is no threshold", hint: "leave out --threshold")
                }
                guard let (found, expected) = try detector.spans(in: labelled, of: row) else {
                    leftOut.texts += 1
                    leftOut.spans += labelled.spans.count
                    continue
                }
                leftOut.spans += labelled.spans.count - expected.count
                compared.append(ComparedText(source: row.source, found: found, expected: expected))
            }
        }
        guard !rows.isEmpty else {
            throw CommandError.invalid(
                path: files.joined(separator: ", "), problem: "there are no rows", hint: LabelledTextError.badSpan.hint)
        }
        let output = EvaluationOutput(
            detector: detector,
            scores: scored.isEmpty
                ? nil : ClassificationReport(scored, threshold: threshold ?? detector.threshold),
            spans: compared.isEmpty ? nil : SpanReport(compared, agreement), agreement: agreement, leftOut: leftOut)
        switch format {
        case .text: try StandardStream.output.write(output.text)
        case .json: try StandardStream.output.write(output.json.prettyText + "\n")
        }
    }
}
