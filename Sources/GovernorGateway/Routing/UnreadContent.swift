import GovernorCore
import GovernorDialects

/// What may pass although nobody here can inspect it: kinds of content as ``UnreadPart/kind`` names them, such as
/// `image/png`; with a `*` at the end all that begin so.
package struct UnreadContent: Sendable, Hashable {
    /// What may be in requests.
    package var requests: [String]
    /// What may be in answers.
    package var answers: [String]

    /// Creates a list; nothing passes by default.
    package init(requests: [String] = [], answers: [String] = []) {
        self.requests = requests
        self.answers = answers
    }

    /// What of a request may not pass.
    func barred(_ parts: [UnreadPart]) -> [UnreadPart] { parts.filter { !Self.holds(requests, $0) } }

    /// Whether something may not be in an answer.
    func refusesAnswer(_ parts: [UnreadPart]) -> Bool { !parts.allSatisfy { Self.holds(answers, $0) } }

    private static func holds(_ kinds: [String], _ part: UnreadPart) -> Bool {
        kinds.contains { NamePattern.matches(part.kind, $0) }
    }
}

/// How much of which kind was not inspected, for the record.
struct UnreadTally: Sendable, Equatable {
    private struct Kind: Sendable, Equatable {
        let name: String
        var parts = 0
        var size = 0
    }

    private var kinds: [Kind] = []

    init(_ parts: [UnreadPart] = []) { add(parts) }

    mutating func add(_ parts: [UnreadPart]) {
        for part in parts {
            let place = kinds.firstIndex { $0.name.isExactly(part.kind) } ?? kinds.endIndex
            if place == kinds.endIndex { kinds.append(Kind(name: part.kind)) }
            kinds[place].parts += 1
            kinds[place].size += part.size
        }
    }

    /// `[{kind, parts, size}]`; nil for nothing.
    var json: JSONValue? {
        guard !kinds.isEmpty else { return nil }
        return .array(
            kinds.map { ["kind": .string($0.name), "parts": .integer($0.parts), "size": .integer($0.size)] })
    }
}
