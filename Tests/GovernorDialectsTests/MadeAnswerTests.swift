import GovernorCore
import Testing

@testable import GovernorDialects

@Suite struct MadeAnswerTests {
    private static let answer = MadeAnswer(model: "m", pieces: ["Please ask ", "a colleague."])

    @Test(arguments: [Dialect.chat, .completions, .messages, .responses, .reference])
    func `what is made is an answer of its dialect, whole and streamed`(dialect: Dialect) throws {
        let body = try #require(Self.answer.body(in: dialect))
        let read = try dialect.answer(body)
        #expect(read.texts.map(\.text).contains("Please ask a colleague."))
        #expect(read.model == "m")
        var reader = try #require(dialect.streamReader())
        var (said, kinds): ([Lane: String], [StreamEvent.Kind]) = ([:], [])
        for event in try #require(Self.answer.events(in: dialect, tellsUsage: true)) {
            let event = try reader.read(event)
            kinds.append(event.kind)
            for text in event.texts where text.kind == .delta { said[text.lane, default: ""] += text.text }
        }
        #expect(Array(said.values) == ["Please ask a colleague."])
        #expect(kinds.last == .end)
        #expect(!kinds.contains(.failure))
    }

    @Test func `where answers hold no text there is none to make`() {
        #expect(
            Self.answer.body(in: .embeddings) == nil && Self.answer.events(in: .countTokens, tellsUsage: true) == nil)
    }

    @Test(arguments: [Dialect.chat, .completions])
    func `chunks say the tokens in one of their own, where a client asks for it`(dialect: Dialect) throws {
        let answer = MadeAnswer(model: "m", pieces: ["Hello"], usage: TokenUsage(input: 3, output: 1))
        for tellsUsage in [false, true] {
            let chunks = try #require(answer.events(in: dialect, tellsUsage: tellsUsage)).dropLast()
                .map { try JSONValue(parsing: $0.data) }
            #expect(chunks.filter { $0["usage"] != nil }.count == (tellsUsage ? 1 : 0))
            #expect(chunks.filter { $0["choices"]?.array?.isEmpty == true }.count == (tellsUsage ? 1 : 0))
            #expect(!tellsUsage || chunks.last?["usage"]?["total_tokens"] == 4)
        }
    }
}
