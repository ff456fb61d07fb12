import Foundation
import GovernorCore
import GovernorInspect
import Synchronization

/// Trains one label's classifier on real texts and on what is made from them.
struct ClassifierTrainer {
    static let seed: UInt64 = 20_260_101
    /// The ridge of ``LinearClassifier``.
    static let ridge: Float = 4e-6
    static let rounds = 60
    /// A source with `n` texts of an answer counts as much as `n` to this power.
    static let sourcePower = 0.15
    /// The most windows of a text that are learnt from; together they count as one text.
    static let mostWindows = 4
    /// What made and written texts count beside real ones.
    static let madeShare: Float = 0.2

    let texts: [TrainingText]
    /// Always learnt from, as nothing is measured on them.
    private let written: [TrainingText]
    private let grammars: Grammars
    /// The features of ``texts``, then of ``written``.
    let matrix: FeatureMatrix

    init(_ texts: [TrainingText], written: [TrainingText], _ grammars: Grammars) {
        (self.texts, self.written, self.grammars) = (texts, written, grammars)
        var matrix = FeatureMatrix()
        for text in texts + written { matrix.append(text.text) }
        self.matrix = matrix
    }

    /// A classifier for each label that has seen only some of the texts.
    func train(on rows: [Int]) -> [TextLabel: LinearClassifier] {
        let made = MadeTexts.make(from: rows.map { texts[$0] }, grammars, seed: Self.seed)
        var matrix = matrix
        for text in made { matrix.append(text.text) }
        let all = rows.map { ($0, texts[$0]) } + (written + made).enumerated().map { (texts.count + $0, $1) }
        let models = Mutex<[TextLabel: LinearClassifier]>([:])
        DispatchQueue.concurrentPerform(iterations: TextLabel.allCases.count) { [matrix] index in
            let label = TextLabel.allCases[index]
            let lessons = Self.lessons(all, of: matrix, label)
            let model = LinearClassifier(lessons, of: matrix, ridge: Self.ridge, rounds: Self.rounds)
            models.withLock { $0[label] = model }
        }
        return models.withLock { $0 }
    }

    /// What each text counts: both answers alike, and within an answer sources by a power of their size.
    private static func lessons(
        _ texts: [(Int, TrainingText)], of matrix: FeatureMatrix, _ label: TextLabel
    ) -> [LinearClassifier.Lesson] {
        let known = texts.compactMap { index, text in text.labels[label].map { (index, text, $0) } }
        func key(_ text: TrainingText, _ isPositive: Bool) -> String { "\(text.source) \(isPositive)" }
        var sizes: [String: Double] = [:]
        for (_, text, isPositive) in known { sizes[key(text, isPositive), default: 0] += 1 }
        let shares = known.map { _, text, isPositive in
            (text.isMade ? madeShare : 1) * Float(pow(sizes[key(text, isPositive)] ?? 1, sourcePower - 1))
        }
        var totals: [Bool: Float] = [:]
        for ((_, _, isPositive), share) in zip(known, shares) { totals[isPositive, default: 0] += share }
        return zip(known, shares).flatMap { text, share in
            let windows = matrix.windows[text.0].prefix(mostWindows)
            let weight = share / (2 * (totals[text.2] ?? 1)) / Float(windows.count)
            return windows.map { LinearClassifier.Lesson(window: $0, isPositive: text.2, weight: weight) }
        }
    }
}
