import Foundation
import GovernorInspect

/// `governor-train secrets`: trains the model of `SecretValueRecognizer`, measures it on folds, and prints its table.
///
/// The files of `secrets/` hold labelled texts; `--code` names folders of ordinary code to learn from, `--unseen` folders to
/// measure on, both with colons between. The table goes to standard output, the report to standard error.
struct SecretsCommand {
    /// Lines read of each folder of code.
    private static let linesPerFolder = 60_000
    /// The most findings in 1,000 lines of code that a threshold may allow, on average over the folds. Some are examples of
    /// secrets in comments.
    private static let tolerated = 0.05

    private let rows: [SeenText]
    private let code: [SeenText]
    private let unseen: [SeenText]

    init(_ options: TrainingOptions) throws {
        let folder = try options.path("data").appending(path: "secrets")
        rows = try LabelledFile.all(in: folder).flatMap(SecretText.rows).map(SeenText.init)
        code = Self.code(in: options.list("code"))
        unseen = Self.code(in: options.list("unseen"))
        guard !unseen.isEmpty else { throw TrainingError.usage("--unseen names no folder with code") }
    }

    func run() {
        var invention = InventedText(seed: 20)
        let fit = SecretModelFit(code: code, invented: invention.texts().map(SeenText.init))
        let threshold = report("one source left out", by: { $0.label.source }, fit, threshold: nil)
        let family = { (text: SeenText) in "\(SecretText.hash(text.label.source + text.label.family) % 8)" }
        _ = report("families left out", by: family, fit, threshold: threshold)
        print(SecretModelTable.text(fit.model(of: rows).weights, threshold: threshold))
    }

    private static func code(in folders: [String]) -> [SeenText] {
        folders.flatMap { SecretText.code(in: $0, lines: linesPerFolder) }.map(SeenText.init)
    }

    /// Measures models on what they were not trained on, and returns the threshold.
    private func report(
        _ title: String, by fold: (SeenText) -> String, _ fit: SecretModelFit, threshold fixed: Double?
    ) -> Double {
        var scored: [ScoredText] = []
        var codeScores: [Double] = []
        let folds = Set(rows.map(fold)).sorted()
        for name in folds {
            let model = fit.model(of: rows.filter { fold($0) != name })
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
        let chosen = fixed ?? steps.first { rate($0) <= Self.tolerated } ?? 0.95
        for threshold in fixed == nil ? steps : [chosen] {
            Self.note("\(title), threshold \(threshold): \(rate(threshold)) findings in 1,000 lines of unseen code")
            SecretQuality.lines(scored, threshold: threshold).prefix(threshold == chosen ? .max : 1).forEach(Self.note)
        }
        return chosen
    }

    private static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
