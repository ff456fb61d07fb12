import GovernorCore
import GovernorDialects
import GovernorInspect
import Testing

@testable import GovernorGateway

/// Which events wait for which: texts of an answer are judged by themselves and leave in the order in which they came.
@Suite struct StreamOrderTests {
    private static let masking = "rules: [{id: mask, when: contains_pii, action: redact, message: personal data}]"

    private func gate(_ rules: String = masking, _ dialect: Dialect = .chat) throws -> StreamGate {
        let gateway = try TestGateway(rules: rules)
        let maker = gateway.pipeline.decisions
        let prompt = maker.decide("Hello", at: .prompt, time: .now())
        return StreamGate(
            try #require(dialect.streamReader()),
            OutputGuard(maker, after: prompt, model: "m", by: .local, at: Timestamp.now()))
    }

    private func chunk(_ delta: JSONValue, choice: Int = 0, finish: JSONValue = .null) -> [UInt8] {
        let chunk: JSONValue = [
            "id": "1", "choices": [["index": .integer(choice), "delta": delta, "finish_reason": finish]],
        ]
        return ServerSentEvent(data: chunk.compactText).bytes
    }

    private func call(_ index: Int, _ function: JSONValue) -> [UInt8] {
        chunk(["tool_calls": [["index": .integer(index), "id": "call_1", "type": "function", "function": function]]])
    }

