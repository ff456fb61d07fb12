import GovernorCore

/// `POST /v1/embeddings`.
enum Embeddings {
    static func request(_ body: JSONObject) throws(DialectError) -> ModelRequest {
        var texts = TextCollector()
        try texts.takePrompt(body["input"], named: "input")
        texts.takeRest(of: body, except: ["input"])
        return try ModelRequest(.embeddings, body, texts)
    }

    /// The vectors, numbers or Base64, are no text; anything beside them may be.
    static func answer(_ body: JSONValue) throws(DialectError) -> ModelAnswer {
        guard let vectors = body["data"]?.array else { throw .foreignAnswer(.embeddings) }
        var texts = AnswerCollector()
        for (index, vector) in vectors.enumerated() {
            let isVector = vector["embedding"].map(Self.isVector) ?? false
            texts.takeRest(
                of: vector, except: isVector ? ["embedding"] : [], at: ["data", String(index)], choice: index)
        }
        texts.takeRest(of: body, except: ["data"])
        return ModelAnswer(body, texts)
    }

    private static func isVector(_ value: JSONValue) -> Bool {
        value.string.map(Vocabulary.isBase64) ?? value.array?.allSatisfy { $0.number != nil } ?? false
    }
}
