// The first byte says what the rest is: in its lowest two bits a request, an answer or a stream of events, above them the
// dialect. Nothing that is read changes when nothing is replaced, no string and no name of a request goes unseen, and a stream
// says the same however it is cut.

import GovernorCore

@testable import GovernorDialects

func fuzzDialects(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let dialect = Dialect.allCases[Int(first >> 2) % Dialect.allCases.count]
    let rest = Array(input.dropFirst())
    switch first & 3 {
    case 0: if let body = try? JSONValue(parsing: rest).object { fuzzRequest(body, dialect) }
    case 1: if let body = try? JSONValue(parsing: rest) { fuzzAnswer(body, dialect) }
    default: fuzzStream(rest, dialect)
    }
}

private func fuzzRequest(_ body: JSONObject, _ dialect: Dialect) {
    guard let request = try? dialect.request(body) else { return }
    let parts = request.pieces.filter { !$0.isFixed }.flatMap(\.parts)
    let fixed = Set(request.pieces.filter(\.isFixed).flatMap(\.parts).map { ExactString($0.text) })
    let itself = Dictionary(parts.map { ($0.pointer, $0.text) }) { first, _ in first }
    precondition(itself.count == parts.count, "a string that is taken twice")
    if body["model"]?.string != nil {
        precondition(request.body(replacing: [:], model: request.model) == body, "a request that changed by itself")
        precondition(request.body(replacing: itself, model: request.model) == body, "a text in another's place")
    }
    for server in Dialect.allCases {
        guard
            let translated = try? Translation(client: dialect, server: server)?
                .request(body, isStreamed: request.isStreamed)
        else { continue }
        precondition((try? server.request(translated)) != nil, "a request that its server cannot read")
    }
    let seen = Set(itself.keys).union(request.unread.map(\.pointer))
    check(.object(body), at: [], named: "", seen, fixed)
}

/// Checks that every string and name below a value was seen, or is a word of the API.
private func check(
    _ value: JSONValue, at path: [String], named name: String, _ seen: Set<JSONPointer>, _ fixed: Set<ExactString>
) {
    switch value {
    case .string(let text):
        guard !text.isEmpty, !Vocabulary.contains(text, named: name) else { return }
        precondition(seen.contains(JSONPointer(tokens: path)), "a string that nobody saw")
    case .array(let elements):
        for (index, element) in elements.enumerated() {
            check(element, at: path + [String(index)], named: name, seen, fixed)
        }
    // An object that is inspected as one text.
    case .object where seen.contains(JSONPointer(tokens: path)): break
    case .object(let members):
        for (name, member) in members {
            precondition(NamesAndNumbers.isWord(name) || fixed.contains(ExactString(name)), "a name that nobody saw")
            check(member, at: path + [name], named: name, seen, fixed)
        }
    case .null, .bool, .number: break
    }
}

private func fuzzAnswer(_ body: JSONValue, _ dialect: Dialect) {
    guard let answer = try? dialect.answer(body) else { return }
    precondition(answer.body(replacing: [:]) == body, "an answer that changed by itself")
    let others = answer.texts.filter { !isOfTokenDetails($0, of: body) }
    // Names are never replaced, details of tokens only go, and what takes a number's place is a string.
    let strings = others.filter { !$0.isName && $0.pointer.value(in: body)?.number == nil }
    let itself = Dictionary(strings.map { ($0.pointer, $0.text) }) { first, _ in first }
    precondition(itself.count == strings.count, "a string that is taken twice")
    for client in Dialect.allCases {
        guard let translation = Translation(client: client, server: dialect) else { continue }
        guard let translated = try? translation.answer(body, created: 0) else { continue }
        precondition((try? client.answer(translated)) != nil, "an answer that its client cannot read")
    }
    let again = try? dialect.answer(answer.body(replacing: itself))
    precondition(again?.texts == (itself.isEmpty ? answer.texts : others), "a text in another's place")
}

/// Whether a text is what is told of tokens, and not a string of that name.
private func isOfTokenDetails(_ text: AnswerText, of body: JSONValue) -> Bool {
    guard let name = text.pointer.tokens.last, Vocabulary.tokenDetails.contains(name) else { return false }
    let value = text.pointer.value(in: body)
    return value?.array != nil || value?.object != nil
}

private func fuzzStream(_ bytes: [UInt8], _ dialect: Dialect) {
    let events = parsed([bytes])
    var chunks: [[UInt8]] = []
    var rest = bytes[...]
    while let first = rest.first {
        chunks.append(Array(rest.prefix(1 + Int(first) % 61)))
        rest = rest.dropFirst(1 + Int(first) % 61)
    }
    precondition(parsed(chunks) == events, "a stream says something else when it is cut")
    for client in Dialect.allCases {
        guard let translation = Translation(client: client, server: dialect) else { continue }
        var reader = translation.streamReader(answering: [:], created: 0)
        for event in (try? events.get()) ?? [] { _ = try? reader.write(reader.read(event), replacing: [:]) }
        check(reader.refusal(Refusal(message: "no")), in: client, endWith: [.end])
    }
    guard var reader = dialect.streamReader() else { return }
    var hasEnded = false
    for event in (try? events.get()) ?? [] {
        guard let read = try? reader.read(event) else { continue }
        hasEnded = hasEnded || read.kind == .stop || read.kind == .end
        if let data = try? JSONValue(parsing: event.data), data.object != nil {
            precondition(
                (try? reader.write(read, replacing: [:]).map { try JSONValue(parsing: $0.data) }) == [data],
                "an event that changed by itself")
        } else {
            _ = try? reader.write(read, replacing: [:])
        }
    }
    let refusal = reader.refusal(Refusal(message: "no"))
    precondition(!refusal.isEmpty || hasEnded, "a stream that nobody ended")
    if !refusal.isEmpty { check(refusal, in: dialect, endWith: [.end, .stop]) }
    check(reader.failure("no", code: "c"), in: dialect, endWith: [.failure])
}

/// Checks that a reader of the dialect takes what ended a stream for its end.
private func check(_ events: [ServerSentEvent], in dialect: Dialect, endWith kinds: [StreamEvent.Kind]) {
    guard var reader = dialect.streamReader() else { return }
    let read = events.compactMap { try? reader.read($0) }
    precondition(read.count == events.count && read.last.map { kinds.contains($0.kind) } == true, "an end that is none")
}

private func parsed(_ chunks: [[UInt8]]) -> Result<[ServerSentEvent], ServerSentEventParser.Failure> {
    var parser = ServerSentEventParser()
    var events: [ServerSentEvent] = []
    do throws(ServerSentEventParser.Failure) {
        for chunk in chunks { events += try parser.append(chunk) }
        return .success(events)
    } catch {
        return .failure(error)
    }
}
