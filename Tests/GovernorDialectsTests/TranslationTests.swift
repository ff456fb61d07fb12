import GovernorCore
import GovernorDialects
import Testing

@Suite struct TranslationTests {
    private func translation(_ client: Dialect) throws -> Translation {
        try #require(Translation(client: client, server: client == .chat ? .messages : .chat))
    }

    private func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    @Test func `chat and messages are translated, and the reference system's form into a chat`() {
        for client in Dialect.allCases {
            for server in Dialect.allCases {
                let isKnown =
                    Set([client, server]) == [.chat, .messages] || (client, server) == (.reference, .chat)
                #expect((Translation(client: client, server: server) != nil) == isKnown)
            }
        }
    }

    private static let chatRequest = """
        {"model":"m","stream":true,"stream_options":{"include_usage":true},"temperature":0.5,"stop":"END","n":1,
        "safety_identifier":"u-7","messages":[{"role":"system","content":"one"},
        {"role":"user","content":[{"type":"text","text":"two"},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"auto"}},
        {"type":"image_url","image_url":{"url":"https://a.b/c.png"}},
        {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,BBBB"}}]},
        {"role":"assistant","content":null,"refusal":null,"tool_calls":[
        {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}},
        {"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
        {"role":"tool","tool_call_id":"c1","content":"three"},{"role":"tool","tool_call_id":"c2","content":"four"},
        {"role":"assistant","content":"five"}],
        "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}}],
        "tool_choice":"required","parallel_tool_calls":false,"reasoning_effort":"low",
        "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}}}
        """

    private static let messagesRequest = """
        {"model":"m","max_tokens":4096,"system":[{"type":"text","text":"one"}],"messages":[
        {"role":"user","content":[{"type":"text","text":"two"},
        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
        {"type":"image","source":{"type":"url","url":"https://a.b/c.png"}},
        {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"BBBB"}}]},
        {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{"a":1}},
        {"type":"tool_use","id":"c2","name":"g","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"three"}]},
        {"type":"tool_result","tool_use_id":"c2","content":[{"type":"text","text":"four"}]}]},
        {"role":"assistant","content":[{"type":"text","text":"five"}]}],
        "stream":true,"temperature":0.5,"stop_sequences":["END"],"metadata":{"user_id":"u-7"},
        "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"strict":true}],
        "tool_choice":{"type":"any","disable_parallel_tool_use":true},
        "output_config":{"effort":"low","format":{"type":"json_schema","schema":{"type":"object"}}}}
        """

    @Test func `a chat becomes messages`() throws {
        let translated = try translation(.chat).request(json(Self.chatRequest).object ?? [:], isStreamed: true)
        #expect(JSONValue.object(translated) == (try json(Self.messagesRequest)))
    }

