import Foundation
import GovernorCore
import GovernorInspect

/// The labelled answers of one source.
struct LabelledAnswers {
    struct Row {
        let sentences: [SupportFeatures]
        /// The length of the answer in bytes.
        let length: Int

        var whole: SupportFeatures { sentences.reduce(SupportFeatures(), +) }
    }

    let name: String
    let rows: [Row]
    /// 1 where the answer is not supported.
    let labels: [Double]

    init(_ file: LabelledFile) throws {
        name = file.source
        var rows: [Row] = []
        var labels: [Double] = []
        for row in try file.rows() {
            let answer = Array((row["text"]?.string ?? "").utf8)
            let inspector = GroundednessInspector(
                sources: [Array((row["context"]?.string ?? "").utf8)],
                question: Array((row["question"]?.string ?? "").utf8))
            rows.append(Row(sentences: inspector.features(of: answer), length: answer.count))
            labels.append(row["label"] == 1 ? 1 : 0)
        }
        (self.rows, self.labels) = (rows, labels)
    }

    /// The mean distance of stated and observed probability over tenths of the score, both labels weighing the same.
    func calibrationError(_ scores: [Double]) -> Double {
        let ones = labels.reduce(0, +)
        let weights = labels.map { $0 == 1 ? 0.5 / ones : 0.5 / (Double(labels.count) - ones) }
        let bins = Dictionary(grouping: scores.indices) { min(9, Int(scores[$0] * 10)) }
        return bins.values.reduce(0) { sum, rows in
            sum + abs(rows.reduce(0) { $0 + weights[$1] * (scores[$1] - labels[$1]) })
        }
    }
}
