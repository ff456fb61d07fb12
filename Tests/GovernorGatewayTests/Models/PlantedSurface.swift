import GovernorCore
import GovernorDialects

@testable import GovernorGateway

/// A path of the gateway, and an answer of its server that has as many members as servers are known to send.
struct PlantedSurface: Sendable, CustomStringConvertible {
    let client: ModelClient
    /// What the server speaks.
    let server: Dialect
    /// The path, where the client is none that is answered in words.
    var path: String?
    /// The body, or the data of the events.
    let documents: [JSONValue]

    var isStreamed: Bool { client.isStreamed }
    var isTranslated: Bool { path == nil && client.dialect != server }
    var description: String {
        path ?? client.testDescription + (isTranslated ? " from \(server.rawValue)" : "")
    }

    func bytes(of documents: [JSONValue]) -> [UInt8] {
        guard isStreamed else { return documents[0].compactBytes }
        let events = documents.map { ServerSentEvent(name: $0["type"]?.string, data: $0.compactText) }
        let isOpen = [.chat, .completions, .reference].contains(server)
        return (events + (isOpen ? [ServerSentEvent(data: "[DONE]")] : [])).flatMap(\.bytes)
    }

    /// A server that answers with these documents alone.
    func upstream(saying documents: [JSONValue]) -> CannedUpstream {
        CannedUpstream(String(decoding: bytes(of: documents), as: UTF8.self))
    }

    /// The name of a model whose server answers: it speaks this form, or another one alone.
    var model: String { isTranslated ? "from-\(server.rawValue)" : "m" }

    func ask(_ gateway: TestGateway) async -> TestResponse {
        guard let path else { return await client.ask(gateway, model: model) }
        let body = server == .embeddings ? #"{"model":"m","input":"Hi"}"# : client.body("Hi")
        return await gateway.post(path, body)
    }

