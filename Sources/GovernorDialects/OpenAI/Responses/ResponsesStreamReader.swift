import GovernorCore

/// Reads the typed events of a streamed response.
///
/// Most repeat texts: a part of an item is told by deltas, then whole when it is done, again when its item is done, and
/// again in `response.completed`. A text has the lane that it has in the whole response: its item, and its path in that.
struct ResponsesStreamReader: StreamReader {
    private var told = ToldResponse()

    func read(_ event: ServerSentEvent) throws(DialectError) -> StreamEvent {
        if event.isDone { return StreamEvent(event, .marker(event.data), .end) }
        let value = try event.object(of: .responses)
        guard let type = value["type"]?.string else { throw .foreignAnswer(.responses) }
        let told = ResponseEvent(value, type: type)
        var texts = AnswerCollector()
        Self.take(told, into: &texts)
        return StreamEvent(
            event, .json(value), Self.kind(of: told), texts, ended: told.endsItem ? [told.item] : [],
            document: value["response"] ?? .null)
    }

    private static func take(_ event: ResponseEvent, into texts: inout AnswerCollector) {
        var taken: Set<String> = ["response"]
        func take(_ member: String, lane: [String]?, kind: AnswerText.Kind) {
            guard let value = event.value[member], let lane, taken.insert(member).inserted else { return }
            texts.take(value, at: [member], choice: event.item, lane: lane, kind: kind)
        }
        let kind: AnswerText.Kind = event.isDone ? .whole : .delta
        Responses.take(event.value["response"] ?? .null, at: ["response"], kind: .whole, into: &texts)
        take("item", lane: [], kind: kind)
        take("part", lane: event.part, kind: kind)
        take("annotation", lane: event.part.map { $0 + ["annotations", event.index("annotation_index")] }, kind: kind)
        if event.stem == "audio", taken.insert("delta").inserted {
            texts.takeUnread("media", size: event.value["delta"]?.string?.utf8.count ?? 0, at: ["delta"])
        }
        take("delta", lane: event.lane ?? [event.stem], kind: .delta)
        if let member = event.wholeMember { take(member, lane: event.lane, kind: kind) }
        take("logprobs", lane: event.part.map { $0 + ["logprobs"] }, kind: kind)
        texts.takeRest(of: event.value, except: taken, choice: event.item)
    }

    private static func kind(of event: ResponseEvent) -> StreamEvent.Kind {
        if let error = event.value["error"], !error.isNull { return .failure }
        return switch event.type {
        case "response.completed", "response.incomplete": .end
        case "response.failed", "error": .failure
        default: event.completesCall ? .call : .content
        }
    }

    mutating func write(_ event: StreamEvent, replacing texts: [JSONPointer: String]) -> [ServerSentEvent] {
        guard case .json = event.content else { return [event.message(replacing: texts)] }
        let written = event.value(replacing: texts)
        told.add(ResponseEvent(written, type: written["type"]?.string ?? ""))
        for text in event.texts { told.add(text, saying: texts[text.pointer] ?? text.text) }
        return [event.message(saying: written)]
    }

    /// Says that what is open is done as far as it was told, then that the response is incomplete because of
    /// `content_filter`. Arguments of a call that is open are not said to be done: nobody shall call a tool with them.
    func refusal(_ refusal: Refusal) -> [ServerSentEvent] { numbered(told.ending()) }

    /// An `error` event. Libraries raise what has a member `error`, whatever its type.
    func failure(_ message: String, code: String) -> [ServerSentEvent] {
        var event: JSONObject = [
            "type": "error", "code": .string(code), "message": .string(message), "param": .null,
        ]
        event["error"] = Dialect.responses.errorBody(message, status: 500, code: code)["error"]
        return numbered([event])
    }

    private func numbered(_ events: [JSONObject]) -> [ServerSentEvent] {
        events.enumerated().map { position, event in
            var event = event
            event["sequence_number"] = .integer(told.nextNumber + position)
            return ServerSentEvent(typed: .object(event))
        }
    }
}
