import GovernorCore

/// `POST /v1/messages` and `POST /v1/messages/count_tokens`.
enum Messages {
    static func answer(_ body: JSONValue) throws(DialectError) -> ModelAnswer {
        guard let blocks = body["content"]?.array else { throw .foreignAnswer(.messages) }
        var texts = AnswerCollector()
        take(blocks, at: ["content"], into: &texts)
        texts.takeRest(of: body, except: ["content"])
        return ModelAnswer(body, texts)
    }

    /// An answer that holds nothing but a number. It is no usage: counting tokens takes none.
    static func count(_ body: JSONValue) throws(DialectError) -> ModelAnswer {
        guard body["input_tokens"]?.number != nil else { throw .foreignAnswer(.countTokens) }
        var texts = AnswerCollector()
        texts.takeRest(of: body, except: ["input_tokens"])
        return ModelAnswer(body: body, texts: texts.texts, unread: texts.unread, model: nil, usage: nil)
    }

    /// Takes the texts of content blocks.
    static func take(_ blocks: [JSONValue], at path: [String], into texts: inout AnswerCollector) {
        for (index, block) in blocks.enumerated() {
            take(block, at: path + [String(index)], block: index, into: &texts)
        }
    }

    /// Takes the texts of a content block, or of a delta of one: a choice of its own. But its words go on those of the blocks
    /// before: an answer is cut into blocks wherever it cites something, and who reads it joins them.
    static func take(_ value: JSONValue, at path: [String], block index: Int, into texts: inout AnswerCollector) {
        guard let members = value.object else { return texts.take(value, at: path, choice: index, lane: []) }
        for name in Lane.flowing {
            texts.take(value[name] ?? .null, at: path + [name], choice: 0, lane: [name])
        }
        texts.takeMembers(of: members, except: Set(Lane.flowing), at: path, choice: index)
    }

    /// The name that the API gives to errors of a status.
    static func errorType(_ status: Int) -> String {
        switch status {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 504: "timeout_error"
        case 529: "overloaded_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }
}
