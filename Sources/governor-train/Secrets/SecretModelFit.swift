import GovernorInspect

/// A labelled text with what the recognizers see in it.
struct SeenText {
    let label: SecretText
    let values: [SecretTraining.Value]
    let forms: [(span: Range<Int>, confidence: Double)]

    init(_ label: SecretText) {
        self.label = label
        let bytes = Array(label.text.utf8)
        values = SecretTraining.values(in: bytes.span)
        forms = SecretTraining.forms(in: bytes.span)
    }

    /// How sure the recognizers with a model are that a secret is in the text.
    func score(_ model: SparseLogisticRegression) -> Double {
        max(forms.map(\.confidence).max() ?? 0, values.map { model.probability($0.features) }.max() ?? 0)
    }
}

/// Learns from texts that are labelled as wholes which of their values is the secret.
struct SecretModelFit {
    static let penalty = 0.3
    static let codeWeight = 2.0
    static let inventedWeight = 0.5

    let code: [SeenText]
    let invented: [SeenText]

    /// Fits four times: first the longest value of a positive text counts as its secret, then the most probable one.
    func model(of texts: [SeenText]) -> SparseLogisticRegression {
        var model = SparseLogisticRegression()
        for round in 0..<4 {
            var values: [WeighedValue] = []
            for text in texts where !text.label.holdsSecret { values += weigh(text.values, 1) }
            for text in code { values += weigh(text.values, Self.codeWeight) }
            for text in invented where !text.label.holdsSecret { values += weigh(text.values, Self.inventedWeight) }
            for (group, weight) in [(texts, 1), (invented, Self.inventedWeight)] {
                for text in group where text.label.holdsSecret {
                    guard let secret = secret(of: text, by: round == 0 ? nil : model) else { continue }
                    values.append(WeighedValue(features: secret.features, isSecret: true, weight: weight))
                }
            }
            model.fit(values, penalty: Self.penalty, steps: round == 3 ? 400 : 150)
        }
        return model
    }

    private func weigh(_ values: [SecretTraining.Value], _ weight: Double) -> [WeighedValue] {
        values.map { WeighedValue(features: $0.features, isSecret: false, weight: weight) }
    }

    private func secret(of text: SeenText, by model: SparseLogisticRegression?) -> SecretTraining.Value? {
        func rank(_ value: SecretTraining.Value) -> (Int, Double) {
            let isFormat = text.forms.contains { $0.span.overlaps(value.span) }
            return (isFormat ? 1 : 0, model?.score(value.features) ?? Double(value.span.count))
        }
        return text.values.max { rank($0) < rank($1) }
    }
}
