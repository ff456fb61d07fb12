import Foundation
import GovernorCore
import GovernorInspect

/// Fits the groundedness model and measures it on every source that was left out.
///
///     groundedness-trainer <(zcat begin_wow.jsonl.gz) faithdial_audit.jsonl halueval_qa.jsonl
///
/// A file is a source: JSON Lines with `text`, `context`, `question` and `label` (1: not supported).
@main struct GroundednessTrainer {
    /// Pulls with the weight of this many rows. What the data is too small to show keeps its prior: that a new number,
    /// date or name and a contradiction speak against an answer.
    static let ridge = 5.0
    static let prior: [Double] = [0, 0, 0, 1.5, 1.5, 1.5, 0, 1.5]
    /// How many rows each source and label counts as.
    static let rowsPerClass = 200.0

    static func main() throws {
        let sources = try CommandLine.arguments.dropFirst().map(LabelledAnswers.init)
        guard sources.count >= 2 else {
            print("usage: groundedness-trainer SOURCE.jsonl SOURCE.jsonl ...")
            exit(64)
        }
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

    private static func text(_ number: Double) -> String { String(format: "%.3f", number) }

    private static func fit(_ sources: [LabelledAnswers]) -> SupportModel {
        var rows: [[Double]] = []
        var labels: [Double] = []
        var weights: [Double] = []
        for source in sources {
            let ones = source.labels.reduce(0, +)
            for (row, label) in zip(source.rows, source.labels) {
                rows.append(row.whole.values)
                labels.append(label)
                weights.append(rowsPerClass / (label == 1 ? ones : Double(source.rows.count) - ones))
            }
        }
        let fitted = LogisticRegression.fit(rows, labels: labels, weights: weights, prior: prior, ridge: ridge)
        return SupportModel(factors: Array(fitted.dropLast()), bias: fitted[fitted.count - 1])
    }
}
