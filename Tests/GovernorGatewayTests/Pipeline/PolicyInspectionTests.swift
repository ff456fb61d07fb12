import GovernorCore
import GovernorInspect
import Testing

@testable import GovernorGateway

/// The policy's `inspection` section, and what rules are told because of it.
struct PolicyInspectionTests {
    private static let rules = #"""
        inspection:
          recognizers:
            - {kind: employee_id, pattern: '\bE-\d{6}\b'}
            - {kind: project, words: [Falcon], counts_as: secret}
            - {kind: ticket, pattern: '\bT-\d{4}\b', counts_as: nothing}
          allow: [{kind: email, suffix: '@example.org'}]
          redact: {default: replace, employee_id: {mask: {keep_last: 2}}, email: placeholder, phone: pseudonymise}
        rules:
          - {id: pii, stage: prompt, when: contains_pii, action: redact, message: personal data}
          - {id: secret, stage: prompt, when: contains_secret, action: block, message: a secret}
        """#

    private static func decide(
        _ text: String, rules: String = rules, path: String = "/filter/prompt", context: String = "{}"
    ) async throws -> (answer: JSONValue, fact: JSONValue) {
        let gateway = try TestGateway(rules: rules, pseudonyms: weakDigest)
        let member = path == "/filter/prompt" ? "prompt" : "output"
        let response = await gateway.post(path, #"{"\#(member)":"\#(text)","context":\#(context)}"#)
        return (try #require(response.json), try #require(gateway.sink.facts.first?.payload))
    }

    @Test(arguments: [
        ("badge E-123456", "redact"), ("badge E-1234567", "allow"), ("a Falcon", "block"), ("a falcon", "allow"),
        ("see T-1234", "allow"), ("mail a@example.org", "allow"), ("mail a@example.com", "redact"),
    ]) func `what the policy declares counts as it says, and what it allows does not`(
        text: String, action: String
    ) async throws {
        #expect(try await Self.decide(text).answer["action"]?.string == action)
    }

    @Test func `a decision records who saw which bytes, and how many findings were allowed, and no text`() async throws
    {
        let fact = try await Self.decide("é T-1234, E-123456, a@example.org").fact
        let findings = try #require(fact["findings"]?.array)
        #expect(findings.map { $0["detector"] } == ["policy.ticket/1.0.0", "policy.employee_id/1.0.0"])
        #expect(findings.map { $0["kind"] } == ["ticket", "employee_id"])
        #expect(findings.map { $0["start"] } == [3, 11] && findings.map { $0["end"] } == [9, 19])
        #expect(fact["allowed_findings"] == 1)
        for value in ["T-1234", "E-123456", "a@example.org"] { #expect(!fact.compactText.contains(value)) }
    }

    @Test func `each kind is masked as the policy says, and placeholders come with their values`() async throws {
        let text = "E-123456, a@example.com, +44 20 7946 0123, T-1234"
        let answer = try await Self.decide(text).answer
        let pseudonym = weakDigest(Array("+44 20 7946 0123".utf8)).hex.prefix(16)
        #expect(answer["content"] == .string("*-****56, [EMAIL_1], [phone:\(pseudonym)], T-1234"))
        #expect(answer["placeholders"] == ["[EMAIL_1]": "a@example.com"])
    }

    @Test func `a policy that pseudonymises needs a key`() throws {
        #expect(throws: RedactionError.noKey) { try TestGateway(rules: Self.rules) }
    }

    @Test(arguments: [("false", "allow"), ("true", "block"), ("[organization]", "allow")])
    func `names count where the policy asks for them`(names: String, action: String) async throws {
        let rules = """
            inspection: {names: \(names)}
            rules: [{id: pii, when: contains_pii, action: block, message: personal data}]
            """
        #expect(try await Self.decide("I met Ada Lovelace.", rules: rules).answer["action"]?.string == action)
    }

    private static let words = """
        rules:
          - {id: german, when: language == 'de', action: block, message: not in German}
          - {id: refusal, stage: output, when: is_refusal, action: log_only, message: a refusal}
        """
    private static let german = "Das ist ein Satz, der auf Deutsch geschrieben ist und den jeder versteht."

    @Test(arguments: ["{}", #"{"language":"en"}"#, #"{"language":""}"#])
    func `rules know the language, whatever the caller says`(context: String) async throws {
        let path = "/filter/prompt"
        let answer = try await Self.decide(Self.german, rules: Self.words, path: path, context: context).answer
        #expect(answer["action"] == "block")
        let english = "This is a sentence that is written in English and that everybody understands."
        let other = try await Self.decide(english, rules: Self.words, path: path, context: #"{"language":"de"}"#).answer
        #expect(other["action"] == "allow")
    }

    @Test func `rules know whether an output refuses`() async throws {
        let path = "/filter/output"
        let refusal = try await Self.decide("I'm sorry, but I cannot help with that.", rules: Self.words, path: path)
        #expect(refusal.answer["reasons"] == ["a refusal"])
        #expect(try await Self.decide("Here you are.", rules: Self.words, path: path).answer["reasons"] == [])
    }

    @Test func `language and refusal are measured only where a rule asks`() throws {
        for (rules, stage, asks) in [
            (Self.words, Stage.output, true), (Self.words, .prompt, false), (Self.rules, .prompt, false),
        ] {
            let gateway = try TestGateway(rules: rules, pseudonyms: weakDigest)
            let digests = RedactionDigests(plain: weakDigest, keyed: weakDigest)
            let decisions = try DecisionMaker(gateway.policy, corpus: nil, digests: digests)
            let text = SubjectText(Array(Self.german.utf8), stage: stage)
            let inspection = decisions.inspect(DecisionSubject(stage: stage, texts: [text])) {}
            #expect((inspection.texts[0].isRefusal != nil) == asks)
            #expect((inspection.texts[0].language != nil) == (rules == Self.words))
        }
    }
}
