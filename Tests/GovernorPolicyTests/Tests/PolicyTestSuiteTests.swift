import GovernorCore
import GovernorPolicy
import Testing

@Suite struct PolicyTestSuiteTests {
    private static let nothing = { @Sendable (_: String, _: Stage) in (measurements: Measurements(), kinds: [String]())
    }

    static let policies = ["adr-006.embedded-governance", "credit-scoring", "support-desk"]

    @Test(arguments: policies) func `an example's own cases pass`(name: String) throws {
        let path = "examples/policies/\(name)"
        let policy = try Policy(
            try Fixture.bytes("\(path).yaml"), name: name, kinds: Fixture.kinds, digest: Fixture.digest)
        let suite = try PolicyTestSuite(try Fixture.bytes("\(path).tests.yaml"), name: name)
        let report = suite.run(on: policy, at: Fixture.start, measuring: Self.nothing)
        #expect(report.results.filter { !$0.isPassed } == [])
        #expect(report.isPassed)
        #expect(report.results.count >= 10)
    }

    @Test func `the text of a case is measured, and what is stated raises it`() throws {
        let suite = try PolicyTestSuite(
            Array(
                """
                rules:
                  - {name: found, stage: prompt, text: it, expect: {action: block, findings: [email]}}
                  - {name: elsewhere, stage: output, text: it, expect: {action: block, findings: []}}
                  - {name: stated, stage: output, text: it, context: {contains_pii: true}, expect: {action: block}}
                  - {name: nothing, stage: prompt, expect: {action: allow, findings: []}}
                """.utf8), name: "t")
        let report = try suite.run(on: Fixture.reference(), at: Fixture.start) { text, stage in
            var measured = Measurements()
            measured.set(.containsPII, text == "it" && stage == .prompt)
            return (measured, stage == .prompt ? ["email"] : [])
        }
        #expect(report.results.map(\.differences.first) == [nil, "action: expected block, found allow", nil, nil])
    }

    @Test func `what comes out otherwise is said in words`() throws {
        let suite = try PolicyTestSuite(
            Array(
                """
                gate:
                  - name: wrong outcome
                    metrics: {quality.pass_at_5: 0.84}
                    expect: {outcome: PASS, failed: [], status: {drift.psi: PASS, drift.pis: PASS}}
                rules:
                  - name: wrong action
                    stage: prompt
                    context: {jailbreak_score: 0.9, jailbreak_scor: 1}
                    expect: {action: block, allowed: false, reasons: [other], rules: []}
                """.utf8), name: "t.yaml")
        let report = try suite.run(on: Fixture.reference(), at: Fixture.start, measuring: Self.nothing)
        #expect(!report.isPassed)
        #expect(
            report.results.map(\.differences) == [
                [
                    "outcome: expected PASS, found FAIL",
                    "failed: expected [], found [drift.psi, fairness.subgroup_delta, safety.harmful_rate]",
                    "drift.psi: expected PASS, found MISSING", "there is no threshold drift.pis",
                ],
                [
                    "no rule can use 'jailbreak_scor'; did you mean 'jailbreak_score'?",
                    "action: expected block, found safe_mode", "allowed: expected false, found true",
                    "reasons: expected [other], found [high jailbreak score]",
                    "rules: expected [], found [high-jailbreak-score]",
                ],
            ])
        #expect(report.results.map(\.position.line) == [2, 6])
    }

    @Test func `a suite without cases shows nothing`() throws {
        let suite = try PolicyTestSuite(Array("gate: []\n".utf8), name: "t.yaml")
        #expect(try !suite.run(on: Fixture.reference(), at: Fixture.start, measuring: Self.nothing).isPassed)
    }
}
