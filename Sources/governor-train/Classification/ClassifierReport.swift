import Foundation
import GovernorInspect

/// What a trial says about a label, as lines of a table.
///
/// The threshold of a source is the log-odds that one in a hundred of the harmless texts of *other* sources exceeds, each
/// harmless source counting alike. With whole sources held out, those are texts of held-out families, by the same model.
struct ClassifierReport {
    static let heading =
        "# held out | label | source | positives | negatives | AUC | recall at 1 % (95 %) | false positives at 1 % (95 %)"
        + " | recall at 1/2 | false positives at 1/2"

    private typealias Outcome = ClassifierTrial.Outcome

    /// Texts on which an answer of a model is no harm: the sources that thresholds come from.
    private static let harmless: [TextLabel: Set<String>] = {
        let prompts: Set = [
            "awesome_chatgpt_prompts", "clinc150", "cyberseceval_mitre_frr", "fuzzyai_benign", "gsm8k_test",
            "humaneval",
            "mt_bench", "self_instruct", "xstest", "agt_injection_smoke", "bipia_train", "begin_wow", "halueval_qa",
            "gnome_help", "home_assistant", "chatterbot", "wesnoth", "debian_descriptions", "presidio_synth_v2",
        ]
        return [
            .injection: prompts.union(["wikipedia_toxicity", "openai_moderation"]), .harmfulRequest: prompts,
            .toxicity: prompts.union([
                "wikipedia_toxicity", "openai_moderation", "davidson_tweets", "hatecheck", "toxigen_seed_sentences",
                "identity_sentence_templates",
            ]),
        ]
    }()

    /// The shares of harmless texts of other sources that the thresholds of the curves let through.
    private static let rates = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1]

    let trial: ClassifierTrial
    /// What makes log-odds of each label probabilities.
    let calibrations: [TextLabel: (factor: Float, bias: Float)]

    func lines() -> [String] {
        [Self.heading]
            + ClassifierTrial.Kind.allCases.flatMap { kind in
                TextLabel.allCases.flatMap { label in
                    lines(kind, label, trial.outcomes[kind]?[label] ?? [])
                }
            }
    }

    private func lines(_ kind: ClassifierTrial.Kind, _ label: TextLabel, _ outcomes: [Outcome]) -> [String] {
        let tested = outcomes.filter { kind == .families || $0.isUnseenSource }
        let pool = outcomes.filter {
            !$0.isPositive && Self.harmless[label]?.contains($0.text.source) == true && !$0.isUnseenSource
        }
        var lines: [String] = []
        var (recalls, areas, alarms): ([Double], [Double], [Double]) = ([], [], [])
        var curve = Self.rates.map { _ in (recalls: [Double](), alarms: [Double]()) }
        let half = calibrations[label].map { -$0.bias / $0.factor } ?? 0
        for (source, rows) in Dictionary(grouping: tested, by: \.text.source).sorted(by: { $0.key < $1.key }) {
            let fold = rows[0].fold
            let others = pool.filter { $0.text.source != source && (kind == .families || $0.fold == fold) }
                .sorted { $0.logit > $1.logit }
            let threshold = Self.threshold(others, rate: 0.01)
            let (ones, zeros) = (rows.filter(\.isPositive), rows.filter { !$0.isPositive })
            let against = zeros.isEmpty ? pool.filter { kind == .families || $0.fold == fold } : zeros
            let area = Self.area(ones + against)
            if ones.count >= 10 {
                recalls.append(Self.share(ones, threshold))
                areas.append(area)
            }
            if !zeros.isEmpty { alarms.append(Self.share(zeros, threshold)) }
            for (point, rate) in Self.rates.enumerated() {
                let threshold = Self.threshold(others, rate: rate)
                if ones.count >= 10 { curve[point].recalls.append(Self.share(ones, threshold)) }
                if !zeros.isEmpty { curve[point].alarms.append(Self.share(zeros, threshold)) }
            }
            lines.append(
                [
                    kind.rawValue, label.rawValue, source, "\(ones.count)", "\(zeros.count)",
                    ones.isEmpty ? "-" : text(area), interval(ones, threshold), interval(zeros, threshold),
                    ones.isEmpty ? "-" : text(Self.share(ones, half)),
                    zeros.isEmpty ? "-" : text(Self.share(zeros, half)),
                ].joined(separator: " | "))
        }
        let judged = tested.filter { $0.isPositive || Self.harmless[label]?.contains($0.text.source) == true }
        lines.append(
            "\(kind.rawValue) | \(label.rawValue) | MEAN over sources: recall at 1 % \(text(mean(recalls))), AUC "
                + "\(text(mean(areas))), false positives \(text(mean(alarms))), length-matched AUC "
                + text(
                    Ranking.lengthMatchedArea(
                        judged.map { Double($0.logit) }, judged.map { $0.isPositive ? 1 : 0 },
                        lengths: judged.map(\.text.text.utf8.count))))
        let points = zip(Self.rates, curve).map { rate, point in
            "\(rate): \(text(mean(point.recalls))) at \(text(mean(point.alarms)))"
        }
        lines.append(
            "\(kind.rawValue) | \(label.rawValue) | CURVE mean recall at mean false positives, by the rate of thresholds: "
                + points.joined(separator: ", "))
        let templates = tested.filter { $0.text.source == "identity_sentence_templates" && !$0.isPositive }
        if label == .toxicity, let gap = IdentityGap(templates.map { ($0.text.text, $0.logit > half) }) {
            lines.append(
                "\(kind.rawValue) | \(label.rawValue) | IDENTITY false positives at 1/2, distance of a term from all: mean "
                    + "\(text(gap.mean)), largest \(text(gap.largest)), of \(gap.terms) terms")
        }
        return lines
    }

    /// - Parameter pool: In falling order.
    private static func threshold(_ pool: [Outcome], rate: Double) -> Float {
        var sizes: [String: Double] = [:]
        for outcome in pool { sizes[outcome.text.source, default: 0] += 1 }
        var rest = rate * Double(sizes.count)
        for outcome in pool {
            rest -= 1 / (sizes[outcome.text.source] ?? 1)
            if rest < 0 { return outcome.logit }
        }
        return .infinity
    }

    private static func share(_ rows: [Outcome], _ threshold: Float) -> Double {
        Double(rows.count { $0.logit > threshold }) / Double(rows.count)
    }

    private static func area(_ rows: [Outcome]) -> Double {
        Ranking.area(rows.map { Double($0.logit) }, rows.map { $0.isPositive ? 1 : 0 })
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    private func interval(_ rows: [Outcome], _ threshold: Float) -> String {
        let count = rows.count { $0.logit > threshold }
        guard let share = Estimate.proportion(count, of: rows.count), let range = share.interval else { return "-" }
        return "\(text(share.value)) (\(text(range.lowerBound))-\(text(range.upperBound)))"
    }

    private func text(_ value: Double) -> String { String(format: "%.3f", value) }
}
