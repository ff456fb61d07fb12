import GovernorCore
import GovernorDialects
import GovernorInspect
import GovernorPolicy
import Testing

@testable import GovernorGateway

/// The invariant of streams: what is decided about an answer, and what of it leaves, does not depend on how it arrived.
@Suite struct StreamGateTests {
    private static let masking = "rules: [{id: mask, when: contains_pii, action: redact, message: personal data}]"
    private static let blocking =
        "rules: [{id: stop, when: contains_pii, stage: output, action: block, message: personal data}]"
    private static let scored =
        "rules: [{id: stop, when: toxicity_score > 0.5, stage: output, action: block, message: toxic}]"
    private static let whole =
        "rules: [{id: stop, when: is_refusal, stage: output, action: block, message: no refusals}]"

    private static let answer = """
        Dear Ann, thank you for asking. The office is open from nine to five. Write to ada.lovelace@example.com, or call \
        +44 20 7946 0958 — ü 🎈 — and quote 4111 1111 1111 1111 if you must. That is all there is to say about it, really.
        """
    private static let insults =
        String(repeating: "The weather was fine and the train came on time. ", count: 20)
        + "You are a stupid worthless piece of garbage and everybody hates you, go to hell you pathetic idiot. "
        + String(repeating: "Then we went home. ", count: 30)

    /// What became of a stream.
    struct Outcome: Equatable {
        var text = ""
        var finish: [String] = []
        var action: Action?
        var rules: [String] = []
        var findings: [Finding] = []
        var decided: [[UInt8]] = []
    }

    private struct Fixture {
        let maker: DecisionMaker
        let prompt: Decision

        init(_ rules: String, prompt text: String = "Hello") throws {
            let gateway = try TestGateway(rules: rules)
            maker = try DecisionMaker(gateway.policy, corpus: nil, digests: RedactionDigests(plain: weakDigest))
            prompt = maker.decide(text, at: .prompt, time: .now())
        }

