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
        print(
            "# source left out | answers | AUC of the least supported sentence | within tenths of length | "
                + "calibration error")
        for (number, source) in sources.enumerated() {
            let model = fit(sources.indices.filter { $0 != number }.map { sources[$0] })
            let scores = source.rows.map { $0.sentences.map(model.probability).max() ?? 0 }
            let matched = Ranking.lengthMatchedArea(scores, source.labels, lengths: source.rows.map(\.length))
            let cells = [
                source.name, "\(scores.count)", area(scores, source.labels), text(matched),
                text(source.calibrationError(scores)),
            ]
            print(cells.joined(separator: " | "))
        }
        print("# feature alone, in a source | AUC")
        for source in sources {
            for (column, name) in SupportFeatures.names.enumerated() {
                let area = Ranking.area(source.rows.map { $0.whole.values[column] }, source.labels)
                print("\(name), \(source.name) | \(text(area))")
            }
        }
        let model = fit(sources)
        print("factors: [" + model.factors.map(text).joined(separator: ", ") + "], bias: " + text(model.bias))
    }

    private func area(_ scores: [Double], _ labels: [Double]) -> String {
        let rows = zip(scores, labels)
        let evaluation = ScoreEvaluation(
            positives: rows.filter { $0.1 == 1 }.map(\.0), negatives: rows.filter { $0.1 == 0 }.map(\.0))
        guard let auc = evaluation.auc else { return "-" }
        return text(auc.value) + (auc.interval.map { " [\(text($0.lowerBound)), \(text($0.upperBound))]" } ?? "")
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
