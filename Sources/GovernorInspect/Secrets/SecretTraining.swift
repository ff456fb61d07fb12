import GovernorCore

/// What the trainer of ``SecretModel`` needs to see of a text.
package enum SecretTraining {
    /// One value that the model judges.
    package struct Value: Sendable {
        /// Where it stands, as half-open byte offsets.
        package let span: Range<Int>
        /// Its features, as indices below ``SecretTraining/featureCount`` and amounts.
        package let features: [(index: Int, amount: Float)]
    }

    /// How many weights the model has.
    package static let featureCount = SecretModel.featureCount
    /// The weights and the threshold that are in use.
    package static let weights = SecretModel.trained.weights
    package static let threshold = SecretModel.threshold

    /// Every value of a text that the model judges, in order.
    package static func values(in text: Span<UInt8>) -> [Value] {
        let recognizer = SecretValueRecognizer()
        var values: [Value] = []
        var seen: Set<Int> = []
        for position in 0..<text.count where recognizer.triggers.contains(text[position]) {
            guard let (value, shape) = SecretValueRecognizer.value(in: text, at: position),
                seen.insert(value.span.lowerBound).inserted
            else { continue }
            var features: [(index: Int, amount: Float)] = []
            SecretModel.features(of: value, shape) { features.append(($0, $1)) }
            values.append(Value(span: value.span, features: features))
        }
        return values
    }

    /// What the recognizers find that need no model, with their confidence.
    package static func forms(in text: Span<UInt8>) -> [(span: Range<Int>, confidence: Double)] {
        SpanScanner(Recognizers.secretForms).findings(in: text).map { ($0.span, $0.confidence) }
    }
}
