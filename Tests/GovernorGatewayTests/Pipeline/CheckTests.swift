import GovernorCore
import Testing

@testable import GovernorGateway

/// `POST /ci/check`.
struct CheckTests {
    private static let passing = """
        {"quality":{"pass_at_5":0.84},"fairness":{"subgroup_delta":0.03},"safety":{"harmful_rate":0.002},"drift":{"psi":0.08}}
        """

    @Test func `S3.10: metrics within the thresholds have no violations`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.post("/ci/check", Self.passing)
        #expect(response.status == 200)
        #expect(response.reference?.compactText == #"{"violations":[]}"#)
        let fact = try #require(gateway.sink.facts.first)
        #expect(fact.type == "decision.ci_check" && fact.payload["outcome"] == "PASS")
        #expect(response.json?["receipt"]?.string == fact.id.description)
        #expect(response.headers["governor-receipt"] == fact.id.description)
    }

    @Test func `S3.10: every threshold that is not met is a violation`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.post(
            "/ci/check", #"{"quality":{"pass_at_5":0.84},"fairness":{"subgroup_delta":0.08},"drift":{"psi":null}}"#)
        #expect(
            response.json?["violations"] == [
                "fairness.subgroup_delta 0.08 > max 0.05", "safety.harmful_rate is missing (max 0.005)",
                "drift.psi is missing (max 0.2)",
            ])
        #expect(gateway.sink.facts.first?.payload["event_type"] == "policy_check_fail")
        #expect(gateway.sink.facts.first?.payload["thresholds_checked"]?.array?.count == 4)
    }

    @Test func `metrics that are no numbers cannot be judged`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.post("/ci/check", #"{"quality":{"pass_at_5":"planted-secret"}}"#)
        #expect(response.status == 400 && response.code == "metrics.not-a-number")
        #expect(!response.text.contains("planted-secret"))
        #expect(gateway.sink.facts.isEmpty)
    }

    @Test(arguments: [
        (#"{"planted-secret":0.5}"#, "metrics.no-category"),
        (#"{"planted-secret":{"a":1},"planted-secret.a":2}"#, "metrics.conflict"),
        (#"{"a.planted-secret":1,"a":{"planted-secret":2}}"#, "metrics.conflict"),
        (#"{"planted-secret\n\u001b[31m":0.5}"#, "metrics.no-category"),
    ])
    func `a metric's name that a caller made up is not repeated`(body: String, code: String) async throws {
        let gateway = try TestGateway()
        let response = await gateway.post("/ci/check", body)
        #expect(response.status == 400 && response.code == code)
        #expect(!response.text.contains("planted-secret") && response.text.contains("a metric has "))
        #expect(response.json?["error"]?["message"]?.string?.contains("category.metric") == true)
    }

    @Test func `G.33: a check that cannot be recorded is a denial`() async throws {
        let gateway = try TestGateway()
        gateway.sink.fail()
        let response = await gateway.post("/ci/check", Self.passing)
        #expect(response.status == 503 && response.json?["action"] == "error_block")
    }
}
