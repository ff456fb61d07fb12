import GovernorCore

/// Reads the events of a streamed message.
///
/// `message_start`; for each content block `content_block_start`, any number of `content_block_delta`, and
/// `content_block_stop`; then `message_delta` with the reason to stop, and `message_stop`. `ping` and `error` may come at
/// any time. A block's texts have the lanes that they have in an answer that is not streamed.
struct MessagesStreamReader: StreamReader {
    /// How many citations each block has had.
    private var citations: [Int: Int] = [:]
    /// The blocks that are calls of tools for the client to carry out.
    private var calls: Set<Int> = []
    /// The blocks whose words go on in the blocks behind them.
    private var flowing: Set<Int> = []
    private var hasStarted = false
    private var hasStopped = false
    /// The block that has begun and not ended.
    private var open: Int?
    /// The tokens that the client was told of, in the API's words.
    private var usage: JSONObject = ["output_tokens": 0]

    mutating func read(_ event: ServerSentEvent) throws(DialectError) -> StreamEvent {
        if event.isDone { return StreamEvent(event, .marker(event.data), .end) }
        let value = try event.object(of: .messages)
        guard let type = value["type"]?.string else { throw .foreignAnswer(.messages) }
        var texts = AnswerCollector()
        take(value, type, into: &texts)
        texts.takeRest(of: value, except: ["message", "content_block", "delta"])
        let document = type == "message_start" ? value["message"] ?? .null : value
        let ended: Set<Int> = type == "content_block_stop" ? Set([Self.index(of: value)]).subtracting(flowing) : []
        return StreamEvent(event, .json(value), kind(of: value, type), texts, ended: ended, document: document)
    }

    /// Blocks are written one after another.
    func isOver(_ lane: Lane, since later: Lane) -> Bool {
        if lane.isFlowing { return lane != later && later.choice >= 0 && !later.isNote }
        return lane.choice >= 0 && (lane.choice < later.choice || later.isFlowing) || lane.isOver(since: later)
    }

    private mutating func take(_ event: JSONValue, _ type: String, into texts: inout AnswerCollector) {
        let index = Self.index(of: event)
        if let message = event["message"] {
            let blocks = message["content"]?.array
            Messages.take(blocks ?? [], at: ["message", "content"], into: &texts)
            texts.takeRest(of: message, except: blocks == nil ? [] : ["content"], at: ["message"])
        }
        if let block = event["content_block"] {
            citations[index] = block["citations"]?.array?.count ?? 0
            if block["type"] == "tool_use" { calls.insert(index) }
            if ["text", "thinking"].contains(block["type"]?.string) { flowing.insert(index) }
            Messages.take(block, at: ["content_block"], block: index, into: &texts)
        }
        guard let delta = event["delta"] else { return }
        switch (type, delta["type"]?.string) {
        case ("content_block_delta", "input_json_delta"?):
            texts.take(
                delta["partial_json"] ?? .null, at: ["delta", "partial_json"], choice: index, lane: ["input"],
                isJSON: true)
            texts.takeRest(of: delta, except: ["partial_json"], at: ["delta"], choice: index)
        case ("content_block_delta", "citations_delta"?):
            let number = citations[index, default: 0]
            citations[index] = number + 1
            texts.take(
                delta["citation"] ?? .null, at: ["delta", "citation"], choice: index,
                lane: ["citations", String(number)])
            texts.takeRest(of: delta, except: ["citation"], at: ["delta"], choice: index)
        case ("content_block_delta", _): Messages.take(delta, at: ["delta"], block: index, into: &texts)
        default: texts.takeRest(of: delta, except: [], at: ["delta"])
        }
    }

    private func kind(of event: JSONValue, _ type: String) -> StreamEvent.Kind {
        switch type {
        case "content_block_stop" where calls.contains(Self.index(of: event)): .call
        case "message_delta" where event["delta"]?["stop_reason"]?.string != nil: .stop
        case "message_stop": .end
        case "error": .failure
        default: .content
        }
    }

    private static func index(of event: JSONValue) -> Int { event["index"]?.number.flatMap(\.wholeNumber) ?? 0 }

    mutating func write(_ event: StreamEvent, replacing texts: [JSONPointer: String]) -> [ServerSentEvent] {
        if case .json(let value) = event.content {
            switch value["type"]?.string {
            case "message_start": hasStarted = true
            case "content_block_start": open = Self.index(of: value)
            case "content_block_stop": open = nil
            default: break
            }
            if event.kind == .stop { hasStopped = true }
            for (name, count) in value["usage"]?.object ?? value["message"]?["usage"]?.object ?? [:] {
                usage[name] = count
            }
        }
        return [event.message(replacing: texts)]
    }

    /// Closes the open block, says `refusal` for the reason to stop, with the message as its explanation, and ends.
    func refusal(_ refusal: Refusal) -> [ServerSentEvent] {
        var events: [JSONValue] = hasStarted ? [] : [Self.start]
        if let open { events.append(["type": "content_block_stop", "index": .integer(open)]) }
        if !hasStopped {
            let details: JSONValue = ["type": "refusal", "category": .null, "explanation": .string(refusal.message)]
            events.append([
                "type": "message_delta",
                "delta": ["stop_reason": "refusal", "stop_sequence": .null, "stop_details": details],
                "usage": .object(usage),
            ])
        }
        return (events + [["type": "message_stop"]]).map(ServerSentEvent.init(typed:))
    }

    func failure(_ message: String, code: String) -> [ServerSentEvent] {
        [ServerSentEvent(typed: Dialect.messages.errorBody(message, status: 500, code: code))]
    }

    /// The beginning of a message that a client library needs before it reads anything else.
    private static let start: JSONValue = [
        "type": "message_start",
        "message": [
            "id": "msg_refused", "type": "message", "role": "assistant", "model": "", "content": [],
            "stop_reason": .null, "stop_sequence": .null, "usage": ["input_tokens": 0, "output_tokens": 0],
        ],
    ]
}
