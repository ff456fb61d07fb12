import Foundation
import GovernorInspect

/// Trains the model of `SecretValueRecognizer`, measures it on folds, and prints its table.
///
///     secrets-trainer DATA --code FOLDER… --unseen FOLDER… > SecretModel+Trained.swift
///
/// `DATA` holds `.jsonl` files; `--code` folders are ordinary code to learn from, `--unseen` folders to measure on. The
/// report goes to standard error.
@main
enum SecretsTrainer {
    /// Lines read of each folder of code.
    private static let linesPerFolder = 60_000
    /// The most findings in 1,000 lines of code that a threshold may allow, on average over the folds. Some are examples of
    /// secrets in comments.
    private static let tolerated = 0.05

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let data = arguments.first, !data.hasPrefix("-") else {
            note("usage: secrets-trainer DATA --code FOLDER… --unseen FOLDER…")
            exit(64)
        }
        let rows = try LabelledText.rows(in: data).map(SeenText.init)
        var invention = InventedText(seed: 20)
        let training = Training(code: code("--code", arguments), invented: invention.texts().map(SeenText.init))
        let unseen = code("--unseen", arguments)
        let threshold = report("one source left out", rows, by: { $0.label.source }, training, unseen, threshold: nil)
        let family = { (text: SeenText) in "\(LabelledText.hash(text.label.source + text.label.family) % 8)" }
        _ = report("families left out", rows, by: family, training, unseen, threshold: threshold)
        print(ModelTable.text(training.model(of: rows).weights, threshold: threshold))
    }

    private static func code(_ flag: String, _ arguments: ArraySlice<String>) -> [SeenText] {
        guard let start = arguments.firstIndex(of: flag) else { return [] }
        let folders = arguments[(start + 1)...].prefix { !$0.hasPrefix("--") }
        return folders.flatMap { LabelledText.code(in: $0, lines: linesPerFolder) }.map(SeenText.init)
    }

    /// Measures models on what they were not trained on, and returns the threshold.
    private static func report(
        _ title: String, _ rows: [SeenText], by fold: (SeenText) -> String, _ training: Training, _ unseen: [SeenText],
        threshold fixed: Double?
    ) -> Double {
        var scored: [ScoredText] = []
        var codeScores: [Double] = []
        let folds = Set(rows.map(fold)).sorted()
        for name in folds {
            let model = training.model(of: rows.filter { fold($0) != name })
            scored += rows.filter { fold($0) == name }.map {
                ScoredText(source: $0.label.source, isPositive: $0.label.holdsSecret, score: $0.score(model))
            }
            codeScores += unseen.flatMap { text in
                text.values.map { model.probability($0.features) } + text.forms.map(\.confidence)
            }
        }
        let thousands = Double(unseen.reduce(0) { $0 + $1.label.lines } * folds.count) / 1000
        func rate(_ threshold: Double) -> Double { Double(codeScores.filter { $0 >= threshold }.count) / thousands }
        let steps = stride(from: 50, through: 95, by: 5).map { Double($0) / 100 }
        let chosen = fixed ?? steps.first { rate($0) <= tolerated } ?? 0.95
        for threshold in fixed == nil ? steps : [chosen] {
            note("\(title), threshold \(threshold): \(rate(threshold)) findings in 1,000 lines of unseen code")
            Quality.lines(scored, threshold: threshold).prefix(threshold == chosen ? .max : 1).forEach(note)
        }
        return chosen
    }

    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