        /// Sends an answer, cut into events and those into chunks of bytes.
        func outcome(_ words: [String], chunk: () -> Int) throws -> Outcome {
            let reader = try #require(Dialect.chat.streamReader())
            let output = OutputGuard(maker, after: prompt, model: "m", by: .local, at: Timestamp.now())
            var gate = StreamGate(reader, output)
            var stream: [UInt8] = []
            for word in words {
                let event: JSONValue = [
                    "id": "1", "model": "m", "provider": "test",
                    "choices": [["index": 0, "delta": ["content": .string(word)]]],
                ]
                stream += ServerSentEvent(data: event.compactText).bytes
            }
            stream +=
                ServerSentEvent(data: #"{"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#).bytes
            stream += ServerSentEvent(data: "[DONE]").bytes
            var sent: [UInt8] = []
            var rest = stream[...]
            while !rest.isEmpty, !gate.output.hasRefused {
                let size = min(rest.count, chunk())
                sent += try gate.append(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            let end = try gate.finish()
            return try Outcome(sent + end.before + end.after, end.decision)
        }
    }

    private static let seeds = [UInt64](1...12)

    private static func words(_ text: String, _ random: inout SeededGenerator, longest: Int) -> [String] {
        var words: [String] = []
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            let size = Int.random(in: 1...longest, using: &random)
            words.append(String(String.UnicodeScalarView(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
        return words
    }

    @Test(arguments: [masking, blocking, scored, whole], seeds)
    func `a stream leaves as it would at once, however it is cut`(rules: String, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for text in [Self.answer, Self.insults, "I'm sorry, but I cannot help with that."] {
            let fixture = try Fixture(rules)
            let once = try fixture.outcome([text]) { 1 << 20 }
            let words = Self.words(text, &random, longest: seed % 2 == 0 ? 3 : 40)
            let cut = try fixture.outcome(words) { Int.random(in: 1...(seed % 3 == 0 ? 1 : 90), using: &random) }
            #expect(cut == once, "\(words.map(\.utf8.count)) of \(text.utf8.count)")
        }
    }

    @Test func `what is masked never leaves, and all else does`() throws {
        let outcome = try Fixture(Self.masking).outcome(Self.answer.map(String.init)) { 7 }
        let expected = Self.answer.replacing("ada.lovelace@example.com", with: "[email]")
            .replacing("+44 20 7946 0958", with: "[phone]").replacing("4111 1111 1111 1111", with: "[credit_card]")
        #expect(outcome.text == expected)
        #expect(outcome.finish == ["stop"])
        #expect(outcome.action == .redact)
    }

    @Test func `a blocked stream ends before what blocks it, and says so`() throws {
        let outcome = try Fixture(Self.blocking).outcome(Self.answer.map(String.init)) { 13 }
        #expect(Self.answer.hasPrefix(outcome.text))
        #expect(outcome.text.hasSuffix("Write to "))
        #expect(outcome.finish == ["content_filter"])
        #expect(outcome.rules == ["stop"])
    }

    @Test func `a rule about the whole holds the whole, and a score what its window holds`() throws {
        #expect(try Fixture(Self.whole).outcome(["I'm sorry, but I cannot help with that."]) { 9 }.text == "")
        let toxic = try Fixture(Self.scored).outcome(Self.insults.map(String.init)) { 50 }
        #expect(toxic.finish == ["content_filter"])
        // What was judged harmless at the checkpoint before stays sent; nothing of the rest follows.
        #expect(toxic.text.utf8.count >= 512 && toxic.text.utf8.count <= 1024)
    }

    @Test func `placeholders of the prompt are restored, also when they are split`() throws {
        let rules = """
            inspection: {redact: {default: placeholder}}
            rules: [{id: mask, when: contains_pii, action: redact, stage: prompt, message: personal data}]
            """
        let fixture = try Fixture(rules, prompt: "Mail ada@example.com please")
        let outcome = try fixture.outcome("I wrote to [EMAIL_1], and not to [EMAIL_2].".map(String.init)) { 3 }
        #expect(outcome.text == "I wrote to ada@example.com, and not to [EMAIL_2].")
    }

    @Test func `a text that goes on after it was complete is inspected all the same`() throws {
        let fixture = try Fixture(Self.masking)
        var output = OutputGuard(fixture.maker, after: fixture.prompt, model: "m", by: .local, at: Timestamp.now())
        let lane = Lane(choice: 0, name: "content")
        _ = output.append("Hi", to: lane)
        let hasEnded = output.end(lane, as: "Hi")
        #expect(hasEnded)
        _ = output.append(" mail ada@example.com now", to: lane)
        #expect(output.limit(of: lane) < 25)
        let action = output.finish().action
        let text = output.release(lane, upTo: output.length(of: lane))
        #expect(action == .redact && text == "Hi mail [email] now")
    }

    @Test func `a stream without its last event is cut off`() throws {
        let output = OutputGuard(
            try Fixture(Self.masking).maker, after: try Fixture(Self.masking).prompt, model: "m", by: .local,
            at: Timestamp.now())
        var gate = StreamGate(try #require(Dialect.chat.streamReader()), output)
        _ = try gate.append(ServerSentEvent(data: #"{"choices":[{"index":0,"delta":{"content":"a "}}]}"#).bytes)
        #expect(throws: StreamFailure.cutOff) { try gate.finish() }
        #expect(throws: StreamFailure.malformed) { try gate.append(Array("data: {}\n\n".utf8)) }
    }
}

extension StreamGateTests.Outcome {
    init(_ bytes: [UInt8], _ decision: Decision) throws {
        var parser = ServerSentEventParser()
        for event in try parser.append(bytes) where event.data != "[DONE]" {
            let json = try JSONValue(parsing: Array(event.data.utf8))
            for choice in json["choices"]?.array ?? [] {
                text += choice["delta"]?["content"]?.string ?? ""
                if let reason = choice["finish_reason"]?.string { finish.append(reason) }
            }
        }
        action = decision.action
        rules = decision.verdict.matches.map(\.ruleID)
        findings = decision.inspection.texts.first?.findings ?? []
        decided = decision.subject.texts.prefix(1).map(\.bytes)
    }
}
