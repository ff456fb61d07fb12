import GovernorCore

/// `POST /v1/completions`.
enum Completions {
    static func request(_ body: JSONObject) throws(DialectError) -> ModelRequest {
        var texts = TextCollector()
        try texts.takePrompt(body["prompt"], named: "prompt")
        if let suffix = body["suffix"] { texts.takeForeign(suffix, at: ["suffix"], as: .user) }
        texts.takeRest(of: body, except: ["prompt", "suffix"])
        return try ModelRequest(.completions, body, texts)
    }
}
