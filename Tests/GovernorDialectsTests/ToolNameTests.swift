import GovernorCore
import Testing

@testable import GovernorDialects

/// Which tool has answered a text of a request, as the conversation calls it.
@Suite struct ToolNameTests {
    @Test(arguments: [
        (
            Dialect.chat,
            #"""
            {"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"c1","type":"function",
            "function":{"name":"search","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"found"},
            {"role":"function","name":"look","content":[{"type":"text","text":"seen"}]},
            {"role":"tool","tool_call_id":"c2","content":"lost"}]}
            """#
        ),
        (
            Dialect.messages,
            #"""
            {"model":"m","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"search",
            "input":{}},{"type":"tool_use","id":"c0","name":"look","input":{}}]},{"role":"user","content":[
            {"type":"tool_result","tool_use_id":"c1","content":"found"},
            {"type":"tool_result","tool_use_id":"c0","content":[{"type":"text","text":"seen"}]},
            {"type":"tool_result","tool_use_id":"c2","content":"lost"}]}]}
            """#
        ),
        (
            Dialect.responses,
            #"""
            {"model":"m","input":[{"type":"function_call","call_id":"c1","name":"search","arguments":"{}"},
            {"type":"function_call","call_id":"c0","name":"look","arguments":"{}"},
            {"type":"function_call_output","call_id":"c1","output":"found"},
            {"type":"function_call_output","call_id":"c0","output":[{"type":"input_text","text":"seen"}]},
            {"type":"function_call_output","call_id":"c2","output":"lost"}]}
            """#
        ),
    ])
    func `what a tool has answered names the tool`(dialect: Dialect, body: String) throws {
        let body = try #require(try JSONValue(parsing: body).object)
        let answers = try dialect.request(body).pieces.filter { $0.role == .tool && $0.text != "look" }
        #expect(answers.map(\.text) == ["found", "seen", "lost"])
        #expect(answers.map(\.tool) == ["search", "look", nil])
    }

    @Test func `the name of a tool is known from its arguments' place`() {
        for (arguments, name) in [
            ("tool_calls/0/function/arguments", "tool_calls/0/function/name"), ("input", "name"), ("arguments", "name"),
            ("function_call/arguments", "function_call/name"),
        ] {
            let lane = Lane(choice: 1, name: arguments, isJSON: true)
            #expect(lane.toolName == Lane(choice: 1, name: name))
            #expect(lane.isOfToolCall && lane.toolName.isOfToolCall && lane.toolName.isToolName && !lane.isToolName)
        }
        for name in ["content", "content/0/text", "text", "reasoning_content", "content/0/name"] {
            #expect(!Lane(choice: 0, name: name).isOfToolCall)
        }
    }
}
