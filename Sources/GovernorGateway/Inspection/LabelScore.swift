import GovernorCore
import GovernorInspect
import GovernorPolicy

/// How likely a text is what a label says: the likeliest of a stage's texts.
package struct LabelScore: Sendable {
    /// What is judged.
    let label: TextLabel
    /// Where the text is in the model's use.
    let stage: Stage
    /// Which of the subject's texts has the score.
    let text: Int
    /// What the embedded classifier says, in `0...1`.
    let probability: Double
    /// What another classifier says; nil where none was asked.
    var opinion: Opinion?

    init(label: TextLabel, stage: Stage, text: Int, probability: Double) {
        self.label = label
        self.stage = stage
        self.text = text
        self.probability = probability
    }

    /// The score that rules are told; nil when it is unknown.
    var value: Double? { opinion.map { $0.value(besides: probability) } ?? probability }
}

extension MeasuredVariable {
    /// What the text classifiers are asked about to measure this; nil for what they do not measure.
    ///
    /// An attempt to lift a model's limits and smuggled instructions are one label: their texts overlap too much to be
    /// told apart by words.
    var label: TextLabel? {
        switch self {
        case .jailbreakScore, .promptInjectionScore: .injection
        case .harmfulContentScore: .harmfulRequest
        case .toxicityScore: .toxicity
        case .containsPII, .containsSecret, .verbatimRatio, .language, .isRefusal: nil
        }
    }
}
