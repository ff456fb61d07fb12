import GovernorCore

/// Collects every string of an answer, or of an event, that may hold words, each with the lane it belongs to.
struct AnswerCollector {
    private(set) var texts: [AnswerText] = []

    /// Takes the strings below a value.
    ///
    /// - Parameters:
    ///   - path: Where the value stands in the answer or event.
    ///   - lane: What it is called within its choice; the same in streamed answers and in others.
    mutating func take(
        _ value: JSONValue, at path: [String], choice: Int, lane: [String], kind: AnswerText.Kind = .delta
    ) {
        switch value {
        case .string(let text):
            guard !text.isEmpty else { return }
            let name = lane.last { Int($0) == nil } ?? ""
            if TextCollector.vocabulary.contains(name), text.utf8.count <= TextCollector.longestWord { return }
            let isJSON = ["arguments", "partial_json"].contains(name)
            texts.append(
                AnswerText(
                    text, lane: Lane(choice: choice, name: lane.joined(separator: "/"), isJSON: isJSON),
                    pointer: JSONPointer(tokens: path), kind: kind))
        case .array(let elements):
            for (position, element) in elements.enumerated() {
                // Parts of a stream say which one they go on.
                let index = element["index"]?.number.flatMap { Int($0.text) } ?? position
                take(
                    element, at: path + [String(position)], choice: choice, lane: lane + [String(index)], kind: kind)
            }
        case .object(let members):
            for (name, member) in members where !Self.skipped.contains(name) {
                take(member, at: path + [name], choice: choice, lane: lane + [name], kind: kind)
            }
        case .null, .bool, .number: break
        }
    }

    /// Takes the strings of an object beside those of some members; each stands for itself.
    mutating func takeRest(of object: JSONValue, except names: Set<String>, at path: [String] = [], choice: Int = -1) {
        for (name, value) in object.object ?? [:] where !names.contains(name) && !Self.skipped.contains(name) {
            take(value, at: path + [name], choice: choice, lane: [name], kind: .alone)
        }
    }

    /// Members that hold no words of the answer, or repeat its tokens: those go when the text changes.
    private static let skipped: Set<String> = [
        "logprobs", "obfuscation", "system_fingerprint", "finish_reason", "usage",
    ]
}
