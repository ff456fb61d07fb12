import GovernorCore
import GovernorDialects
import Testing

/// What of a document is taken for a text, whatever the dialect.
@Suite struct TextPlacesTests {
    private func request(messages: String = "", _ member: String = #""n":1"#) throws -> ModelRequest {
        let body = try JSONValue(parsing: #"{"model":"m","messages":[\#(messages)],\#(member)}"#)
        return try Dialect.chat.request(body.object ?? [:])
    }

    @Test(arguments: [#""x":{"role":"Ann Lee"}"#, #""x":{"id":{"5":"Ann Lee"}}"#, #""x":["Ann Lee"]"#])
    func `words in a field for words of the API are a text`(member: String) throws {
        #expect(try request(member).said == ["other: Ann Lee"])
    }

    private static let parts: [(String, String?, String?)] = [
        (#"{"type":"image_url","image_url":{"url":"https://a.b/c"}}"#, "url", "user: https://a.b/c"),
        (#"{"type":"image","source":{"type":"url","url":"https://a.b/c"}}"#, "url", "user: https://a.b/c"),
        (#"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}"#, "image/png", nil),
        (#"{"type":"document","source":{"type":"file","file_id":"f-1"}}"#, "file", nil),
        (#"{"type":"document","source":{"type":"text","data":"AAAA"}}"#, nil, "tool: AAAA"),
        (#"{"type":"text","text":"data:image/png,Ann Lee"}"#, nil, "user: data:image/png,Ann Lee"),
        (#"{"type":"strange","words":"data:image/png,Ann Lee"}"#, nil, "user: data:image/png,Ann Lee"),
        (#"{"type":"container_upload","file_id":"Ann Lee"}"#, nil, "user: Ann Lee"),
        (#"{"type":"redacted_thinking","data":"AAAA"}"#, "encrypted", nil),
        (#"{"type":"thinking","thinking":"why","signature":"AAAA"}"#, "encrypted", "user: why"),
        (#"{"type":"input_audio","input_audio":{"data":"\#(String(repeating: "A", count: 200))"}}"#, "media", nil),
        (#"{"type":"input_audio","input_audio":{"data":"UklGRg=="}}"#, "media", nil),
        (#"{"type":"file","file":{"file_data":"aGk="}}"#, "media", nil),
        (#"{"type":"video","data":"aGk="}"#, "media", nil),
    ]

    @Test(arguments: parts)
    func `what is no text is told`(part: String, kind: String?, said: String?) throws {
        let request = try request(messages: #"{"role":"user","content":[\#(part)]}"#)
        #expect(request.unread.map(\.kind) == [kind].compactMap(\.self))
        #expect(request.said == [said].compactMap(\.self))
    }

    private static let names: [(String, String?)] = [
        (#""metadata":{"ada@example.com":"x","plan":"y"}"#, "other: ada@example.com"),
        (#""x":[{"deep":{"Ann Lee":1}},{"Ann Lee":2}]"#, "other: Ann Lee"),
        (#""tools":[{"type":"function","function":{"parameters":{"properties":{"k3y":{}}}}}]"#, "tool_definition: k3y"),
        (#""metadata":{"card":4111111111111111}"#, "other: 4111111111111111"),
        (#""metadata":{"phone":-4915112345678.0}"#, "other: -4915112345678.0"),
        (#""metadata":{"card":4.111111111111111e15}"#, "other: 4111111111111111"),
        (#""ghp_16C7e42F292c":true"#, "other: ghp_16C7e42F292c"),
        (#""x":{"type":"tool_use","input":{"Ann Lee":1}}"#, "other: Ann Lee"),
        (#""seed":123456789,"temperature":0.30000000000000004,"max_tokens":4096,"top_p":1e-9"#, nil),
        (#""logit_bias":{"50256":-100,"198":2}"#, nil),
        (#""tools":[{"parameters":{"additionalProperties":false,"$ref":"id","allOf":[]}}]"#, "tool_definition: id"),
    ]

    @Test(arguments: names)
    func `names of members and long numbers are texts that nothing can take the place of`(member: String, said: String?)
        throws
    {
        let request = try request(member)
        let fixed = request.pieces.filter(\.isFixed).map { "\($0.role.rawValue): \($0.text)" }
        let others = request.said.filter { $0.hasPrefix("tool_definition") }
        #expect((fixed + (fixed.isEmpty ? others : [])) == [said].compactMap(\.self))
    }

    @Test func `what a tool is called with is one text, names and numbers included`() throws {
        let input = #"{"card":4111111111111111,"ada@example.com":["x"]}"#
        let body = try JSONValue(
            parsing:
                #"{"model":"m","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"look","#
                + #""input":\#(input)}]}]}"#)
        let request = try Dialect.messages.request(body.object ?? [:])
        #expect(request.said == ["tool_call: look", "tool_call: \(input)"])
        #expect(request.pieces.filter(\.isFixed).isEmpty)
        let pointer = try #require(request.pieces.last?.parts[0].pointer)
        let changed = JSONValue.object(request.body(replacing: [pointer: #"{"card":"[CARD]"}"#], model: "m"))
        #expect(pointer.value(in: changed) == ["card": "[CARD]"])
    }

    @Test func `a text that begins like a picture is a text`() throws {
        let text = "data:image/png,Ann Lee"
        #expect(try request(messages: #"{"role":"user","content":"\#(text)"}"#).said == ["user: \(text)"])
        let answer = try Dialect.chat.answer(["choices": [["message": ["content": .string(text)]]]])
        #expect(answer.texts.map(\.text) == [text])
    }
}