    @Test func `messages become a chat, and the same messages again`() throws {
        let messages = try json(Self.messagesRequest).object ?? [:]
        let chat = try translation(.messages).request(messages, isStreamed: true)
        #expect(chat["max_completion_tokens"] == 4096)
        #expect(chat["stop"] == ["END"])
        #expect(chat["user"] == "u-7")
        #expect(
            chat["messages"]?.array?.map { $0["role"] } == [
                "system", "user", "assistant", "tool", "tool", "assistant",
            ])
        #expect(chat["messages"]?.array?[3]["content"] == "three")
        #expect(try translation(.chat).request(chat, isStreamed: true) == messages)
    }

    @Test func `the reference system's completion becomes a chat of one message, and its answer a completion`() throws {
        let translation = try #require(Translation(client: .reference, server: .chat))
        let body: JSONObject = [
            "prompt": "Hi", "model": "m", "max_tokens": 9, "temperature": 1, "user_id": "u-7", "session": .null,
        ]
        let chat: JSONObject = [
            "model": "m", "messages": [["role": "user", "content": "Hi"]], "max_completion_tokens": 9,
            "temperature": 1, "user": "u-7",
        ]
        #expect(try translation.request(body, isStreamed: false) == chat)
        let streamed = try translation.request(body, isStreamed: true)
        #expect(streamed["stream"] == true && streamed["stream_options"] == ["include_usage": true])
        for unnamed in [["prompt": "Hi"], ["prompt": "Hi", "model": ""], ["prompt": "Hi", "model": .null]]
            as [JSONObject]
        {
            let error = #expect(throws: DialectError.self) { try translation.request(unnamed, isStreamed: false) }
            #expect(error?.pointer == "/model")
        }
        for (member, pointer) in [("stop_at", "/stop_at"), ("stream", "/stream"), ("Ann Lee", "/…")] {
            #expect(throws: DialectError.untranslatable(pointer: pointer, into: .chat)) {
                try translation.request(["prompt": "Hi", "model": "m", member: true], isStreamed: false)
            }
        }
        let answer = try translation.answer(
            json(
                """
                {"id":"1","model":"served","choices":[{"index":0,"finish_reason":"length","message":{"role":"assistant",
                "content":"Hello","reasoning_content":"why","tool_calls":[],"refusal":null}}],
                "usage":{"prompt_tokens":3,"completion_tokens":2}}
                """), created: 7)
        #expect(
            answer
                == (try json(
                    """
                    {"content":"Hello","model":"served","finish_reason":"length","reasoning":"why",
                    "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}
                    """)))
        let uncounted = try json(#"{"choices":[{"message":{"content":"Hello"}}]}"#)
        for client in [Dialect.reference, .messages] {
            let translation = try #require(Translation(client: client, server: .chat))
            #expect(try translation.modelAnswer(uncounted, created: 7).usage == nil)
        }
        for (message, pointer) in [
            (#"{"content":null,"tool_calls":[{"id":"c"}]}"#, "/choices/0/message/tool_calls"),
            (#"{"content":"x","audio":{"id":"a"}}"#, "/choices/0/message/audio"),
            (#"{"content":[{"type":"text","text":"x"}]}"#, "/choices/0/message/content"),
        ] {
            let messages = try self.translation(.messages)
            #expect(throws: DialectError.self) {
                try messages.answer(json(#"{"choices":[{"message":\#(message)}]}"#), created: 7)
            }
            #expect(throws: DialectError.untranslatable(pointer: pointer, into: .reference)) {
                try translation.answer(json(#"{"choices":[{"message":\#(message)}]}"#), created: 7)
            }
        }
    }

    @Test func `what only messages say is said in a chat's way`() throws {
        let body = try json(
            """
            {"model":"m","max_tokens":5,"system":"one","thinking":{"type":"disabled"},"messages":[
            {"role":"assistant","content":[{"type":"thinking","thinking":"why","signature":"s"},
            {"type":"text","text":"two","cache_control":{"type":"ephemeral"}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"c","is_error":true,"content":"three"},
            {"type":"text","text":"four"}]}]}
            """)
        let chat = try translation(.messages).request(body.object ?? [:], isStreamed: false)
        #expect(
            chat["messages"]
                == (try json(
                    """
                    [{"role":"system","content":"one"},{"role":"assistant","content":"two","reasoning_content":"why"},
                    {"role":"tool","tool_call_id":"c","content":[{"type":"text","text":"The tool failed:"},
                    {"type":"text","text":"three"}]},{"role":"user","content":"four"}]
                    """)))
    }

    @Test(arguments: [
        (Dialect.chat, #""n":2"#, "/n"), (.chat, #""logprobs":true"#, "/logprobs"),
        (.chat, #""seed":1"#, "/seed"), (.chat, #""temperature":1.5"#, "/temperature"),
        (.chat, #""modalities":["text","audio"]"#, "/modalities"),
        (.chat, #""tool_choice":{"type":"x"}"#, "/tool_choice"),
        (.chat, #""Ann Lee":1"#, "/…"), (.chat, #""response_format":{"type":"json_object"}"#, "/response_format"),
        (.messages, #""top_k":5"#, "/top_k"), (.messages, #""thinking":{"type":"enabled"}"#, "/thinking"),
        (.messages, #""tools":[{"type":"web_search_20250305","name":"w"}]"#, "/tools/0/type"),
        (.messages, #""metadata":{"user_id":"u","other":"x"}"#, "/metadata/other"),
    ])
    func `what cannot be said is refused by its place`(client: Dialect, member: String, pointer: String) throws {
        let body = try json(#"{"model":"m","messages":[],\#(member)}"#).object ?? [:]
        let translation = try translation(client)
        #expect(throws: DialectError.untranslatable(pointer: pointer, into: translation.server)) {
            try translation.request(body, isStreamed: false)
        }
    }

    @Test(arguments: [
        (
            Dialect.chat, #"{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}"#,
            "/messages/0/content/0/type"
        ),
        (.chat, #"{"role":"user","name":"Ann","content":"a"}"#, "/messages/0/name"),
        (
            .chat,
            #"{"role":"user","content":[{"type":"file","file":{"file_id":"f","file_data":"data:a/b;base64,A"}}]}"#,
            "/messages/0/content/0/file/file_id"
        ),
        (
            .messages, #"{"role":"user","content":[{"type":"document","source":{"type":"url","url":"u"}}]}"#,
            "/messages/0/content/0/source/type"
        ),
        (
            .messages, #"{"role":"assistant","content":[{"type":"redacted_thinking","data":"A"}]}"#,
            "/messages/0/content/0/type"
        ),
    ])
    func `a part that cannot be said is refused by its place`(client: Dialect, message: String, pointer: String) throws
    {
        let body = try json(#"{"model":"m","messages":[\#(message)]}"#).object ?? [:]
        let translation = try translation(client)
        #expect(throws: DialectError.untranslatable(pointer: pointer, into: translation.server)) {
            try translation.request(body, isStreamed: false)
        }
    }

    @Test func `arguments that are no JSON object are refused`() throws {
        let call = #"{"id":"c","type":"function","function":{"name":"f","arguments":"[1]"}}"#
        let body = try json(#"{"model":"m","messages":[{"role":"assistant","tool_calls":[\#(call)]}]}"#).object ?? [:]
        let pointer = "/messages/0/tool_calls/0/function/arguments"
        #expect(throws: DialectError.wrongShape(pointer: pointer, expected: "a JSON object")) {
            try translation(.chat).request(body, isStreamed: false)
        }
    }

    private static let messagesAnswer = """
        {"id":"x","type":"message","role":"assistant","model":"m","content":[
        {"type":"thinking","thinking":"why","signature":""},{"type":"text","text":"Hello"},
        {"type":"tool_use","id":"c1","name":"f","input":{"a":1}}],"stop_reason":"tool_use","stop_sequence":null,
        "usage":{"input_tokens":3,"output_tokens":2}}
        """

    private static let chatAnswer = """
        {"id":"x","object":"chat.completion","created":7,"model":"m","choices":[{"index":0,"logprobs":null,
        "finish_reason":"tool_calls","message":{"role":"assistant","content":"Hello","refusal":null,"reasoning_content":"why",
        "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]}}],
        "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}
        """

    @Test func `answers are said both ways`() throws {
        #expect(try translation(.chat).answer(json(Self.messagesAnswer), created: 7) == json(Self.chatAnswer))
        #expect(try translation(.messages).answer(json(Self.chatAnswer), created: 7) == json(Self.messagesAnswer))
    }

    @Test(arguments: [
        ("end_turn", "stop"), ("max_tokens", "length"), ("tool_use", "tool_calls"), ("refusal", "content_filter"),
    ])
    func `the reason to stop is said both ways`(stop: String, finish: String) throws {
        let messages: JSONValue = ["content": [], "stop_reason": .string(stop)]
        let chat = try translation(.chat).answer(messages, created: 7)
        #expect(chat["choices"]?.array?.first?["finish_reason"] == .string(finish))
        #expect(try translation(.messages).answer(chat, created: 7)["stop_reason"] == .string(stop))
    }

    @Test(arguments: [
        (Dialect.chat, #"{"content":[{"type":"web_search_tool_result"}]}"#, "/content/0"),
        (.messages, #"{"choices":[{"message":{"content":"a"}},{"message":{"content":"b"}}]}"#, "/choices/1"),
        (.messages, #"{"choices":[{"message":{"audio":{"id":"a"}}}]}"#, "/choices/0/message/audio"),
    ])
    func `an answer that cannot be said is an error`(client: Dialect, answer: String, pointer: String) throws {
        #expect(throws: DialectError.untranslatable(pointer: pointer, into: client)) {
            try translation(client).answer(json(answer), created: 7)
        }
    }
}
