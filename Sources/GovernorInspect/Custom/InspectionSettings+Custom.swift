public import GovernorCore

extension InspectionSettings {
    /// What findings of a kind count toward.
    public func meaning(of kind: String) -> DeclaredRecognizer.Meaning {
        if let declared = recognizers.first(where: { $0.kind == kind }) { return declared.meaning }
        return SecretsInspector.kinds.contains(kind) ? .secret : .personalData
    }

    /// The kinds of findings that count as secrets.
    public var secretKinds: Set<String> {
        SecretsInspector.kinds.union(recognizers.filter { $0.meaning == .secret }.map(\.kind))
    }
}

extension DeclaredRecognizer {
    /// What looks for it.
    var spanRecognizer: any SpanRecognizer {
        switch form {
        case .pattern(let pattern): PatternRecognizer(pattern, of: self)
        case .words(let words, let ignoresCase): WordListRecognizer(words, ignoresCase: ignoresCase, of: self)
        }
    }
}
