import GovernorCore
import GovernorDialects
import Testing

@Suite struct ListedModelTests {
    private let model = ListedModel(id: "org/m", created: 1_700_000_000, ownedBy: "us")

    @Test func `models are listed and shown in OpenAI's form`() {
        #expect(
            Dialect.chat.listBody([model]).compactText
                == #"{"object":"list","data":[{"id":"org/m","object":"model","created":1700000000,"owned_by":"us"}]}"#)
        #expect(Dialect.chat.body(of: model)["id"] == "org/m")
        #expect(Dialect.chat.listBody([]) == ["object": "list", "data": []])
    }

    @Test func `models are listed and shown in Anthropic's form`() {
        let body = Dialect.messages.body(of: model)
        #expect(body["type"] == "model" && body["id"] == "org/m" && body["display_name"] == "org/m")
        #expect(body["created_at"]?.string?.hasPrefix("2023-11-14T22:13:20") == true)
        let list = Dialect.messages.listBody([model])
        #expect(list == ["data": [body], "has_more": false, "first_id": "org/m", "last_id": "org/m"])
        #expect(Dialect.messages.listBody([])["first_id"] == .null)
    }
}
