import GovernorCore

/// What a client was told of a response: enough to end it where it stands.
struct ToldResponse {
    /// The number of the next event.
    private(set) var nextNumber = 0
    /// The response without its output; nil until it was told.
    private var head: JSONObject?
    /// The items as they began, or as they are when done.
    private var items: [Int: JSONValue] = [:]
    /// The items that are done.
    private var done: Set<Int> = []
    /// The parts that are open, of items that are.
    private var open: [Int: Set<Int>] = [:]
    private var texts: [Lane: String] = [:]
    private var hasEnded = false

    mutating func add(_ event: ResponseEvent) {
        if let number = event.value["sequence_number"]?.number.flatMap({ Int($0.text) }), number < .max / 2 {
            nextNumber = max(nextNumber, number + 1)
        }
        if let response = event.value["response"]?.object { head = response }
        switch event.type {
        case "response.completed", "response.incomplete": hasEnded = true
        case "response.output_item.added": begin(event.item, as: event.value["item"])
        case "response.output_item.done":
            begin(event.item, as: event.value["item"])
            done.insert(event.item)
        case "response.content_part.added", "response.reasoning_summary_part.added": addPart(event)
        case "response.content_part.done": open[event.item]?.remove(Int(event.index("content_index")) ?? -1)
        default: break
        }
    }

    /// A server that begins an item again takes back what it has said of it.
    private mutating func begin(_ index: Int, as item: JSONValue?) {
        items[index] = item
        done.remove(index)
        open[index] = nil
        texts = texts.filter { $0.key.choice != index }
    }

    /// Takes note of a text of an event, as it was written.
    mutating func add(_ text: AnswerText, saying said: String) {
        switch text.kind {
        case .delta: texts[text.lane, default: ""] += said
        case .whole: texts[text.lane] = said
        case .alone: break
        }
    }

    private mutating func addPart(_ event: ResponseEvent) {
        guard let path = event.part, let number = Int(path[1]), var item = items[event.item]?.object else { return }
        var parts = item[path[0]]?.array ?? []
        guard number == parts.count else { return }
        parts.append(event.value["part"] ?? [:])
        item[path[0]] = .array(parts)
        items[event.item] = .object(item)
        if path[0] == "content" { open[event.item, default: []].insert(number) }
    }

    /// The events that end the response where it stands; none if it has ended.
    func ending() -> [JSONObject] {
        guard !hasEnded else { return [] }
        var response = head ?? Self.empty
        var events: [JSONObject] =
            head == nil ? [["type": "response.created", "response": .object(response)]] : []
        let output = items.keys.sorted().map { ($0, item($0)) }
        for (index, item) in output where !done.contains(index) {
            for part in open[index, default: []].sorted() { events += partEnding(part, of: item, index) }
            events.append(["type": "response.output_item.done", "output_index": .integer(index), "item": item])
        }
        response["status"] = "incomplete"
        response["incomplete_details"] = ["reason": "content_filter"]
        response["output"] = .array(output.map(\.1))
        return events + [["type": "response.incomplete", "response": .object(response)]]
    }

    private func partEnding(_ number: Int, of item: JSONValue, _ index: Int) -> [JSONObject] {
        let pointer = JSONPointer(tokens: ["content", String(number)])
        guard let part = pointer.value(in: item) else { return [] }
        let place: [(String, JSONValue)] = [
            ("item_id", item["id"] ?? ""), ("output_index", .integer(index)), ("content_index", .integer(number)),
        ]
        let end = JSONObject([("type", "response.content_part.done")] + place + [("part", part)])
        switch part["type"]?.string {
        case "output_text":
            let text = [("text", part["text"] ?? ""), ("logprobs", [])]
            return [JSONObject([("type", "response.output_text.done")] + place + text), end]
        case "refusal":
            return [
                JSONObject([("type", "response.refusal.done")] + place + [("refusal", part["refusal"] ?? "")]), end,
            ]
        default: return [end]
        }
    }

    /// An item with the texts that were told of it.
    private func item(_ index: Int) -> JSONValue {
        let item = items[index] ?? .null
        guard !done.contains(index) else { return item }
        var values: [JSONPointer: JSONValue] = [JSONPointer(tokens: ["status"]): "incomplete"]
        for (lane, text) in texts where lane.choice == index {
            let pointer = JSONPointer(tokens: lane.name.split(separator: "/").map(String.init))
            if pointer.value(in: item)?.string != nil { values[pointer] = .string(text) }
        }
        return item.replacing(values)
    }

    /// What a client library needs before it reads anything else.
    private static let empty: JSONObject = [
        "id": "resp_refused", "object": "response", "created_at": 0, "status": "in_progress", "model": "", "output": [],
        "parallel_tool_calls": true, "tool_choice": "auto", "tools": [],
    ]
}
