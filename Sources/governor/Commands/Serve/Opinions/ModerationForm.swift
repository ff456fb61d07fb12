import GovernorCore

/// A moderation endpoint that is compatible with OpenAI's: `POST …/moderations`.
///
/// The answer is `{"results": [{"category_scores": {NAME: NUMBER, …}, …}]}`.
struct ModerationForm: ClassifierForm {
    /// The model; nil leaves the choice to the endpoint.
    let model: String?
    /// The categories that count; all of them when empty.
    let categories: [String]

    var path: String { "/moderations" }

    func question(about text: String) -> JSONValue {
        var body: JSONObject = ["input": .string(text)]
        if let model { body["model"] = .string(model) }
        return .object(body)
    }

    /// The largest score of the categories. One that is missing makes the answer useless: its name may be misspelt.
    func probability(in answer: JSONValue) -> Double? {
        guard let results = answer["results"]?.array, results.count == 1,
            let scores = results[0]["category_scores"]?.object
        else { return nil }
        let wanted = categories.isEmpty ? scores.map(\.name) : categories
        let probabilities = wanted.compactMap { scores[$0]?.probability }
        return probabilities.count == wanted.count ? probabilities.max() : nil
    }
}
