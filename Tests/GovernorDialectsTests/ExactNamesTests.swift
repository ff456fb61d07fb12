import GovernorCore
import GovernorDialects
import Testing

/// Names that look the same and are not.
@Suite struct ExactNamesTests {
    @Test func `pointers and lanes are told apart by their bytes`() {
        #expect(JSONPointer(tokens: ["caf\u{E9}"]) != JSONPointer(tokens: ["cafe\u{301}"]))
        #expect(Lane(choice: 0, name: "caf\u{E9}") != Lane(choice: 0, name: "cafe\u{301}"))
        #expect(Set([JSONPointer(tokens: ["caf\u{E9}"]), JSONPointer(tokens: ["cafe\u{301}"])]).count == 2)
    }

    @Test(arguments: [Dialect.chat, .completions, .messages, .responses, .reference])
    func `only the marker itself ends a stream, and no words ride on it or on an event's name`(dialect: Dialect) throws
    {
        var reader = try #require(dialect.streamReader())
        for event in [
            ServerSentEvent(data: "[DONE] ada@example.com"), ServerSentEvent(name: "ada@example.com", data: "[DONE]"),
        ] {
            guard let read = try? reader.read(event) else { continue }
            let written = try reader.write(read, replacing: [:])
            let words = read.texts.map(\.text).joined()
            #expect(words.contains("ada@") || !written.contains { "\($0.name ?? "")\($0.data)".contains("ada@") })
        }
    }
}
