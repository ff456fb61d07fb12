import GovernorCore
import GovernorDialects

/// How a text of an answer, or of an event of one, leaves.
enum Passage: Sendable {
    /// As what its lane holds up to an offset.
    case upTo(Int, of: Lane)
    /// As all of its lane.
    case all(of: Lane)
    /// As it is: it has been let through before.
    case unchanged

    /// Whether the text stands for itself, beside the answer's own.
    var isOfRest: Bool { if case .upTo(_, let lane) = self { lane.isRest } else { false } }
}

extension OutputGuard {
    /// The most strings that are remembered as let through.
    private static let knownLimit = 64

    /// Takes the texts of an answer, or of its next event.
    ///
    /// - Parameter isOver: Whether a text has most likely come to its end, since another one goes on.
    /// - Returns: How each of them leaves.
    mutating func take(_ texts: [AnswerText], isOver: (_ lane: Lane, _ later: Lane) -> Bool) -> [Passage] {
        var passages = texts.map { _ in Passage.unchanged }
        // What a tool is called comes first: what it is called with is judged by that.
        for takesNames in [true, false] {
            for (place, text) in texts.enumerated() where text.lane.isToolName == takesNames {
                guard !hasTooManyTexts else { return texts.map { .upTo(0, of: $0.lane) } }
                end { lane in
                    guard lane != text.lane, isOver(lane, text.lane) else { return false }
                    return lane.isToolName || !texts.contains { $0.lane == lane }
                }
                passages[place] = take(text)
            }
        }
        return passages
    }

    private mutating func take(_ text: AnswerText) -> Passage {
        switch text.kind {
        case .delta: return .upTo(append(text.text, to: text.lane), of: text.lane)
        case .whole where end(text.lane, as: text.text): return .all(of: text.lane)
        case .whole where length(of: text.lane) == 0:
            let length = append(text.text, to: text.lane)
            end(text.lane)
            return .upTo(length, of: text.lane)
        case .whole, .alone:
            guard !known.contains(ExactString(text.text)) else { return .unchanged }
            let lane = text.lane.isOfTokens ? Lane.restOfTokens : .rest
            return .upTo(append(alone: text.text, to: lane), of: lane)
        }
    }

    /// Whether all of a text may leave now.
    func mayLeave(_ passage: Passage) -> Bool {
        switch passage {
        case .upTo(let end, let lane): limit(of: lane) >= end
        case .all(let lane): limit(of: lane) >= length(of: lane)
        case .unchanged: true
        }
    }

    /// What leaves in place of a text.
    mutating func leave(_ text: String, by passage: Passage) -> String {
        switch passage {
        case .unchanged: return text
        case .all(let lane): return passedOn(lane)
        case .upTo(let end, let lane):
            let leaving = release(lane, upTo: end)
            guard lane.isRest else { return leaving }
            let alone = String(leaving.dropLast())
            if alone.isExactly(text), known.count < Self.knownLimit { known.insert(ExactString(text)) }
            return alone
        }
    }

    /// What takes the place of which texts, where they do not leave as they are.
    mutating func replacements(of texts: [AnswerText], by passages: [Passage]) -> [JSONPointer: String] {
        var replaced: [JSONPointer: String] = [:]
        for (text, passage) in zip(texts, passages) {
            let leaving = leave(text.text, by: passage)
            guard !leaving.isExactly(text.text) else { continue }
            if text.isName { isUnmaskable = true } else { replaced[text.pointer] = leaving }
        }
        return replaced
    }
}

extension Lane {
    /// Where strings beside an answer's own texts are judged, one after another.
    static let rest = Lane(choice: -1, name: "other")
    /// The same for what is told of tokens.
    static let restOfTokens = Lane(choice: -1, name: "other/logprobs")

    /// Whether it holds strings that stand for themselves.
    var isRest: Bool { self == .rest || self == .restOfTokens }
}
