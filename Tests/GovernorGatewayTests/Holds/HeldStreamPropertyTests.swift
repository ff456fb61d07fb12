import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

/// However an answer is cut into events, the same of it leaves, is held and takes its place.
@Suite(.timeLimit(.minutes(5))) struct HeldStreamPropertyTests {
    private static let rules = """
        inspection: {redact: {default: placeholder}}
        rules:
          - {id: key, when: contains_secret, stage: output, action: hold, message: keys are reviewed}
          - {id: leak, when: contains_pii, stage: output, action: redact, message: personal data}
          - {id: early, when: text_bytes > 150, stage: output, action: safe_mode, message: too long}
        """
    private static let secret = HeldRequestTests.secret

    /// A text in pieces of random lengths, down to one character.
    private func cut(_ text: String, _ random: inout SeededGenerator) -> String {
        var pieces = ""
        for character in text {
            pieces.append(character)
            if Int.random(in: 0..<4, using: &random) == 0 { pieces.append("|") }
        }
        return pieces
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what leaves and what is held is the same for every cut`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let text = "Ask bob@example.com for it: \(Self.secret) and ask eve@example.com too."
        for client in ModelClient.all where client.isStreamed {
            // Without the rule about the whole, what stands before the key leaves.
            let lines = Self.rules.split(separator: "\n").dropLast().joined(separator: "\n")
            for rules in [Self.rules, lines] {
                let holds = MemoryHolds()
                let gateway = try TestGateway(
                    rules: rules, models: [TalkingUpstream(cut(text, &random)).route()],
                    holding: Holding(store: holds))
                let response = await client.ask(gateway)
                let left = try client.text(of: response)
                #expect(left == (rules == lines ? "Ask [EMAIL_1] for it: " : ""))
                let held = holds.content?.texts.map(\.text) ?? []
                #expect(held.contains("Ask [EMAIL_1] for it: \(Self.secret) and ask [EMAIL_2] too."))
                #expect(gateway.sink.facts.map { $0.payload["action"] } == ["allow", "hold"])
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `nothing leaves of what another answer takes the place of`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let text = "Ask bob@example.com. " + String(repeating: "word ", count: 40)
        for client in ModelClient.all where client.isStreamed {
            let gateway = try TestGateway(
                rules: Self.rules, models: [TalkingUpstream(cut(text, &random)).route()],
                holding: Holding(store: MemoryHolds()))
            let response = await client.ask(gateway)
            #expect(try client.text(of: response) == Substitutes.safeAnswer)
            #expect(!response.text.contains("word"))
            #expect(gateway.sink.facts.map { $0.payload["action"] } == ["allow", "safe_mode", "allow"])
        }
    }
}
