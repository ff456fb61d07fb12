import GovernorCore

/// A classifier of Hugging Face's text-embeddings-inference: `POST /predict`.
///
/// The answer is `[{"label": NAME, "score": NUMBER}, …]`, with one more list around it from some versions.
struct PredictionForm: ClassifierForm {
    /// The labels that count, at least one.
    let labels: [String]

    var path: String { "/predict" }

    /// Nothing is cut off: a text that is too long for the model is an error of it, and no judgement of its beginning.
    func question(about text: String) -> JSONValue { ["inputs": .string(text), "truncate": false] }

    /// The largest score of the labels. One that is missing makes the answer useless: its name may be misspelt.
    func probability(in answer: JSONValue) -> Double? {
        let predictions = answer.array?.first?.array ?? answer.array ?? []
        let scores = labels.compactMap { label in
            predictions.first { $0["label"]?.string == label }?["score"]?.probability
        }
        return scores.count == labels.count ? scores.max() : nil
    }
}
