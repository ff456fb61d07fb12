import GovernorCore
import GovernorPolicy
import Testing

@Suite struct GateTests {
    static func metrics(_ json: String...) throws -> ArtifactMetrics {
        var metrics = ArtifactMetrics()
        for (number, text) in json.enumerated() {
            try metrics.add(try JSONValue(parsing: text), from: "artifact \(number + 1)")
        }
        return metrics
    }

    static func artifacts(_ folder: String) throws -> ArtifactMetrics {
        var metrics = ArtifactMetrics()
        for category in ["quality", "fairness", "safety", "drift"] {
            let path = "examples/artifacts/\(folder)/eval_\(category).json"
            try metrics.add(
                try JSONValue(parsing: try Fixture.bytes(path)), from: path,
                category: ArtifactMetrics.category(ofFile: path))
        }
        return metrics
    }

    static func policy(_ thresholds: String, _ rest: String = "") throws -> Policy {
        try Fixture.policy("meta: {policy_id: p, version: 1}\nthresholds: \(thresholds)\n\(rest)")
    }

    @Test func `S3.3, S3.5: the golden artifacts pass the reference policy`() throws {
        let report = try Gate(Fixture.reference()).evaluate(Self.artifacts("passing"), at: Fixture.start)
        #expect(report.outcome == .pass)
        #expect(
            report.results.map(\.message) == [
                "quality.pass_at_5 0.84 >= min 0.82", "fairness.subgroup_delta 0.03 <= max 0.05",
                "safety.harmful_rate 0.002 <= max 0.005", "drift.psi 0.08 <= max 0.2",
            ])
    }

    @Test func `S3.4: a subgroup delta of 0.08 fails with the reference system's words`() throws {
        let report = try Gate(Fixture.reference()).evaluate(Self.artifacts("failing"), at: Fixture.start)
        #expect(report.outcome == .fail)
        #expect(report.failures.map(\.message) == ["fairness.subgroup_delta 0.08 > max 0.05"])
        let remediation = try #require(report.failures.first?.remediation)
        #expect(remediation.hasPrefix("It is 0.03 above the target of 0.05. "))
    }

    @Test(arguments: [
        #"{"quality": {"pass_at_5": 0.79}, "fairness": {"subgroup_delta": 0.03}, "safety": {"harmful_rate": 0.002}, "drift": {"psi": 0.08}}"#,
        #"{"quality.pass_at_5": 0.79, "fairness.subgroup_delta": 0.03, "safety.harmful_rate": 0.002, "drift.psi": 0.08, "model": "m"}"#,
    ]) func `S3.10: metrics of one request are judged as those of files are`(json: String) throws {
        let report = try Gate(Fixture.reference()).evaluate(Self.metrics(json), at: Fixture.start)
        #expect(report.failures.map(\.message) == ["quality.pass_at_5 0.79 < min 0.82"])
    }

    @Test(arguments: ["{}", #"{"fairness": {}}"#, #"{"fairness": {"subgroup_delta": null}}"#])
    func `G.30: a metric that is absent or null is MISSING and fails`(json: String) throws {
        let gate = try Gate(Self.policy("{fairness: {subgroup_delta: {target_max: 0.05}}}"))
        let report = try gate.evaluate(Self.metrics(json), at: Fixture.start)
        #expect(report.outcome == .fail)
        #expect(report.results.map(\.status) == [.missing])
        #expect(report.results.map(\.message) == ["fairness.subgroup_delta is missing (max 0.05)"])
    }

    @Test(arguments: [
        ("target_min: 0.82", "0.82", "PASS"), ("target_min: 0.82", "0.8199999999999999999999999", "FAIL"),
        ("target_max: 0.05", "0.05", "PASS"), ("target_max: 0.05", "0.0500000000000000000000000001", "FAIL"),
        ("target_max: 0.1", "1e-1", "PASS"), ("target_max: 5e-2", "0.050", "PASS"),
        ("target_min: 0.8, operator: '>'", "0.8", "FAIL"), ("target_max: 0.8, operator: <", "0.8", "FAIL"),
        ("target: 0.8, operator: '>='", "0.8", "PASS"), ("target: 0.8, operator: <=", "0.81", "FAIL"),
        ("target: 0, operator: ==", "-0.0", "PASS"), ("target: 0, operator: '!='", "0.0", "FAIL"),
        ("target: 0.8, block_below: true", "0.7", "FAIL"), ("target: 0.8, block_above: true", "0.9", "FAIL"),
        ("target_max: 0.05, block_above: false", "0.06", "WARN"),
        ("target_max: 0.05, enforcement: shadow", "0.06", "WARN"),
        ("target_max: 0.2, warn_max: 0.1", "0.1", "PASS"), ("target_max: 0.2, warn_max: 0.1", "0.15", "WARN"),
        ("target_max: 0.2, warn_max: 0.1", "0.21", "FAIL"), ("target_min: 0.8, warn_min: 0.9", "0.85", "WARN"),
    ]) func `G.27: a threshold is compared exactly in its direction`(threshold: String, actual: String, status: String)
        throws
    {
        let gate = try Gate(Self.policy("{a: {b: {\(threshold)}}}"))
        let report = try gate.evaluate(Self.metrics(#"{"a": {"b": \#(actual)}}"#), at: Fixture.start)
        #expect(report.results.map(\.status.rawValue) == [status])
        #expect(report.outcome == (status == "FAIL" ? .fail : .pass))
    }

    @Test(arguments: [
        ("target_min: 0.8, target_max: 0.9", "policy.threshold-target"),
        ("description: none", "policy.threshold-target"),
        ("target: 0.8", "policy.threshold-operator"), ("target_max: 0.8, operator: '>='", "policy.threshold-operator"),
        ("target_max: 0.8, block_below: true", "policy.threshold-direction"),
        ("target_min: 0.8, block_above: false", "policy.threshold-direction"),
        ("target_max: 0.2, warn_max: 0.3", "policy.threshold-warning"),
        ("target_min: 0.2, warn_max: 0.1", "policy.threshold-warning"),
        ("target_max: .nan", "document.type"), ("target_max: '0.2'", "document.type"),
        ("target_max: [1]", "document.type"), ("target_max: 1e9999", "document.type"),
        ("target_mx: 0.2", "document.unknown-key"),
    ]) func `a threshold that points nowhere or both ways is refused`(threshold: String, code: String) {
        let yaml = "meta: {policy_id: p, version: 1}\nthresholds: {a: {b: {\(threshold)}}}\n"
        #expect(Fixture.failures(yaml).first?.code == code)
    }

    @Test(arguments: [
        (#"{"a": {"b": "0.5"}}"#, "artifact 1: a.b must be a number, found a number in quotes"),
        (#"{"a": {"b": true}}"#, "artifact 1: a.b must be a number, found true or false"),
        (#"{"a": {"b": {"c": 1}}}"#, "artifact 1: a.b must be a number, found an object"),
        (
            #"{"a": {"b": 0.12345678901234567890123456789012345678}}"#,
            "artifact 1: a.b must be a number, found a number beyond 34 digits"
        ),
    ]) func `a judged metric that is no number has no outcome`(json: String, message: String) throws {
        let gate = try Gate(Self.policy("{a: {b: {target_max: 1}}}"))
        let error = #expect(throws: MetricError.self) { try gate.evaluate(Self.metrics(json), at: Fixture.start) }
        #expect(error?.message == message)
        #expect(error?.code == "metrics.not-a-number")
    }

    @Test func `artifacts that disagree, are no objects or name no category are refused`() throws {
        #expect(
            throws: MetricError.conflict(MetricName(category: "a", metric: "b"), sources: ["artifact 1", "artifact 2"])
        ) {
            try Self.metrics(#"{"a.b": 1}"#, #"{"a": {"b": 2}}"#)
        }
        #expect(throws: MetricError.notAnObject(kind: "array", source: "artifact 1")) { try Self.metrics("[1]") }
        #expect(throws: MetricError.noCategory(metric: "psi", source: "artifact 1")) {
            try Self.metrics(#"{"psi": 1}"#)
        }
        #expect(try Self.metrics(#"{"a.b": 1}"#, #"{"a": {"b": 1.0}}"#).values.count == 1)
    }

    @Test func `a policy without thresholds passes nothing`() throws {
        let policy = try Fixture.policy("meta: {policy_id: p, version: 1}\n")
        #expect(throws: MetricError.noThresholds(policy: "p")) {
            try Gate(policy).evaluate(ArtifactMetrics(), at: Fixture.start)
        }
    }

    @Test func `a waiver lifts a threshold until it expires and stays visible`() throws {
        let waiver = "waivers: [{id: w1, threshold: a.b, owner: ada, reason: known, expires: 2026-02-01}]"
        let gate = try Gate(Self.policy("{a: {b: {target_max: 0.5}}}", waiver))
        let metrics = try Self.metrics(#"{"a.b": 0.9}"#)
        let expiry = try #require(Timestamp("2026-02-01"))
        let before = try gate.evaluate(metrics, at: expiry.advanced(byMilliseconds: -1))
        #expect(before.outcome == .pass)
        #expect(before.results.map(\.status) == [.waived])
        #expect(before.results.map(\.waiverID) == ["w1"])
        let after = try gate.evaluate(metrics, at: expiry)
        #expect(after.outcome == .fail)
        #expect(after.waivers.map(\.isExpired) == [true])
        #expect(after.waivers.map(\.waiver.reason) == ["known"])
    }

    @Test func `the policy's own remediation comes before the built-in advice`() throws {
        let gate = try Gate(Self.policy("{quality: {x: {target_min: 0.9, remediation: Ask the quality team.}}}"))
        let report = try gate.evaluate(Self.metrics(#"{"quality.x": 0.85}"#), at: Fixture.start)
        #expect(report.failures.first?.remediation == "It is 0.05 below the target of 0.9. Ask the quality team.")
    }

    @Test func `metrics without a threshold are listed, not judged`() throws {
        let gate = try Gate(Self.policy("{a: {b: {target_max: 1}}}"))
        let report = try gate.evaluate(Self.metrics(#"{"a": {"b": 1, "c": 2}, "d.e": "x"}"#), at: Fixture.start)
        #expect(report.unjudged.map(\.description) == ["a.c", "d.e"])
    }
}
