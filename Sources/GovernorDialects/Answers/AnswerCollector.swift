import GovernorCore

/// Collects everything in an answer, or in an event, that may hold words of the model, each with the lane it belongs to.
///
/// That is every string, every name of a member that no API would choose, and every number that is long enough to be
/// somebody's. Left out are ids, words, times, counts and vectors of the API itself, which ``Vocabulary`` knows.
struct AnswerCollector {
    private(set) var texts: [AnswerText] = []
    private(set) var unread: [UnreadPart] = []

    /// Takes what is in a value.
    ///
    /// - Parameters:
    ///   - path: Where the value stands in the answer or event.
    ///   - lane: What it is called within its choice; the same in streamed answers and in others.
    ///   - isJSON: Whether the strings are JSON themselves; the arguments of tools always are.
    ///   - isOwn: Whether somebody else than the API names what is in it, so that no name says what it is.
    mutating func take(
        _ value: JSONValue, at path: [String], choice: Int, lane: [String], kind: AnswerText.Kind = .delta,
        isJSON: Bool = false, isOwn: Bool = false
    ) {
        let name = lane.last { Int($0) == nil } ?? ""
        if Vocabulary.tokenDetails.contains(name), value.array != nil || value.object != nil {
            return takeDetails(in: value, at: path, choice, lane, kind)
        }
        switch value {
        case .string(let text):
            if !isOwn, Vocabulary.contains(text, inAnswersNamed: name) { return }
            add(text, at: path, choice, lane, kind, isJSON: isJSON || name == "arguments")
        case .array(let elements):
            if name.hasSuffix("token_ids"), elements.first?.number != nil {
                takeUnread("tokens", size: elements.count, at: path)
            }
            for (position, element) in elements.enumerated() {
                // The calls in an event say which of the answer's they go on.
                let index = lane.last == "tool_calls" ? OpenAIAnswer.index(of: element, at: position) : position
                take(
                    element, at: path + [String(position)], choice: choice, lane: lane + [String(index)], kind: kind,
                    isJSON: isJSON, isOwn: isOwn)
            }
        case .object(let members):
            for (name, member) in members {
                takeMember(name, member, of: members, at: path, choice, lane, kind, isOwn: isOwn)
            }
        case .number(let number):
            guard isOwn || !Vocabulary.isCount(path), let text = NamesAndNumbers.longText(of: number) else { return }
            add(text, at: path, choice, lane, .alone)
        case .null, .bool: break
        }
    }

    /// Takes what is in an object beside some members.
    mutating func takeMembers(of members: JSONObject, except names: Set<String>, at path: [String], choice: Int) {
        for (name, member) in members where !names.contains(name) {
            takeMember(name, member, of: members, at: path, choice, [], .delta)
        }
    }

    /// Takes what is in an object beside some members; each string stands for itself.
    mutating func takeRest(of object: JSONValue, except names: Set<String>, at path: [String] = [], choice: Int = -1) {
        guard let members = object.object else {
            // What should be an object and is none hides nothing either.
            return take(object, at: path, choice: choice, lane: [], kind: .alone)
        }
        for (name, value) in members where !names.contains(name) {
            takeMember(name, value, of: members, at: path, choice, [], .alone)
        }
    }

    private mutating func takeMember(
        _ name: String, _ member: JSONValue, of members: JSONObject, at path: [String], _ choice: Int, _ lane: [String],
        _ kind: AnswerText.Kind, isOwn: Bool = false
    ) {
        let (path, lane) = (path + [name], lane + [name])
        if !NamesAndNumbers.isWord(name) { add(name, at: path, choice, lane, .alone, isName: true) }
        if case .string(let text) = member, !isOwn,
            let unread = Vocabulary.unreadKind(of: text, named: name, at: path, in: members)
        {
            return takeUnread(unread, size: text.utf8.count, at: path)
        }
        if let input = member.object, Vocabulary.toolArguments.contains(name) {
            // What a tool is called with is one text, as a stream writes it.
            if !input.isEmpty { add(member.compactText, at: path, choice, lane, kind, isJSON: true) }
            return
        }
        take(member, at: path, choice: choice, lane: lane, kind: kind, isOwn: isOwn || Vocabulary.own.contains(name))
    }

    /// Takes what is told of an answer's tokens: those that were chosen as one text, which grows as the answer does, and
    /// all others as another. What a policy masks in either takes all of the details with it.
    private mutating func takeDetails(
        in value: JSONValue, at path: [String], _ choice: Int, _ lane: [String], _ kind: AnswerText.Kind
    ) {
        let details = TokenDetails(value)
        add(details.chosen, at: path, choice, lane, kind == .alone ? .delta : kind)
        add(details.others, at: path, choice, lane, .alone)
        takeUnread("tokens", size: details.numbered, at: path)
    }

    /// Takes note of something that is no text. The name of a file of the server, and what only the server can read, hold
    /// nothing that a client could see.
    mutating func takeUnread(_ kind: String, size: Int, at path: [String]) {
        guard kind != "file", kind != "encrypted", size > 0 else { return }
        unread.append(UnreadPart(pointer: JSONPointer(tokens: path), kind: kind, size: size))
    }

    private mutating func add(
        _ text: String, at path: [String], _ choice: Int, _ lane: [String], _ kind: AnswerText.Kind,
        isJSON: Bool = false, isName: Bool = false
    ) {
        guard !text.isEmpty else { return }
        let lane = Lane(choice: choice, name: lane.joined(separator: "/"), isJSON: isJSON)
        texts.append(AnswerText(text, lane: lane, pointer: JSONPointer(tokens: path), kind: kind, isName: isName))
    }
}
