import GovernorCore
import GovernorInspect
import Testing

@testable import GovernorGateway

/// `POST /filter/prompt` and `/filter/output`: what is decided, answered and recorded.
struct FilterTests {
    @Test func `S3.7: a high jailbreak score switches to safe mode`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.post("/filter/prompt", #"{"prompt":"hi","context":{"jailbreak_score":0.81}}"#)
        #expect(response.status == 200)
        #expect(
            response.reference?.compactText
                == #"{"allowed":true,"action":"safe_mode","reasons":["high jailbreak score"]}"#)
        let atLimit = await gateway.post("/filter/prompt", #"{"prompt":"hi","context":{"jailbreak_score":0.8}}"#)
        #expect(atLimit.reference?.compactText == #"{"allowed":true,"action":"allow","reasons":[]}"#)
    }

    @Test func `S3.8: stated personal data without a lawful basis is blocked`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.post("/filter/prompt", #"{"prompt":"hi","context":{"contains_pii":true}}"#)
        #expect(response.status == 200)
        #expect(
            response.reference?.compactText
                == #"{"allowed":false,"action":"block","reasons":["PII without lawful basis"]}"#)
        let lawful = await gateway.post(
            "/filter/prompt", #"{"prompt":"hi","context":{"contains_pii":true,"lawful_basis":true}}"#)
        #expect(lawful.json?["allowed"] == true)
    }

    @Test func `S3.9: a long verbatim quotation is to be summarized`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.post("/filter/output", #"{"output":"text","context":{"verbatim_ratio":0.21}}"#)
        #expect(
            response.reference?.compactText == #"{"allowed":true,"action":"summarize","reasons":["long quotation"]}"#)
        #expect(gateway.sink.facts.map(\.type) == ["decision.output"])
    }

    @Test func `S3.39: an e-mail address in the prompt blocks without any context`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.post("/filter/prompt", #"{"prompt":"Email me at user@example.com"}"#)
        #expect(
            response.reference?.compactText
                == #"{"allowed":false,"action":"block","reasons":["PII without lawful basis"]}"#)
    }

    @Test func `a caller cannot talk a measurement down`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.post(
            "/filter/prompt", #"{"prompt":"user@example.com","context":{"contains_pii":false}}"#)
        #expect(response.json?["allowed"] == false)
    }

    @Test func `G.32: answers carry a request id and the receipt of a durable fact`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.post(
            "/filter/prompt",
            #"{"prompt":"hi","context":{"user_id":"u-1","session_id":"s-1","harmful_content_score":0.1}}"#)
        let receipt = try #require(response.json?["receipt"]?.string)
        let fact = try #require(gateway.sink.facts.first)
        #expect(fact.id.description == receipt)
        #expect(response.headers["governor-receipt"] == receipt)
        let requestID = try #require(response.json?["request_id"]?.string.flatMap(UUIDv7.init))
        #expect(response.headers["x-request-id"] == requestID.description)
        #expect(fact.dataSubject == "u-1")
        #expect(fact.payload["request_id"]?.string == requestID.description)
        #expect(fact.payload["context"]?["session_id"] == "s-1")
    }

    @Test func `the record holds findings, reasons and a salted digest, not the text`() async throws {
        let gateway = try TestGateway()
        _ = await gateway.post(
            "/filter/prompt", #"{"prompt":"call user@example.com","context":{"unknown":"planted-secret"}}"#)
        let fact = try #require(gateway.sink.facts.first)
        #expect(fact.type == "decision.prompt" && fact.stream == "test" && fact.actor == "local")
        #expect(fact.policy?.id == "adr-006.embedded-governance")
        #expect(fact.payload["findings"]?.array?.first?["start"] == 5)
        #expect(fact.payload["findings"]?.array?.first?["end"] == 21)
        #expect(fact.payload["matches"]?.array?.first?["rule"] == "pii")
        #expect(fact.payload["event_type"] == "policy_check_fail")
        #expect(fact.payload["ignored_context_keys"] == 1)
        #expect(fact.payload["content"]?["size_bytes"] == 21)
        let salt = try #require(fact.payload["content"]?["salt"]?.string.flatMap { Base64.decode($0) })
        #expect(salt.count == 16)
        #expect(
            fact.payload["content"]?["salted_sha256"]?.string
                == weakDigest(salt + Array("call user@example.com".utf8)).hex)
        #expect(!fact.payload.compactText.contains("user@example.com"))
        #expect(!fact.payload.compactText.contains("planted-secret"))
    }

    @Test func `the record holds the text if the configuration says so`() async throws {
        let gateway = try TestGateway(recordsContent: true)
        _ = await gateway.post("/filter/prompt", #"{"prompt":"hello"}"#)
        #expect(gateway.sink.facts.first?.payload["content"]?["text"] == "hello")
    }

    @Test func `redaction answers with the masked text`() async throws {
        let gateway = try TestGateway(
            rules: "rules: [{id: mask, when: contains_pii, action: redact, message: masked}]")
        let response = await gateway.post("/filter/output", #"{"output":"é: a@example.com or +1 212 555 0123."}"#)
        #expect(
            response.reference?.compactText
                == #"{"allowed":true,"action":"redact","reasons":["masked"],"content":"é: [email] or [phone]."}"#)
    }

    @Test(
        arguments: [
            (#"{"prompt":"a@example.com","context":{"jailbreak_score":0.9}}"#, "safe_mode", "[email]"),
            (#"{"prompt":"Ada","context":{"jailbreak_score":0.9,"contains_pii":true}}"#, "error_block", nil),
        ] as [(String, String, String?)])
    func `a stronger action that lets the text go on does not lift its redaction`(
        body: String, action: String, content: String?
    ) async throws {
        let gateway = try TestGateway(
            rules: """
                rules:
                  - {id: mask, when: contains_pii, action: redact, message: masked}
                  - {id: jailbreak, stage: prompt, when: jailbreak_score > 0.8, action: safe_mode, message: jailbreak}
                """)
        let response = await gateway.post("/filter/prompt", body)
        #expect(response.json?["action"]?.string == action)
        #expect(response.json?["content"]?.string == content)
        #expect(response.json?["allowed"] == .bool(content != nil))
    }

    @Test func `G.33: what cannot be redacted is not let through`() async throws {
        let gateway = try TestGateway(
            rules: "rules: [{id: mask, when: contains_pii, action: redact, message: masked}]")
        let response = await gateway.post("/filter/output", #"{"output":"Ada","context":{"contains_pii":true}}"#)
        #expect(response.status == 200)
        #expect(response.json?["allowed"] == false && response.json?["action"] == "error_block")
        #expect(gateway.sink.facts.first?.payload["event_type"] == "policy_check_fail")
    }

    @Test func `G.33: an e-mail address is not masked in place of a secret that nobody can find`() async throws {
        let gateway = try TestGateway(
            rules: "rules: [{id: secrets, when: contains_secret, action: redact, message: removed}]")
        let response = await gateway.post(
            "/filter/output", #"{"output":"key planted-secret of a@example.com","context":{"contains_secret":true}}"#)
        #expect(response.status == 200)
        #expect(response.json?["allowed"] == false && response.json?["action"] == "error_block")
        #expect(response.json?["content"] == nil && !response.text.contains("planted-secret"))
        #expect(response.json?["reasons"] == ["removed", "nothing that could be redacted was found"])
        #expect(gateway.sink.facts.first?.payload["action"] == "error_block")
    }

    /// The token is made up: its checksum is right, its account does not exist.
    private static let token = "ghp_" + "k3Jm8QzT1vWb5XyR7nLc2PdF9hGs4A" + "1LroHO"

    @Test(
        arguments: [
            ("contains_secret", "key [github_token] of a@example.com"),
            ("contains_pii", "key \(token) of [email]"),
            ("contains_pii || contains_secret", "key [github_token] of [email]"),
            ("text_bytes > 3", "key [github_token] of [email]"),
        ])
    func `a rule masks what its condition speaks of`(condition: String, content: String) async throws {
        let gateway = try TestGateway(
            rules: "rules: [{id: mask, when: \"\(condition)\", action: redact, message: masked}]")
        let response = await gateway.post("/filter/output", #"{"output":"key \#(Self.token) of a@example.com"}"#)
        #expect(response.json?["action"] == "redact" && response.json?["content"]?.string == content)
        let kinds = gateway.sink.facts.first?.payload["findings"]?.array?.map { $0["kind"] }
        #expect(kinds == ["github_token", "email"])
    }

    @Test func `S3.9: what is copied from the corpus is measured, and recorded with its work`() async throws {
        let work = "the old bridge stood over the river for three hundred winters and nobody knew who had built it"
        var corpus = CorpusBuilder()
        try corpus.add(title: "The bridge", digest: weakDigest(Array(work.utf8)), text: Array(work.utf8))
        let gateway = try TestGateway(corpus: CorpusIndex(corpus.build()))
        let copied = await gateway.post("/filter/output", #"{"output":"As they say, \#(work)."}"#)
        #expect(copied.json?["action"] == "summarize" && copied.json?["reasons"] == ["long quotation"])
        let own = await gateway.post("/filter/output", #"{"output":"We drove along the river."}"#)
        #expect(own.json?["action"] == "allow")
        let facts = gateway.sink.facts
        try #require(facts.count == 2)
        let passage = try #require(facts[0].payload["verbatim"]?["passages"]?.array?.first)
        #expect(passage["work"] == "The bridge" && passage["start"] == 13 && passage["end"] == 107)
        #expect(facts[1].payload["verbatim"]?["ratio"] == 0)
    }

    @Test func `G.33: a rule that cannot be evaluated denies and is recorded`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.post(
            "/filter/prompt", #"{"prompt":"hi","context":{"jailbreak_score":"planted-secret"}}"#)
        #expect(response.status == 200)
        #expect(response.json?["allowed"] == false && response.json?["action"] == "error_block")
        #expect(!response.text.contains("planted-secret"))
        #expect(gateway.sink.facts.first?.payload["action"] == "error_block")
        #expect(gateway.sink.facts.first?.payload["event_type"] == "policy_check_fail")
    }

    @Test(arguments: ["/filter/prompt", "/filter/output"])
    func `G.33: a decision that cannot be recorded is a denial`(path: String) async throws {
        let gateway = try TestGateway()
        gateway.sink.fail()
        let member = path == "/filter/prompt" ? "prompt" : "output"
        let response = await gateway.post(path, "{\"\(member)\":\"hi\"}")
        #expect(response.status == 503)
        #expect(
            response.reference?.compactText
                == #"{"allowed":false,"action":"error_block","reasons":["the decision could not be recorded"]}"#)
        #expect(response.json?["receipt"] == .null)
        #expect(response.headers["governor-receipt"] == nil)
        #expect(response.headers["x-should-retry"] == "false")
        #expect(gateway.log.text.contains("ledger.unavailable"))
    }

    @Test func `no answer leaves before its fact is durable`() async throws {
        let gateway = try TestGateway()
        let gate = MemorySink.Gate()
        gateway.sink.hold(at: gate)
        let answered = MemoryFlag()
        async let response = {
            let response = await gateway.post("/filter/prompt", #"{"prompt":"hi"}"#)
            answered.set()
            return response
        }()
        await gate.waitForArrival()
        #expect(!answered.isSet)
        gate.open()
        #expect(await response.status == 200)
        #expect(gateway.sink.facts.count == 1)
    }

    @Test func `a shadow rule is recorded and counted but neither seen nor obeyed`() async throws {
        let gateway = try TestGateway(
            rules: "rules: [{id: trial, when: contains_pii, action: block, message: trial, enforcement: shadow}]")
        let response = await gateway.post("/filter/prompt", #"{"prompt":"a@example.com"}"#)
        #expect(response.reference?.compactText == #"{"allowed":true,"action":"allow","reasons":[]}"#)
        #expect(gateway.sink.facts.first?.payload["matches"]?.array?.first?["enforcement"] == "shadow")
        #expect(gateway.registry.exposition().contains(#"governor_policy_shadow_diff_total{rule="trial"} 1"#))
    }

    @Test func `no text of a request reaches a log or a metric`() async throws {
        let gateway = try TestGateway(authentication: .keys(TestGateway.keyring))
        let secret = TestGateway.secret
        for body in [
            #"{"prompt":"planted-secret a@example.com","context":{"planted-secret":"x","user_id":"planted-secret"}}"#,
            #"{"planted-secret":1}"#, "planted-secret", #"{"prompt":"planted-secret","prompt":"planted-secret"}"#,
        ] {
            let response = await gateway.post("/filter/prompt", body, key: secret)
            #expect(!response.text.contains("planted-secret"))
        }
        _ = await gateway.post("/planted-secret", "{}", key: "gov_planted-secret")
        gateway.sink.fail()
        _ = await gateway.post("/filter/prompt", #"{"prompt":"planted-secret"}"#, key: secret)
        #expect(!gateway.log.text.isEmpty)
        for text in [gateway.log.text, gateway.registry.exposition()] {
            #expect(!text.contains("planted-secret") && !text.contains(secret) && !text.contains("example.com"))
        }
    }
}
