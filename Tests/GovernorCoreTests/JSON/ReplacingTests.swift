import GovernorCore
import Testing

@Suite struct ReplacingTests {
    @Test func `values are replaced where pointers lead, and nowhere else`() throws {
        let document = try JSONValue(parsing: #"{"a":[1,{"b/c":"x"},3],"d":{"":null},"e":"y"}"#)
        let replaced = document.replacing([
            JSONPointer(tokens: ["a", "1", "b/c"]): "X", JSONPointer(tokens: ["a", "2"]): [],
            JSONPointer(tokens: ["d", ""]): true, JSONPointer(tokens: ["a", "01"]): 0,
            JSONPointer(tokens: ["a", "9"]): 0, JSONPointer(tokens: ["e", "f"]): 0, JSONPointer(tokens: ["g"]): 0,
        ])
        #expect(replaced.compactText == #"{"a":[1,{"b/c":"X"},[]],"d":{"":true},"e":"y"}"#)
        #expect(document.replacing([:]) == document)
        #expect(document.replacing([JSONPointer(tokens: []): 1, JSONPointer(tokens: ["e"]): 2]) == 1)
    }
}