    private func event(_ json: JSONValue) -> [UInt8] {
        ServerSentEvent(name: json["type"]?.string, data: json.compactText).bytes
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static let done = ServerSentEvent(data: "[DONE]").bytes

    @Test func `strings beside the answer stay in their own events, whatever the events wait for`() throws {
        func note(_ choices: JSONValue, _ note: String) -> String {
            (["choices": choices, "x_note": .string(note)] as JSONValue).compactText
        }
        let events = [
            note([["index": 0, "delta": ["content": "Hello"]]], "first"),
            note([["index": 0, "delta": [:], "finish_reason": "stop"]], "second"), note([], "third"),
            note([["index": 1, "delta": ["content": "Bye"], "finish_reason": "stop"]], "fourth"),
        ]
        var gate = try gate()
        let bytes = events.flatMap { ServerSentEvent(data: $0).bytes } + Self.done
        let left = try gate.append(bytes)
        let end = try gate.finish()
        #expect(left + end.before + end.after == bytes)
    }

    // MARK: What is over lets go on what follows

    @Test func `the last word of a chat's reasoning or call does not hold what follows it`() throws {
        var gate = try gate()
        _ = try gate.append(chunk(["reasoning_content": "Let me see"]))
        var left = text(try gate.append(chunk(["content": "the weather "])))
        #expect(left.contains("see"))
        left = text(try gate.append(chunk(["content": "is fine and "])))
        #expect(left.contains("weather"))
        left = text(try gate.append(call(0, ["name": "look_up", "arguments": ""])))
        #expect(left.contains("fine"))
        left = text(try gate.append(call(0, ["arguments": "{\"city\": "])))
        #expect(left.contains("look_up"))
        left = text(try gate.append(call(0, ["arguments": "\"unknown\", "])))
        #expect(left.contains("city"))
    }

    private func start(_ index: Int, _ block: JSONValue) -> [UInt8] {
        event(["type": "content_block_start", "index": .integer(index), "content_block": block])
    }

    private func delta(_ index: Int, _ delta: JSONValue) -> [UInt8] {
        event(["type": "content_block_delta", "index": .integer(index), "delta": delta])
    }

    private func stop(_ index: Int) -> [UInt8] { event(["type": "content_block_stop", "index": .integer(index)]) }

    @Test func `the last word of a content block waits for no longer than words may go on it`() throws {
        var gate = try gate(Self.masking, .messages)
        var left = text(try gate.append(start(0, ["type": "thinking", "thinking": ""])))
        left += text(try gate.append(delta(0, ["type": "thinking_delta", "thinking": "Let me see"]) + stop(0)))
        #expect(!left.contains("see"))
        left += text(try gate.append(start(1, ["type": "text", "text": ""])))
        left += text(try gate.append(delta(1, ["type": "text_delta", "text": "Good morning"]) + stop(1)))
        #expect(left.contains("see") && !left.contains("morning"))
        left += text(try gate.append(start(2, ["type": "tool_use", "id": "t", "name": "find", "input": [:]])))
        #expect(left.contains("morning"))
    }

    @Test(arguments: [false, true])
    func `what is cut over two content blocks is found`(isThinking: Bool) throws {
        let name = isThinking ? "thinking" : "text"
        var gate = try gate(Self.masking, .messages)
        var left: [UInt8] = []
        for (index, words) in ["please write to ada.lovelace@", "example.org or call"].enumerated() {
            left += try gate.append(start(index, ["type": .string(name), .init(name): ""]))
            left += try gate.append(delta(index, ["type": .string("\(name)_delta"), .init(name): .string(words)]))
            left += try gate.append(stop(index))
        }
        left += try gate.append(event(["type": "message_delta", "delta": ["stop_reason": "end_turn"]]))
        left += try gate.append(event(["type": "message_stop"]))
        let end = try gate.finish()
        #expect(end.decision.action == .redact)
        let all = text(left + end.before + end.after)
        #expect(all.contains("[email]") && !all.contains("lovelace") && !all.contains("example.org"))
        #expect(all.contains(" or call") && all.contains("message_stop"))
    }

    @Test func `a choice that has ended does not hold the others`() throws {
        var gate = try gate()
        _ = try gate.append(chunk(["content": "first"]))
        #expect(text(try gate.append(chunk(["content": "second "], choice: 1))).isEmpty)
        #expect(text(try gate.append(chunk(["content": "part of it "], choice: 1))).isEmpty)
        let left = text(try gate.append(chunk([:], finish: "stop")))
        #expect(left.contains("first") && left.contains("second") && !left.contains("stop"))
    }

    @Test func `a text that goes on after another one is judged with what was before it`() throws {
        func left(goingOn rest: String) throws -> String {
            var gate = try gate()
            var left = text(try gate.append(chunk(["reasoning_content": "Think of 4111 1111 "])))
            left += text(try gate.append(chunk(["content": "Hello "])))
            #expect(left.contains("4111 1111"))
            left += text(try gate.append(chunk(["reasoning_content": .string(rest)])))
            left += text(try gate.append(chunk([:], finish: "stop") + Self.done))
            let end = try gate.finish()
            return left + text(end.before + end.after)
        }
        let whole = try left(goingOn: "about the weather")
        #expect(whole.contains("Hello") && whole.contains("weather") && whole.hasSuffix("[DONE]\n\n"))
        // Half of a number has left that was to be masked: the rest of it does not.
        #expect(throws: StreamFailure.malformed) { try left(goingOn: "1111 1111 and so on") }
    }

    @Test func `of texts that grow side by side, each leaves as far as it may when the answer is refused`() throws {
        let rules = "rules: [{id: stop, when: contains_pii, stage: output, action: block, message: personal data}]"
        var gate = try gate(rules)
        var left = text(try gate.append(chunk(["content": "one two thr"])))
        left += text(try gate.append(chunk(["content": "uno dos tr"], choice: 1)))
        left += text(try gate.append(chunk(["content": "ee ada@example.com now and then "])))
        let end = try gate.finish()
        left += text(end.before + end.after)
        #expect(left.contains("one two ") && left.contains("uno dos ") && !left.contains("ada"))
    }

    // MARK: What is complete waits

    @Test func `a call of a tool is not complete before the answer is decided about`() throws {
        let blocks: [JSONValue] = [
            [
                "type": "content_block_start", "index": 0,
                "content_block": ["type": "tool_use", "id": "t", "name": "send", "input": [:]],
            ],
            [
                "type": "content_block_delta", "index": 0,
                "delta": ["type": "input_json_delta", "partial_json": "{\"to\": \"Ann\"}"],
            ],
            ["type": "content_block_stop", "index": 0],
            [
                "type": "content_block_start", "index": 1,
                "content_block": ["type": "tool_use", "id": "u", "name": "end"],
            ],
        ]
        var messages = try gate(Self.masking, .messages)
        var left = text(try messages.append(blocks.flatMap(event)))
        #expect(left.contains("send") && left.contains("Ann"))
        #expect(!left.contains("content_block_stop") && !left.contains("\"end\""))
        _ = try messages.append(event(["type": "message_stop"]))
        left = text(try messages.finish().after)
        #expect(left.contains("content_block_stop") && left.contains("\"end\"") && left.contains("message_stop"))

        let item: JSONValue = [
            "type": "function_call", "id": "f", "call_id": "c", "name": "send", "arguments": "{\"to\": \"Ann\"}",
        ]
        let done: [JSONValue] = [
            ["type": "response.function_call_arguments.delta", "output_index": 0, "delta": "{\"to\": \"Ann\"}"],
            ["type": "response.function_call_arguments.done", "output_index": 0, "arguments": "{\"to\": \"Ann\"}"],
            ["type": "response.output_item.done", "output_index": 0, "item": item],
        ]
        var responses = try gate(Self.masking, .responses)
        left = text(try responses.append(done.flatMap(event)))
        #expect(left.contains("arguments.delta") == false || !left.contains(".done"))
        _ = try responses.append(event(["type": "response.completed", "response": ["output": [item]]]) + Self.done)
        left = text(try responses.finish().after)
        #expect(left.contains("arguments.done") && left.contains("output_item.done"))
    }

    @Test func `a text that is only told whole is judged as what it is`() throws {
        let rules = """
            inspection: {redact: {default: placeholder}}
            rules:
              - {id: mask, when: contains_pii, action: redact, stage: prompt, message: personal data}
              - {id: stop, when: "contains_pii", action: log_only, stage: tool_call, message: personal data}
            """
        let gateway = try TestGateway(rules: rules)
        let maker = gateway.pipeline.decisions
        let prompt = maker.decide(#"Mail "ada"@example.com and bob@example.com"#, at: .prompt, time: .now())
        var gate = StreamGate(
            try #require(Dialect.responses.streamReader()),
            OutputGuard(maker, after: prompt, model: "m", by: .local, at: Timestamp.now()))
        let arguments = #"{"to":"[EMAIL_1]","cc":"eve@example.com"}"#
        let item: JSONValue = ["type": "function_call", "name": "send", "arguments": .string(arguments)]
        _ = try gate.append(
            event([
                "type": "response.function_call_arguments.done", "output_index": 0, "arguments": .string(arguments),
            ]) + event(["type": "response.output_item.done", "output_index": 0, "item": item])
                + event(["type": "response.completed", "response": ["output": [item]]]))
        _ = try gate.append(Self.done)
        let end = try gate.finish()
        // The arguments are a call's, whose rules are another stage's.
        #expect(end.decision.action == .logOnly)
        #expect(end.decision.subject.texts.contains { $0.stage == .toolCall && $0.bytes == Array(arguments.utf8) })
        #expect(!text(end.after).contains("[EMAIL_1]") && text(end.after).contains("example.com"))
    }

    // MARK: Rules that mask whatever there is

    @Test func `a rule that asks nothing of the text masks what is found, and refuses where nothing is`() throws {
        let rules = "rules: [{id: mask, when: model == 'm', stage: output, action: redact, message: closed}]"
        for (said, isRefused) in [("Mail ada@example.com now", false), ("Good morning", true)] {
            var gate = try gate(rules)
            #expect(try gate.append(chunk(["content": .string(said)])).isEmpty)
            _ = try gate.append(chunk([:], finish: "stop") + Self.done)
            let end = try gate.finish()
            #expect(end.decision.action == (isRefused ? .errorBlock : .redact))
            let left = text(end.before + end.after)
            #expect(left.contains("Mail [email] now") == !isRefused)
            #expect(left.contains("content_filter") == isRefused)
        }
    }

    // MARK: Tools by their names

    private static let tools = """
        rules:
          - {id: shell, when: "tool_name == 'shell'", stage: tool_call, action: block, message: no shell}
        """

    @Test func `a call of a tool that no rule allows never leaves, also without arguments`() throws {
        let streams: [[[UInt8]]] = [
            [call(0, ["name": "sh"]), call(0, ["name": "ell"]), call(0, ["arguments": "{}"])],
            [call(0, ["name": "shell"])], [call(0, ["arguments": "{\"a\": 1}", "name": "shell"])],
            [call(0, ["name": "search", "arguments": "{}"]), call(1, ["name": "shell", "arguments": ""])],
        ]
        for events in streams {
            var gate = try gate(Self.tools)
            var left: [UInt8] = []
            for event in events where !gate.output.hasRefused { left += try gate.append(event) }
            if !gate.output.hasRefused { left += try gate.append(chunk([:], finish: "tool_calls") + Self.done) }
            let end = try gate.finish()
            left += end.before + end.after
            #expect(end.decision.action == .block && end.decision.verdict.matches.map(\.ruleID) == ["shell"])
            #expect(!text(left).contains("shell") && !text(left).contains("ell") && !text(left).contains("{\\\"a"))
            #expect(text(left).contains("content_filter"))
        }
    }

    @Test func `a tool whose name is being written is not judged by half of it`() throws {
        let rules = """
            rules:
              - {id: only, when: "tool_name != 'search'", stage: tool_call, action: block, message: only search}
            """
        var gate = try gate(rules)
        var left = text(try gate.append(call(0, ["name": "sea"])))
        left += text(try gate.append(call(0, ["name": "rch"])))
        #expect(left.isEmpty)
        left += text(try gate.append(call(0, ["arguments": "{\"q\": \"weather\", "])))
        #expect(left.contains("sea") && left.contains("rch"))
        _ = try gate.append(chunk([:], finish: "tool_calls") + Self.done)
        #expect(try gate.finish().decision.action == .allow)
    }
}
