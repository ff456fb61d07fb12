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
    ]

    @Test(arguments: parts)
    func `what is no text is told`(part: String, kind: String?, said: String?) throws {
        let request = try request(messages: #"{"role":"user","content":[\#(part)]}"#)
        #expect(request.unread.map(\.kind) == [kind].compactMap(\.self))
        #expect(request.said == [said].compactMap(\.self))
    }

    @Test func `a text that begins like a picture is a text`() throws {
        let text = "data:image/png,Ann Lee"
        #expect(try request(messages: #"{"role":"user","content":"\#(text)"}"#).said == ["user: \(text)"])
        let answer = try Dialect.chat.answer(["choices": [["message": ["content": .string(text)]]]])
        #expect(answer.texts.map(\.text) == [text])
    }
}
