public import GovernorCore

extension JSONValue {
    /// An answer with other texts. Where a text changes, details of its tokens go: they would repeat what it was.
    func answer(replacing texts: [JSONPointer: String]) -> JSONValue {
        guard !texts.isEmpty else { return self }
        return withoutTokenDetails.saying(texts.filter { !isTokenDetails(at: $0.key) })
    }

    /// Whether details of tokens are at a place: they go, and no text takes their place.
    private func isTokenDetails(at pointer: JSONPointer) -> Bool {
        guard Vocabulary.tokenDetails.contains(pointer.tokens.last ?? ""), let value = pointer.value(in: self) else {
            return false
        }
        return value.array != nil || value.object != nil
    }

    /// The same document with other texts.
    func saying(_ texts: [JSONPointer: String]) -> JSONValue {
        let values = texts.compactMap { pointer, text in pointer.value(in: self).map { (pointer, $0.saying(text)) } }
        return replacing(Dictionary(uniqueKeysWithValues: values))
    }

    /// What takes this value's place: a string, or the object that the text is the JSON of. What was to be JSON and is
    /// not stays a string, so that nothing gets lost.
    private func saying(_ text: String) -> JSONValue {
        object == nil ? .string(text) : (try? JSONValue(parsing: text)) ?? .string(text)
    }

    private var withoutTokenDetails: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.withoutTokenDetails))
        case .object(let members):
            return .object(JSONObject(members.map { name, value in (name, value.withoutTokenDetails(named: name)) }))
        default: return self
        }
    }

    private func withoutTokenDetails(named name: String) -> JSONValue {
        switch self {
        case .array where Vocabulary.tokenDetails.contains(name): []
        case .object where Vocabulary.tokenDetails.contains(name): .null
        // A tool may call an argument what it likes.
        case .object where Vocabulary.toolArguments.contains(name): self
        default: withoutTokenDetails
        }
    }
}

extension ModelAnswer {
    /// The body with other texts.
    public func body(replacing texts: [JSONPointer: String]) -> JSONValue { body.answer(replacing: texts) }

    /// ``body(replacing:)`` as text: where nothing is replaced, byte by byte what the server has sent.
    public func bytes(replacing texts: [JSONPointer: String]) -> [UInt8] {
        if let sent, texts.isEmpty { return sent }
        return body(replacing: texts).compactBytes
    }
}
