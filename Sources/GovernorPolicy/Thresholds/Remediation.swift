import GovernorCore

/// Says by how much a threshold is missed and what usually moves its metric.
enum Remediation {
    static func text(for result: ThresholdResult) -> String {
        [gap(result), advice(result.threshold)].compactMap { $0 }.joined(separator: " ")
    }

    private static func gap(_ result: ThresholdResult) -> String? {
        let threshold = result.threshold
        guard let actual = result.actual else {
            return "No artifact reports it: write it to eval_\(threshold.name.category).json as "
                + "{\"\(threshold.name.metric)\": …}."
        }
        let isMet = threshold.comparison.holds(actual, threshold.target)
        let limit = isMet ? threshold.warning ?? threshold.target : threshold.target
        guard let distance = actual.distance(to: limit) else { return nil }
        let word = isMet ? "warning level" : "target"
        switch threshold.comparison {
        case .different: return "It must not be \(limit)."
        case .equal: return "It is \(distance) away from the \(word) of \(limit)."
        case _ where actual == limit: return "It must not equal the \(word) of \(limit)."
        case .atLeast, .above: return "It is \(distance) below the \(word) of \(limit)."
        case .atMost, .below: return "It is \(distance) above the \(word) of \(limit)."
        }
    }

    private static func advice(_ threshold: Threshold) -> String? {
        threshold.remediation ?? byCategory[threshold.name.category] ?? threshold.description
    }

    private static let byCategory = [
        "quality":
            "Compare the failing cases with the last build that passed; a changed prompt, dataset or base model is the "
            + "usual cause.",
        "fairness":
            "Look at the groups with the largest difference and at how many cases each has; rebalance or reweigh the "
            + "training data, or set the decision threshold for each group and record why.",
        "safety":
            "Read the outputs that were judged harmful; tighten the system prompt and the output rules, and add the "
            + "cases to the red-team set.",
        "drift":
            "Find the features whose distribution moved; if the change is real, retrain on recent data and set a new "
            + "reference.",
        "privacy":
            "Find the records that can be re-identified; remove or generalise the fields that single people out, or "
            + "train with a smaller privacy budget.",
        "security":
            "Repeat the attacks that succeeded; harden the input checks and keep the cases as regression tests.",
        "robustness":
            "Repeat the perturbations that failed; add them to training, or refuse inputs outside the tested range.",
        "transparency":
            "Complete what the documentation lacks, and attach an explanation to every decision that needs one.",
        "performance":
            "Profile the slowest requests and compare with the last build that passed.",
    ]
}