    static let all: [PlantedSurface] = [
        wholeChat, chat(chunks), whole(.completions, completion), streamed(.completions, completionChunks),
        whole(.responses, response(status: "completed", items[0])), whole(.responses, bareResponse(items[1])),
        whole(.responses, bareResponse(items[2])), whole(.responses, bareResponse(items[3])),
        streamed(.responses, responseEvents), whole(.messages, message),
        streamed(.messages, messageEvents), whole(.reference, reference), streamed(.reference, referenceEvents),
        whole(.chat, plainMessage, from: .messages), streamed(.chat, plainMessageEvents, from: .messages),
        whole(.messages, plainChat, from: .chat), streamed(.messages, plainChunks, from: .chat),
        whole(.reference, wordsOfChat, from: .chat), streamed(.reference, chunksOfWords, from: .chat),
        PlantedSurface(
            client: ModelClient(dialect: .chat, isStreamed: false), server: .embeddings, path: "/v1/embeddings",
            documents: json([embedding])),
        PlantedSurface(
            client: ModelClient(dialect: .messages, isStreamed: false), server: .countTokens,
            path: "/v1/messages/count_tokens", documents: json([#"{"input_tokens":7,"x_note":"all of it"}"#])),
    ]

    static let wholeChat = whole(.chat, wholeAnswer)

    static func chat(_ documents: [JSONValue]) -> PlantedSurface {
        PlantedSurface(client: ModelClient(dialect: .chat, isStreamed: true), server: .chat, documents: documents)
    }

    private static func chat(_ documents: [String]) -> PlantedSurface { chat(json(documents)) }

    private static func whole(_ client: Dialect, _ document: String, from server: Dialect? = nil) -> PlantedSurface {
        PlantedSurface(
            client: ModelClient(dialect: client, isStreamed: false), server: server ?? client,
            documents: json([document]))
    }

    private static func streamed(_ client: Dialect, _ documents: [String], from server: Dialect? = nil)
        -> PlantedSurface
    {
        PlantedSurface(
            client: ModelClient(dialect: client, isStreamed: true), server: server ?? client, documents: json(documents)
        )
    }

    /// A document that cannot be read is one in which nothing can be planted, which a test notices.
    private static func json(_ documents: [String]) -> [JSONValue] {
        documents.map { (try? JSONValue(parsing: $0)) ?? .null }
    }

    // MARK: OpenAI's completions

    private static let logprobs = """
        {"content":[{"token":"Hel","logprob":-0.1,"bytes":[72,101,108],
        "top_logprobs":[{"token":"Hi","logprob":-2.5,"bytes":[72,105]}]},
        {"token":"lo","logprob":-0.2,"bytes":null,"top_logprobs":[]}],"refusal":null}
        """

    private static let wholeAnswer = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1732304537,"model":"m-1","system_fingerprint":"fp_1",
        "service_tier":"default","choices":[{"index":0,"finish_reason":"tool_calls","stop_reason":"end","message":{
        "role":"assistant","content":"Hello","refusal":"No","reasoning_content":"Because","annotations":[
        {"type":"url_citation","url_citation":{"url":"https://a.example","title":"Site","start_index":0,"end_index":5}}],
        "tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"look",
        "arguments":"{\\"city\\":\\"Rome\\",\\"year\\":1999}"}},{"id":"call_2","type":"custom","custom":{"name":"run","input":"ls"}},
        {"id":"call_3","type":"function","function":{"name":"look","arguments":{"city":"Rome","id":"x","year":1999}}}],
        "function_call":{"name":"look","arguments":"{}"},"audio":{"id":"a1","expires_at":1732304999,"transcript":"Hello"},
        "parsed":{"id":"i1","type":"t1","year":1999,"tags":["a"]},"x_vendor":{"deep":[{"note":"kept","size":12}]}},
        "logprobs":\(logprobs),"x_score":0.5}],"prompt_logprobs":[null,{"464":{"logprob":-0.5,"rank":1,
        "decoded_token":"The"}}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,
        "prompt_tokens_details":{"cached_tokens":1},"x_plan":"a plan"},"x_groq":{"id":"req_1","seed_note":"s"},"x_list":[1,"b"]}
        """

    private static func chunk(_ delta: String, finish: String = "null", more: String = "") -> String {
        """
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1732304537,"model":"m-1",
        "system_fingerprint":"fp_1","obfuscation":"x7","choices":[{"index":0,"delta":\(delta),"finish_reason":\(finish)\(more)}]}
        """
    }

    private static let chunks = [
        chunk(#"{"role":"assistant","content":"","refusal":null}"#),
        chunk(
            #"{"reasoning_content":"Because","x_thought":"why","reasoning_details":[{"type":"t","text":"x","index":0}]}"#
        ),
        chunk(#"{"content":"Hello"}"#, more: #","logprobs":\#(logprobs)"#),
        chunk(#"{"content":" there","annotations":[{"type":"url_citation","url_citation":{"title":"Site"}}]}"#),
        chunk(
            #"{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"look","arguments":""}}]}"#),
        chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":\"Rome\"}"}}]}"#),
        chunk("{}", finish: #""tool_calls""#, more: #","stop_reason":"end","x_vendor":{"deep":["kept",12]}"#),
        """
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1732304537,"model":"m-1","choices":[],
        "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}
        """,
    ]

    private static let oldLogprobs = """
        {"tokens":["Hel","lo"],"token_logprobs":[-0.1,-0.2],"top_logprobs":[{"Hel":-0.1,"Hi":-2.5},{}],
        "text_offset":[0,3]}
        """
    private static let completion = """
        {"id":"cmpl-1","object":"text_completion","created":1732304537,"model":"m-1","choices":[{"text":"Hello","index":0,
        "finish_reason":"stop","logprobs":\(oldLogprobs),"x_note":"kept"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}
        """
    private static let completionChunks = [
        """
        {"id":"cmpl-1","object":"text_completion","created":1732304537,"model":"m-1","choices":[{"text":"Hello","index":0,
        "finish_reason":null,"logprobs":\(oldLogprobs)}]}
        """,
        """
        {"id":"cmpl-1","object":"text_completion","created":1732304537,"model":"m-1","choices":[{"text":" you","index":0,
        "finish_reason":"stop","logprobs":null,"x_note":"kept"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}
        """,
    ]

    private static let embedding = """
        {"object":"list","model":"m-1","data":[{"object":"embedding","index":0,"embedding":[0.5,-0.25]},
        {"object":"embedding","index":1,"embedding":"AAAAPwAAgL4=","x_note":"kept"}],"usage":{"prompt_tokens":3,"total_tokens":3}}
        """

    // MARK: OpenAI's responses

    private static let part = """
        {"type":"output_text","text":"Hello Ann","annotations":[{"type":"file_citation","file_id":"file-1","filename":"a.txt",
        "index":2},{"type":"url_citation","url":"https://a.example","title":"Site","start_index":0,"end_index":5}],
        "logprobs":[{"token":"Hello","logprob":-0.1,"bytes":[72,101,108,108,111],"top_logprobs":[{"token":"Hi",
        "logprob":-2.5}]},{"token":" Ann","logprob":-0.2}]}
        """
    private static let spoken = """
        {"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[\(part),
        {"type":"refusal","refusal":"No"}]}
        """
    private static let reasoning = """
        {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Because"}],
        "content":[{"type":"reasoning_text","text":"Thus"}],"encrypted_content":"QUJDRA=="}
        """
    private static let call = """
        {"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"look","arguments":"{\\"a\\":1}"}
        """
    private static let items: [[String]] = [
        [reasoning, spoken],
        [
            call,
            #"{"id":"ct_1","type":"custom_tool_call","call_id":"call_2","name":"run","input":"ls","status":"completed"}"#,
            """
            {"id":"sh_1","type":"local_shell_call","call_id":"call_3","status":"completed","action":{"type":"exec",
            "command":["ls","-l"],"env":{"HOME":"root","id":"x","PORT":80},"timeout_ms":500,"user":"me","working_directory":"src"}}
            """,
        ],
        [
            """
            {"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"weather",
            "queries":["weather"],"sources":[{"type":"url","url":"https://b.example"}]}}
            """,
            """
            {"id":"fs_1","type":"file_search_call","status":"completed","queries":["q"],"results":[{"file_id":"file-1",
            "filename":"a.txt","score":0.5,"text":"found","attributes":{"id":"i1","year":1999}}]}
            """,
            """
            {"id":"ci_1","type":"code_interpreter_call","status":"completed","code":"1+1","container_id":"cntr 1",
            "outputs":[{"type":"logs","logs":"2"}]}
            """,
            """
            {"id":"mc_1","type":"mcp_call","server_label":"docs","name":"find","arguments":"{}","output":"found","error":null}
            """,
        ],
        [
            """
            {"id":"ml_1","type":"mcp_list_tools","server_label":"docs","tools":[{"name":"find","description":"finds",
            "input_schema":{"type":"object","properties":{"id":{"type":"string","maximum":5}}}}]}
            """,
            """
            {"id":"cu_1","type":"computer_call","call_id":"call_4","status":"completed","action":{"type":"click","x":10,"y":20,
            "button":"left"},"pending_safety_checks":[{"id":"sc_1","code":"careful","message":"look twice"}]}
            """,
            """
            {"id":"ap_1","type":"apply_patch_call","call_id":"call_5","status":"completed","operation":{"type":"update_file",
            "path":"a.txt","diff":"+b"}}
            """,
        ],
    ]

    private static func response(status: String, _ items: [String], error: String = "null") -> String {
        """
        {"id":"resp_1","object":"response","created_at":1732304537,"status":"\(status)","model":"m-1","error":\(error),
        "incomplete_details":null,"instructions":"Be kind","metadata":{"id":"k1"},"output":[\(items.joined(separator: ","))],
        "temperature":1.0,"tools":[{"type":"function","name":"look","description":"looks","parameters":{"type":"object"}}],
        "text":{"format":{"type":"text"}},"service_tier":"default","x_vendor":{"note":"kept"},"usage":{"input_tokens":3,
        "output_tokens":2,"total_tokens":5,"output_tokens_details":{"reasoning_tokens":1}}}
        """
    }

    private static func bareResponse(_ items: [String]) -> String {
        #"{"object":"response","output":[\#(items.joined(separator: ","))]}"#
    }

    private static let responseEvents = [
        #"{"type":"response.created","response":{"id":"resp_1","object":"response","created_at":1732304537,"#
            + #""status":"in_progress","model":"m-1","output":[]}}"#,
        #"{"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}"#,
        #"{"type":"response.reasoning_summary_part.added","item_id":"rs_1","output_index":0,"summary_index":0,"#
            + #""part":{"type":"summary_text","text":""}}"#,
        #"{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"#
            + #""delta":"Because","obfuscation":"x7"}"#,
        #"{"type":"response.reasoning_summary_text.done","item_id":"rs_1","output_index":0,"summary_index":0,"#
            + #""text":"Because"}"#,
        #"{"type":"response.output_item.done","output_index":0,"item":\#(reasoning)}"#,
        #"{"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","role":"assistant","#
            + #""status":"in_progress","content":[]}}"#,
        #"{"type":"response.content_part.added","item_id":"msg_1","output_index":1,"content_index":0,"#
            + #""part":{"type":"output_text","text":"","annotations":[]}}"#,
        #"{"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"Hello","#
            + #""logprobs":[{"token":"Hello","logprob":-0.1,"top_logprobs":[{"token":"Hi","logprob":-2.5}]}]}"#,
        #"{"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":" Ann","#
            + #""logprobs":[{"token":" Ann","logprob":-0.2}]}"#,
        #"{"type":"response.output_text.annotation.added","item_id":"msg_1","output_index":1,"content_index":0,"#
            + #""annotation_index":0,"annotation":{"type":"file_citation","file_id":"file-1","filename":"a.txt","index":2}}"#,
        #"{"type":"response.output_text.done","item_id":"msg_1","output_index":1,"content_index":0,"text":"Hello Ann","#
            + #""logprobs":[{"token":"Hello","logprob":-0.1},{"token":" Ann","logprob":-0.2}]}"#,
        #"{"type":"response.content_part.done","item_id":"msg_1","output_index":1,"content_index":0,"part":\#(part)}"#,
        #"{"type":"response.refusal.delta","item_id":"msg_1","output_index":1,"content_index":1,"delta":"No"}"#,
        #"{"type":"response.refusal.done","item_id":"msg_1","output_index":1,"content_index":1,"refusal":"No"}"#,
        #"{"type":"response.output_item.done","output_index":1,"item":\#(spoken)}"#,
        #"{"type":"response.output_item.added","output_index":2,"item":{"id":"fc_1","type":"function_call","#
            + #""status":"in_progress","call_id":"call_1","name":"look","arguments":""}}"#,
        #"{"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":"{\"a\":1}"}"#,
        #"{"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":2,"arguments":"{\"a\":1}"}"#,
        #"{"type":"response.output_item.done","output_index":2,"item":\#(call)}"#,
        #"{"type":"response.x_vendor.progress","output_index":2,"x_note":"half of it","share":0.5}"#,
        #"{"type":"response.completed","response":\#(response(status: "completed", [call]))}"#,
    ].enumerated().map { number, event in #"{"sequence_number":\#(number),"# + event.dropFirst() }

    // MARK: Anthropic's messages

    private static let message = """
        {"id":"msg_1","type":"message","role":"assistant","model":"m-1","stop_reason":"tool_use","stop_sequence":"END",
        "stop_details":{"type":"refusal","explanation":"why not"},"container":{"id":"cntr_1","expires_at":"2026-01-01"},
        "content":[{"type":"thinking","thinking":"Because","signature":"QUJDRA=="},
        {"type":"redacted_thinking","data":"QUJDRA=="},{"type":"text","text":"Hello","citations":[{"type":"char_location",
        "cited_text":"a word","document_index":0,"document_title":"Book","start_char_index":0,"end_char_index":6}]},
        {"type":"tool_use","id":"toolu_1","name":"look","input":{"city":"Rome","id":"x","year":1999}},
        {"type":"tool_use","id":"toolu_2","name":"look","input":["Rome",1999]},
        {"type":"web_search_tool_result","tool_use_id":"toolu_3","content":[{"type":"web_search_result","title":"Site",
        "url":"https://a.example","encrypted_content":"QUJDRA==","page_age":"a day"}]},
        {"type":"code_execution_tool_result","tool_use_id":"toolu_4","content":{"type":"code_execution_result",
        "stdout":"2","stderr":"none","return_code":0,"content":[{"type":"code_execution_output","file_id":"file_1"}]}},
        {"type":"mcp_tool_result","tool_use_id":"toolu_5","content":[{"type":"text","text":"found"}]},
        {"type":"x_vendor","x_note":"kept","deep":{"size":12}}],"usage":{"input_tokens":3,"output_tokens":2,
        "service_tier":"standard"},"x_vendor":{"note":"kept"}}
        """

    private static func block(_ index: Int, _ start: String, _ deltas: String...) -> [String] {
        [#"{"type":"content_block_start","index":\#(index),"content_block":\#(start)}"#]
            + deltas.map { #"{"type":"content_block_delta","index":\#(index),"delta":\#($0)}"# }
            + [#"{"type":"content_block_stop","index":\#(index)}"#]
    }

    private static let messageStart = """
        {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m-1","content":[],
        "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1},"x_note":"kept"}}
        """
    private static let messageEnd = [
        #"{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":"END","#
            + #""stop_details":{"explanation":"why not"}},"usage":{"output_tokens":5}}"#,
        #"{"type":"message_stop"}"#,
    ]
    private static let messageEvents =
        [messageStart, #"{"type":"ping"}"#]
        + block(
            0, #"{"type":"thinking","thinking":"","signature":""}"#,
            #"{"type":"thinking_delta","thinking":"Because"}"#, #"{"type":"signature_delta","signature":"QUJDRA=="}"#)
        + block(1, #"{"type":"redacted_thinking","data":"QUJDRA=="}"#)
        + block(
            2, #"{"type":"text","text":"","citations":[]}"#, #"{"type":"text_delta","text":"Hello"}"#,
            #"{"type":"citations_delta","citation":{"type":"char_location","cited_text":"a word","document_index":0,"#
                + #""document_title":"Book"}}"#)
        + block(
            3, #"{"type":"tool_use","id":"toolu_1","name":"look","input":{}}"#,
            #"{"type":"input_json_delta","partial_json":"{\"city\":\"Rome\",\"year\":1999}"}"#)
        + block(
            4,
            #"{"type":"web_search_tool_result","tool_use_id":"toolu_3","content":[{"type":"web_search_result","#
                + #""title":"Site","url":"https://a.example","encrypted_content":"QUJDRA=="}]}"#)
        + [#"{"type":"x_vendor_event","x_note":"kept","size":12}"#] + messageEnd

    // MARK: The reference system's

    private static let reference = """
        {"content":"Hello","model":"m-1","usage":{"prompt_tokens":3,"completion_tokens":2},"x_note":"kept","x_list":[12]}
        """
    private static let referenceEvents = [#"{"content":"Hello"}"#, #"{"content":" you","x_note":"kept","size":12}"#]

    // MARK: What can be said in both of two forms

    private static let plainMessage = """
        {"id":"msg_1","type":"message","role":"assistant","model":"m-1","stop_reason":"tool_use","stop_sequence":"END",
        "stop_details":{"explanation":"why not"},"content":[{"type":"thinking","thinking":"Because","signature":"QUJDRA=="},
        {"type":"text","text":"Hello"},{"type":"tool_use","id":"toolu_1","name":"look","input":{"city":"Rome","year":1999}}],
        "usage":{"input_tokens":3,"output_tokens":2},"x_vendor":{"note":"kept"}}
        """
    private static let plainMessageEvents =
        [messageStart]
        + block(0, #"{"type":"thinking","thinking":""}"#, #"{"type":"thinking_delta","thinking":"Because"}"#)
        + block(1, #"{"type":"text","text":""}"#, #"{"type":"text_delta","text":"Hello"}"#)
        + block(
            2, #"{"type":"tool_use","id":"toolu_1","name":"look","input":{}}"#,
            #"{"type":"input_json_delta","partial_json":"{\"city\":\"Rome\",\"year\":1999}"}"#) + messageEnd

    private static let plainChat = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1732304537,"model":"m-1","choices":[{"index":0,
        "finish_reason":"stop","stop_reason":"END","message":{"role":"assistant","content":"Hello","refusal":"No",
        "reasoning_content":"Because","x_note":"kept","tool_calls":[{"id":"call_1","type":"function","function":{"name":"look",
        "arguments":"{\\"city\\":\\"Rome\\",\\"year\\":1999}"}}]},"logprobs":\(logprobs)}],
        "usage":{"prompt_tokens":3,"completion_tokens":2}}
        """
    private static let wordsOfChat = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1732304537,"model":"m-1","choices":[{"index":0,
        "finish_reason":"stop","message":{"role":"assistant","content":"Hello","reasoning_content":"Because","x_note":"kept"},
        "logprobs":\(logprobs)}],"usage":{"prompt_tokens":3,"completion_tokens":2},"x_list":[12]}
        """
    private static let chunksOfWords = [
        chunk(#"{"role":"assistant","content":""}"#), chunk(#"{"reasoning_content":"Because"}"#),
        chunk(#"{"content":"Hello"}"#, more: #","logprobs":\#(logprobs)"#), chunk("{}", finish: #""stop""#),
    ]
    private static let plainChunks = [
        chunk(#"{"role":"assistant","content":""}"#), chunk(#"{"reasoning_content":"Because"}"#),
        chunk(#"{"content":"Hello"}"#, more: #","logprobs":\#(logprobs)"#),
        chunk(
            #"{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"look","arguments":""}}]}"#),
        chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":\"Rome\"}"}}]}"#),
        chunk("{}", finish: #""tool_calls""#, more: #","stop_reason":"END""#),
    ]
}
