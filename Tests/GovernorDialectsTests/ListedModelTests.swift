import GovernorCore
import GovernorDialects
import Testing

@Suite struct ListedModelTests {
    @Test func `models are listed and shown in the API's form`() {
        let model = ListedModel(id: "org/m", created: 1_700_000_000, ownedBy: "us")
        #expect(
            ListedModel.listBody([model]).compactText
                == #"{"object":"list","data":[{"id":"org/m","object":"model","created":1700000000,"owned_by":"us"}]}"#)
        #expect(model.body["id"] == "org/m")
        #expect(ListedModel.listBody([]) == ["object": "list", "data": []])
    }
}
