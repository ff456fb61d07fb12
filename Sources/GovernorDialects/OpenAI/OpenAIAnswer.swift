import GovernorCore

/// What the answers of `POST /v1/chat/completions` and `POST /v1/completions` have in common.
enum OpenAIAnswer {
    static func answer(_ dialect: Dialect, _ body: JSONValue) throws(DialectError) -> ModelAnswer {
        guard let choices = body["choices"]?.array else { throw .foreignAnswer(dialect) }
        var texts = AnswerCollector()
        take(choices, into: &texts)
        texts.takeRest(of: body, except: ["choices"])
        return ModelAnswer(body, texts)
    }

    /// Takes the texts of the choices of an answer or an event.
    static func take(_ choices: [JSONValue], into texts: inout AnswerCollector) {
        for (position, choice) in choices.enumerated() {
            let index = self.index(of: choice, at: position)
            let path = ["choices", String(position)]
            for (member, lane) in holders {
                if let value = choice[member] { texts.take(value, at: path + [member], choice: index, lane: lane) }
            }
            texts.takeRest(of: choice, except: Set(holders.map(\.member)), at: path, choice: index)
        }
    }

    /// The number of a choice.
    static func index(of choice: JSONValue, at position: Int) -> Int {
        choice["index"]?.number.flatMap(\.wholeNumber) ?? position
    }

    /// What holds the texts of a choice, in an answer, an event, or either without messages.
    private static let holders: [(member: String, lane: [String])] = [
        ("message", []), ("delta", []), ("text", ["text"]),
    ]

    /// The name that the API gives to errors of a status.
    static func errorType(_ status: Int) -> String {
        switch status {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 429: "rate_limit_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }
}
