import Foundation
import GovernorInspect

/// `governor-train classifiers`: measures on held-out families and sources, then trains on everything.
struct ClassifiersCommand {
    private let texts, written: [TrainingText]
    private let grammars: Grammars
    private let weights, report: URL?

    init(_ options: TrainingOptions) throws {
        texts =
            try TrainingText.all(in: options.path("data")) + TrainingText.harmless(in: options.path("harmless"))
        let folder = try options.path("grammars")
        grammars = try Grammars(in: folder)
        written = try WrittenTexts.all(in: folder.appending(path: "written"))
        weights = options.optionalPath("weights")
        report = options.optionalPath("report")
    }

    func run() throws {
        let trainer = ClassifierTrainer(texts, written: written, grammars)
        let trial = ClassifierTrial(trainer) { FileHandle.standardError.write(Data(($0 + "\n").utf8)) }
        let calibrations = Dictionary(
            uniqueKeysWithValues: TextLabel.allCases.map { label in
                (label, Self.calibration(trial.outcomes[.families]?[label] ?? []))
            })
        if let report {
            let lines = ClassifierReport(trial: trial, calibrations: calibrations).lines()
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: report)
        }
        if let weights {
            let models = trainer.train(on: Array(texts.indices))
            try Data(ClassifierModel(models, calibrations).bytes).write(to: weights)
        }
    }

    /// The share of texts that a probability takes to be attacks, harmful or toxic before it has read one.
    static let baseRate = 0.1

    /// Platt scaling on texts that the models had not seen: sources count alike, and so do both answers; then the log-odds
    /// of ``baseRate`` are added.
    private static func calibration(_ outcomes: [ClassifierTrial.Outcome]) -> (factor: Float, bias: Float) {
        var sizes: [String: Double] = [:]
        func key(_ outcome: ClassifierTrial.Outcome) -> String { "\(outcome.text.source) \(outcome.isPositive)" }
        for outcome in outcomes { sizes[key(outcome), default: 0] += 1 }
        let answers = Dictionary(grouping: sizes.keys) { $0.hasSuffix("true") }.mapValues { Double($0.count) }
        let fitted = LogisticRegression.fit(
            outcomes.map { [Double($0.logit)] }, labels: outcomes.map { $0.isPositive ? 1 : 0 },
            weights: outcomes.map { 100 / (sizes[key($0)] ?? 1) / (answers[$0.isPositive] ?? 1) }, prior: [1],
            ridge: 0.01)
        return (Float(fitted[0]), Float(fitted[1]) + Float(log(baseRate / (1 - baseRate))))
    }
}

extension ClassifierModel {
    /// Trained weights in bytes: the largest of a label is 127 steps.
    init(_ models: [TextLabel: LinearClassifier], _ calibrations: [TextLabel: (factor: Float, bias: Float)]) {
        var (scales, biases) = (SIMD4<Float>(), SIMD4<Float>())
        var weights = [SIMD4<Int8>](repeating: SIMD4(), count: FeatureHash.buckets)
        for (label, model) in models {
            let step = model.weights.dropLast().reduce(0) { max($0, abs($1)) } / 127
            let (factor, bias) = calibrations[label] ?? (1, 0)
            scales[label.lane] = step * factor
            biases[label.lane] = model.bias * factor + bias
            for bucket in weights.indices {
                weights[bucket][label.lane] = Int8((model.weights[bucket] / step).rounded())
            }
        }
        self.init(scales: scales, biases: biases, weights: weights)
    }
}
