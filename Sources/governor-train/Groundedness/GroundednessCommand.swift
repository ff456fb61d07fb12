import Foundation
import GovernorCore
import GovernorInspect

/// `governor-train groundedness`: measures the model on every source that was left out, then fits it to all of them.
///
/// A file of `groundedness/` is a source: its rows have `text`, `context`, `question` and `label` (1: not supported).
struct GroundednessCommand {
    /// Pulls with the weight of this many rows. What the data is too small to show keeps its prior: that a new number,
    /// date or name and a contradiction speak against an answer.
    private static let ridge = 5.0
    private static let prior: [Double] = [0, 0, 0, 1.5, 1.5, 1.5, 0, 1.5]
    /// How many rows each source and label counts as.
    private static let rowsPerClass = 200.0

    private let sources: [LabelledAnswers]

    init(_ options: TrainingOptions) throws {
        let folder = try options.path("data").appending(path: "groundedness")
        sources = try LabelledFile.all(in: folder).map(LabelledAnswers.init)
        guard sources.count >= 2 else {
            throw TrainingError.unreadable(path: folder.path(), line: nil, reason: "fewer than two labelled files")
        }
    }

    func run() {
        print("source left out: AUC, length-matched AUC, AUC of the worst sentence, calibration error")
        var areas: [(Double, Double, Double)] = []
        for (number, source) in sources.enumerated() {
            let model = fit(sources.indices.filter { $0 != number }.map { sources[$0] })
            let scores = source.rows.map { model.probability($0.whole) }
            let worst = source.rows.map { $0.sentences.map(model.probability).max() ?? 0 }
            let area = Ranking.area(scores, source.labels)
            let matched = Ranking.lengthMatchedArea(worst, source.labels, lengths: source.rows.map(\.length))
            let worstArea = Ranking.area(worst, source.labels)
            areas.append((area, matched, worstArea))
            print(source.name, text(area), text(matched), text(worstArea), text(source.calibrationError(worst)))
            for (name, column) in SupportFeatures.names.enumerated().map({ ($1, $0) }) {
                let area = Ranking.area(source.rows.map { $0.whole.values[column] }, source.labels)
                print("   ", name, text(area), "factor", text(model.factors[column]))
            }
        }
        let count = Double(areas.count)
        print(
            "mean", text(areas.reduce(0) { $0 + $1.0 } / count), text(areas.reduce(0) { $0 + $1.1 } / count),
            text(areas.reduce(0) { $0 + $1.2 } / count))
        let model = fit(sources)
        print("factors: [" + model.factors.map(text).joined(separator: ", ") + "], bias: " + text(model.bias))
    }

    private func text(_ number: Double) -> String { String(format: "%.3f", number) }

    private func fit(_ sources: [LabelledAnswers]) -> SupportModel {
        var rows: [[Double]] = []
        var labels: [Double] = []
        var weights: [Double] = []
        for source in sources {
            let ones = source.labels.reduce(0, +)
            for (row, label) in zip(source.rows, source.labels) {
                rows.append(row.whole.values)
                labels.append(label)
                weights.append(Self.rowsPerClass / (label == 1 ? ones : Double(source.rows.count) - ones))
            }
        }
        let fitted = LogisticRegression.fit(
            rows, labels: labels, weights: weights, prior: Self.prior, ridge: Self.ridge)
        return SupportModel(factors: Array(fitted.dropLast()), bias: fitted[fitted.count - 1])
    }
}
