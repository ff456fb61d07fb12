import GovernorCore

extension InspectionSettings {
    /// The section in its normalised form; nil when it changes nothing.
    ///
    /// - Parameter decimal: Writes a number.
    func json(_ decimal: (ExactDecimal) -> JSONValue) -> JSONValue? {
        var json = JSONObject()
        if !names.isEmpty { json["names"] = .array(names.sorted().map { .string($0) }) }
        if !recognizers.isEmpty { json["recognizers"] = .array(recognizers.map { $0.json(decimal) }) }
        if !allowances.isEmpty { json["allow"] = .array(allowances.map(\.json)) }
        if redaction != RedactionPlan() {
            json["redact"] = .object(
                JSONObject(
                    [("default", redaction.standard.json)]
                        + redaction.methods.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
        }
        if !leastConfidence.isEmpty {
            json["confidence"] = .object(
                JSONObject(leastConfidence.sorted { $0.key < $1.key }.map { ($0.key, decimal($0.value)) }))
        }
        return json.isEmpty ? nil : .object(json)
    }
}

extension DeclaredRecognizer {
    fileprivate func json(_ decimal: (ExactDecimal) -> JSONValue) -> JSONValue {
        var json: JSONObject = [
            "kind": .string(kind), "confidence": decimal(confidence), "counts_as": .string(meaning.rawValue),
        ]
        switch form {
        case .pattern(let pattern): json["pattern"] = .string(pattern.source)
        case .words(let words, let ignoresCase):
            json["words"] = .array(words.map { .string($0) })
            json["ignore_case"] = .bool(ignoresCase)
        }
        if !contextWords.isEmpty { json["context"] = .array(contextWords.map { .string($0) }) }
        if let checksum { json["checksum"] = .string(checksum.rawValue) }
        return .object(json)
    }
}

extension Allowance {
    fileprivate var json: JSONValue {
        switch form {
        case .values(let values): ["kind": .string(kind), "values": .array(values.map { .string($0) })]
        case .suffix(let suffix): ["kind": .string(kind), "suffix": .string(suffix)]
        case .pattern(let pattern): ["kind": .string(kind), "pattern": .string(pattern.source)]
        }
    }
}

extension RedactionMethod {
    fileprivate var json: JSONValue {
        switch self {
        case .mask(let keepLast) where keepLast > 0: ["mask": ["keep_last": .integer(keepLast)]]
        default: .string(name)
        }
    }
}
