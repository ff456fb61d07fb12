public import GovernorCore

extension JSONValue {
    /// An answer with other texts. Where a text changes, details of its tokens go: they would repeat what it was.
    func answer(replacing texts: [JSONPointer: String]) -> JSONValue {
        guard !texts.isEmpty else { return self }
        var value = withoutTokenDetails
        for (pointer, text) in texts { value = pointer.replacing(in: value, with: .string(text)) ?? value }
        return value
    }

    private var withoutTokenDetails: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.withoutTokenDetails))
        case .object(let members):
            return .object(
                JSONObject(
                    members.map { name, value in
                        guard name.isExactly("logprobs") else { return (name, value.withoutTokenDetails) }
                        return (name, value.array == nil ? .null : [])
                    }))
        default: return self
        }
    }
}

extension ModelAnswer {
    /// The body with other texts.
    public func body(replacing texts: [JSONPointer: String]) -> JSONValue { body.answer(replacing: texts) }
}
