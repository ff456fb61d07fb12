import GovernorCore

/// Finds out which way a threshold points, and refuses one that points two ways.
///
/// `target_min` and `target_max` say it by themselves; an `operator` beside them may only make them strict. `target`
/// needs an operator, or `block_above` / `block_below`: a guess would let a bad value pass.
struct ThresholdDirection {
    private let draft: ThresholdDraft

    /// Whether the keys could all be read: a target that could not is not missing.
    private let isClean: Bool

    init(_ draft: Checked<ThresholdDraft>) {
        self.draft = draft.value
        isClean = draft.isClean
    }

    /// The comparison and its target; nil after reporting what is wrong.
    func resolve(
        at position: SourcePosition, _ reader: inout DocumentReader
    ) -> (comparison: Comparison, target: ExactDecimal)? {
        let given: [(key: String, target: Located<ExactDecimal>)] = [
            ("target_min", draft.targetMin), ("target_max", draft.targetMax), ("target", draft.target),
        ].compactMap { key, target in target.map { (key, $0) } }
        guard let first = given.first else {
            if isClean {
                reader.report(
                    "policy.threshold-target", at: position, "the threshold has no target",
                    hint: "add target_min, target_max, or target with an operator")
            }
            return nil
        }
        guard given.count == 1 else {
            reader.report(
                "policy.threshold-target", at: given[1].target.position,
                "\(first.key) and \(given[1].key) exclude each other", hint: "keep one of them")
            return nil
        }
        guard let comparison = comparison(first.key, at: first.target.position, &reader) else { return nil }
        let isConsistent = checkBlocks(comparison, &reader)
        let isWarningInside = checkWarnings(comparison, first.target.value, &reader)
        return isConsistent && isWarningInside ? (comparison, first.target.value) : nil
    }

    private func comparison(
        _ key: String, at position: SourcePosition, _ reader: inout DocumentReader
    ) -> Comparison? {
        let allowed: [Comparison] =
            switch key {
            case "target_min": [.atLeast, .above]
            case "target_max": [.atMost, .below]
            default: Comparison.allCases
            }
        if let given = draft.comparison {
            if allowed.contains(given.value) { return given.value }
            reader.report(
                "policy.threshold-operator", at: given.position,
                "the operator '\(given.value.rawValue)' contradicts \(key)",
                hint: "use '\(allowed[0].rawValue)' or '\(allowed[1].rawValue)', or leave it out")
            return nil
        }
        switch (key, draft.blockAbove, draft.blockBelow) {
        case ("target_min", _, _), ("target", nil, _?): return .atLeast
        case ("target_max", _, _), ("target", _?, nil): return .atMost
        default:
            reader.report(
                "policy.threshold-operator", at: position, "'target' alone does not say which values pass",
                hint: "use target_min or target_max, or add an operator")
            return nil
        }
    }

    /// Refuses a `block_…` key that is not about the side on which the threshold fails.
    private func checkBlocks(_ comparison: Comparison, _ reader: inout DocumentReader) -> Bool {
        let given = [("block_above", draft.blockAbove), ("block_below", draft.blockBelow)]
            .compactMap { key, value in value.map { (key: key, position: $0.position) } }
        let right =
            switch comparison.targetWord {
            case "min": "block_below"
            case "max": "block_above"
            default: nil as String?
            }
        guard let wrong = given.first(where: { $0.key != right }) else { return true }
        if let right {
            reader.report(
                "policy.threshold-direction", at: wrong.position,
                "\(wrong.key) contradicts a \(comparison.targetWord)imum", hint: "did you mean '\(right)'?")
        } else {
            reader.report(
                "policy.threshold-direction", at: wrong.position,
                "\(wrong.key) means nothing with the operator '\(comparison.rawValue)', which fails on either side",
                hint: "leave it out; 'enforcement: warn' makes the threshold warn only")
        }
        return false
    }

    private func checkWarnings(
        _ comparison: Comparison, _ target: ExactDecimal, _ reader: inout DocumentReader
    ) -> Bool {
        let isMinimum = comparison.targetWord == "min"
        let isMaximum = comparison.targetWord == "max"
        if let low = draft.warnMin, !isMinimum || low.value <= target {
            reader.report(
                "policy.threshold-warning", at: low.position,
                isMinimum ? "warn_min must be above the target of \(target)" : "warn_min needs a minimum as target")
            return false
        }
        if let high = draft.warnMax, !isMaximum || high.value >= target {
            reader.report(
                "policy.threshold-warning", at: high.position,
                isMaximum ? "warn_max must be below the target of \(target)" : "warn_max needs a maximum as target")
            return false
        }
        return true
    }
}
