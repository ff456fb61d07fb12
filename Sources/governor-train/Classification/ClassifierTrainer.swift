import Foundation
import GovernorCore
import GovernorInspect
import Synchronization

/// Trains one label's classifier on real texts and on what is made from them.
struct ClassifierTrainer {
    static let seed: UInt64 = 20_260_101
    /// The ridge of ``LinearClassifier``.
    static let ridge: Float = 1.2e-5
    static let rounds = 45
    /// A source with `n` texts of an answer counts as much as `n` to this power.
    static let sourcePower = 0.15
    /// What made texts count beside real ones.
    static let madeShare: Float = 0.7

    let texts: [TrainingText]
    private let grammars: Grammars
    /// The features of ``texts``.
    let matrix: FeatureMatrix

    init(_ texts: [TrainingText], _ grammars: Grammars) {
        (self.texts, self.grammars) = (texts, grammars)
        var matrix = FeatureMatrix()
        for text in texts { matrix.append(text.text) }
        self.matrix = matrix
    }

    /// A classifier for each label that has seen only some of the texts.
    func train(on rows: [Int]) -> [TextLabel: LinearClassifier] {
        let made = MadeTexts.make(from: rows.map { texts[$0] }, grammars, seed: Self.seed)
        var matrix = matrix
        for text in made { matrix.append(text.text) }
        let all = rows.map { ($0, texts[$0]) } + made.enumerated().map { (texts.count + $0, $1) }
        let models = Mutex<[TextLabel: LinearClassifier]>([:])
        DispatchQueue.concurrentPerform(iterations: TextLabel.allCases.count) { [matrix] index in
            let label = TextLabel.allCases[index]
            let lessons = Self.lessons(all, label)
            let model = LinearClassifier(lessons, of: matrix, ridge: Self.ridge, rounds: Self.rounds)
            models.withLock { $0[label] = model }
        }
        return models.withLock { $0 }
    }

    /// What each text counts: both answers alike, and within an answer sources by a power of their size.
    private static func lessons(_ texts: [(Int, TrainingText)], _ label: TextLabel) -> [LinearClassifier.Lesson] {
        var lessons = texts.compactMap { row, text in
            text.labels[label].map {
                LinearClassifier.Lesson(row: row, isPositive: $0, weight: text.isMade ? madeShare : 1)
            }
        }
        let sources = texts.filter { $0.1.labels[label] != nil }.map(\.1.source)
        var sizes: [String: Double] = [:]
        func key(_ index: Int) -> String { "\(sources[index]) \(lessons[index].isPositive)" }
        for index in lessons.indices { sizes[key(index), default: 0] += 1 }
        for index in lessons.indices {
            lessons[index].weight *= Float(pow(sizes[key(index)] ?? 1, sourcePower - 1))
        }
        for answer in [false, true] {
            let total = lessons.reduce(0) { $0 + ($1.isPositive == answer ? $1.weight : 0) }
            for index in lessons.indices where lessons[index].isPositive == answer {
                lessons[index].weight /= 2 * total
            }
        }
        return lessons
    }
}
