import Foundation
import GovernorInspect

/// `governor-train names`: measures on folds, then trains on everything.
struct NamesCommand {
    static let sources = ["presidio_synth_v2", "presidio_generated_large", "wnut17_train", "wnut17_dev"]

    private let lists: NameLists
    private let words: WordTable
    private let examples: [NameExample]
    private let plain: [NameExample]
    private let weights, report: URL?

    init(_ options: TrainingOptions) throws {
        lists = try NameLists(options.path("lists"))
        words = lists.table
        let data = try options.path("data").appending(path: "pii")
        examples = try Self.sources.flatMap {
            try NameExample.load(LabelledFile(url: data.appending(path: $0 + ".jsonl")))
        }
        plain = try NameExample.loadPlain(options.path("data").appending(path: "benign"), words: words)
        weights = options.optionalPath("weights")
        report = options.optionalPath("report")
    }

    func run() throws {
        var outcomes: [NameOutcome] = []
        if let report {
            let lines = measure(&outcomes)
            try lines.joined(separator: "\n").appending("\n").write(to: report, atomically: true, encoding: .utf8)
        }
        if let weights {
            var model = train(on: examples)
            model.calibration = NameKind.allCases.map { kind in
                NameCalibration(fitting: outcomes.filter { $0.kind == kind })
            }
            try Data(model.bytes).write(to: weights)
        }
    }

    // MARK: Folds

    /// Scores models on texts whose family or source they have not seen.
    private func measure(_ outcomes: inout [NameOutcome]) -> [String] {
        var lines = ["# held out | tested on | rule | kind | found | right | labelled | precision | recall | F1"]
        var presidio = NameScore()
        var thresholds: [Float: NameScore] = [:]
        for fold in 0..<5 {
            let isTest = { (example: NameExample) in
                example.source.hasPrefix("presidio") && example.family.stableHash % 5 == UInt64(fold)
            }
            let model = train(on: examples.filter { !isTest($0) })
            score(model, on: examples.filter(isTest), into: &presidio, &outcomes)
            sweep(model, on: examples.filter(isTest), into: &thresholds)
        }
        lines += table("templates, 5 folds", "presidio_*", presidio)
        let groups: [(String, (NameExample) -> Bool, (NameExample) -> Bool)] = [
            ("source presidio_*", { $0.source.hasPrefix("presidio") }, { $0.source.hasPrefix("presidio") }),
            ("wnut17_dev", { $0.source == "wnut17_dev" }, { $0.source == "wnut17_dev" }),
            ("source wnut17_*", { $0.source.hasPrefix("wnut") }, { $0.source.hasPrefix("wnut") }),
            ("all but templates", { _ in true }, { _ in true }),
        ]
        for (name, isHeldOut, isTest) in groups {
            let model = train(on: examples.filter { !isHeldOut($0) })
            if name == "wnut17_dev" { sweep(model, on: examples.filter(isTest), into: &thresholds) }
            for source in Self.sources {
                let texts = examples.filter { isTest($0) && $0.source == source }
                guard !texts.isEmpty else { continue }
                var score = NameScore()
                var own: [NameOutcome] = []
                self.score(model, on: texts, into: &score, &own)
                // The shipped model has seen social media: what one says that has not is no measure of its confidence.
                if name == "source presidio_*" || name == "wnut17_dev" { outcomes += own }
                lines += table(name, source, score)
            }
        }
        lines.append("# threshold of being outside | precision | recall | F1; exact, unseen templates and wnut17_dev")
        for (threshold, score) in thresholds.sorted(by: { $0.key < $1.key }) {
            let total = score.total(.exact)
            lines.append(
                String(format: "%.2f | %.3f | %.3f | %.3f", threshold, total.precision, total.recall, total.f1))
        }
        lines += NameOutcome.reliability(outcomes)
        return lines
    }

    private func train(on examples: [NameExample]) -> NameModel {
        var trainer = NameTrainer(lists, words: words, seed: 17)
        return trainer.train(on: examples, plain: plain)
    }

    private func sweep(_ model: NameModel, on texts: [NameExample], into scores: inout [Float: NameScore]) {
        for threshold: Float in [0.4, 0.5, 0.6, 0.7, 0.8] {
            let tagger = NameTagger(model, threshold: threshold)
            for text in texts {
                scores[threshold, default: NameScore()].add(tagger.names(in: text.bytes).map(\.name), of: text.names)
            }
        }
    }

    private func score(
        _ model: NameModel, on texts: [NameExample], into score: inout NameScore, _ outcomes: inout [NameOutcome]
    ) {
        let tagger = NameTagger(model)
        for text in texts {
            let labelled = text.names
            let found = tagger.names(in: text.bytes)
            score.add(found.map(\.name), of: labelled)
            outcomes += found.map { found in
                NameOutcome(
                    kind: found.name.kind, probability: found.probability,
                    isRight: labelled.contains { $0.kind == found.name.kind && $0.span == found.name.span })
            }
        }
    }

    private func table(_ heldOut: String, _ tested: String, _ score: NameScore) -> [String] {
        func row(_ rule: NameScore.Rule, _ kind: String, _ counts: NameScore.Counts) -> String {
            let rates = [counts.precision, counts.recall, counts.f1].map { String(format: "%.3f", $0) }
            let cells =
                [heldOut, tested, rule.rawValue, kind] + ["\(counts.found)", "\(counts.right)", "\(counts.labelled)"]
            return (cells + rates).joined(separator: " | ")
        }
        return NameScore.Rule.allCases.flatMap { rule in
            [row(rule, "all", score.total(rule))]
                + NameKind.allCases.map { row(rule, $0.finding, score.counts[rule]?[$0] ?? .init()) }
        }
    }
}

extension NameTagger {
    /// The names in a text, with the least probability of their tokens.
    func names(in bytes: [UInt8]) -> [(name: NameExample.Name, probability: Float)] {
        var found: [(name: NameExample.Name, probability: Float)] = []
        names(in: bytes.span) { kind, span, probability in found.append((.init(kind: kind, span: span), probability)) }
        return found
    }
}

extension String {
    /// FNV-1a of the UTF-8 bytes.
    fileprivate var stableHash: UInt64 {
        utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } >> 7
    }
}
