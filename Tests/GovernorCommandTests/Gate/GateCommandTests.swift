import Foundation
import GovernorCore
import Testing

struct GateCommandTests {
    private static let pass = ["gate", "--config", "policy.yaml", "--artifacts", "passing"]
    private static let breach = ["gate", "--config", "policy.yaml", "--artifacts", "breach"]

    @Test func `S3.4: a breach prints the failure text and exits 1`() async throws {
        let run = try await CommandRun.governor(Self.breach, in: .world())
        #expect(run.status == 1)
        #expect(run.output.contains("\nGovernance Gate FAILED\n"))
        #expect(run.output.contains("\n- fairness.subgroup_delta 0.08 > max 0.05\n"))
    }

    @Test func `S3.5: the golden artifacts pass with exit 0`() async throws {
        let run = try await CommandRun.governor(Self.pass, in: .world())
        #expect(run.status == 0)
        #expect(!run.output.contains("FAILED"))
    }

    @Test(arguments: [("0.05", 0), ("0.050", 0), ("0.0500000000000000000001", 1), ("5e-2", 0), ("0.051", 1)])
    func `S3.6: target_max blocks above, compared exactly`(delta: String, status: Int32) async throws {
        let folder = try WorkFolder.world()
        try folder.write(
            "meta: {policy_id: p, version: 1}\n"
                + "thresholds: {fairness: {subgroup_delta: {target_max: 0.05, block_above: true}}}\n", to: "p.yaml")
        try folder.write("{\"subgroup_delta\": \(delta)}", to: "f.json")
        let run = try await CommandRun.governor(["gate", "--config", "p.yaml", "--fairness", "f.json"], in: folder)
        #expect(run.status == status, "\(run.everything)")
    }

    @Test func `G.7: every failed threshold comes with a remediation`() async throws {
        let run = try await CommandRun.governor(Self.breach + ["--format", "json"], in: .world())
        let checked = try #require(try JSONValue(parsing: run.output)["thresholds_checked"]?.array)
        for result in checked where result["blocks"]?.bool == true {
            #expect(result["remediation"]?.string?.isEmpty == false)
        }
        #expect(checked.contains { $0["blocks"]?.bool == true })
    }

    @Test(arguments: [
        ["gate", "--config", "policy.yaml", "--artifacts", "passing"],
        ["gate", "--config", "policy.yaml", "--artifacts", "passing/"],
        ["gate", "--config", "policy.yaml", "--artifacts", "all.json"],
        ["gate", "--config", "policy.yaml", "--artifacts", "-"],
        [
            "gate", "--config", "policy.yaml", "--eval", "passing/eval_quality.json", "--fairness",
            "passing/eval_fairness.json", "--safety", "passing/eval_safety.json", "--drift", "passing/eval_drift.json",
        ],
        ["check", "--input", "all.json", "--config", "policy.yaml"],
        ["check", "--input", "-", "--config", "policy.yaml"],
    ])
    func `G.8: all forms judge alike`(arguments: [String]) async throws {
        let folder = try WorkFolder.world()
        let run = try await CommandRun.governor(
            arguments + ["--format", "json"], in: folder, input: try folder.text("all.json"))
        #expect(run.status == 0)
        let json = try JSONValue(parsing: run.output)
        #expect(json["outcome"]?.string == "PASS")
        let expected = [
            "quality.pass_at_5": "0.84", "fairness.subgroup_delta": "0.03", "safety.harmful_rate": "0.002",
            "drift.psi": "0.08",
        ]
        let found = (json["thresholds_checked"]?.array ?? []).map {
            ($0["name"]?.string ?? "", $0["actual"]?.number?.text ?? "")
        }
        #expect(Dictionary(uniqueKeysWithValues: found) == expected)
    }

    @Test func `G.10: a failed gate leaves evidence too`() async throws {
        let folder = try WorkFolder.world()
        let run = try await CommandRun.governor(Self.breach + ["--evidence", "evidence.json"], in: folder)
        #expect(run.status == 1)
        #expect(try JSONValue(parsing: folder.text("evidence.json"))["outcome"]?.string == "FAIL")
    }

    @Test func `G.11: the evidence document has its fields`() async throws {
        let folder = try WorkFolder.world()
        _ = try await CommandRun.governor(
            Self.pass + ["--evidence", "evidence.json", "--build-id", "build-7"], in: folder)
        let evidence = try JSONValue(parsing: folder.text("evidence.json"))
        #expect(evidence["build_id"]?.string == "build-7")
        #expect(evidence["timestamp"]?.string.flatMap { Timestamp($0) } != nil)
        #expect(evidence["policy_version"]?.string == "1.2.0")
        #expect(evidence["outcome"]?.string == "PASS")
        #expect(evidence["signature"]?.isNull == true)
        let first = try #require(evidence["thresholds_checked"]?.array?.first)
        #expect(
            first == [
                "name": "quality.pass_at_5", "target_min": number("0.82"), "actual": number("0.84"), "status": "PASS",
            ])
        let second = try #require(evidence["thresholds_checked"]?.array?[1])
        #expect(second["target_max"] == number("0.05"))
    }

    @Test func `G.30: a missing metric is MISSING and the gate fails with exit 1`() async throws {
        let run = try await CommandRun.governor(
            ["gate", "--config", "policy.yaml", "--artifacts", "partial"], in: .world())
        #expect(run.status == 1)
        #expect(run.output.contains("[MISSING] safety.harmful_rate: "))
        #expect(run.output.contains("[MISSING] drift.psi: "))
        #expect(run.output.contains("Overall: FAIL"))
    }

    @Test func `G.31: the block is headed by the policy, one line a threshold, and the verdict`() async throws {
        let folder = try WorkFolder.world()
        try folder.write("{\"pass_at_5\": 0.85}", to: "passing/eval_quality.json")
        let run = try await CommandRun.governor(Self.pass, in: folder)
        let lines = run.output.split(separator: "\n")
        #expect(lines.first == "=== World Policy Gate ===")
        #expect(lines[1] == "[PASS] quality.pass_at_5: 0.85 >= 0.82")
        #expect(lines[5] == "Overall: PASS")
    }

    @Test(arguments: [
        ["gate", "--config", "policy.yaml", "--artifacts", "nowhere"],
        ["gate", "--config", "policy.yaml", "--artifacts", "empty"],
        ["gate", "--config", "policy.yaml", "--drift", "nowhere.json"],
        ["gate", "--config", "nowhere.yaml", "--artifacts", "passing"],
        ["gate", "--config", "broken.yaml", "--artifacts", "passing"],
        ["gate", "--config", "policy.yaml", "--artifacts", "passing", "--evidence", "nowhere/evidence.json"],
        ["gate", "--config", "policy.yaml", "--artifacts", "passing", "--key", "nowhere.key", "--evidence", "e.json"],
        ["gate", "--config", "policy.yaml", "--artifacts", "passing", "--key", "policy.yaml", "--evidence", "e.json"],
    ])
    func `G.31: what keeps the gate from running is exit 2, with an error and without evidence`(
        arguments: [String]
    ) async throws {
        let folder = try WorkFolder.world()
        let run = try await CommandRun.governor(arguments, in: folder)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("error: "))
        #expect(!folder.has("e.json"))
    }

    @Test func `--ledger with a folder that holds no ledger is exit 2, after the verdict`() async throws {
        let run = try await CommandRun.governor(Self.pass + ["--ledger", "nowhere"], in: .world())
        #expect(run.status == 2)
        #expect(run.output.contains("Overall: PASS"))
        #expect(run.diagnostics.contains("error: "))
    }

    @Test func `the build takes its name from the CI system`() async throws {
        let environments = [
            (["GITHUB_SHA": "4f1c", "GITHUB_RUN_ID": "77"], "4f1c/77"),
            (["CI_COMMIT_SHA": "aa", "CI_PIPELINE_ID": "8"], "aa/8"), (["BUILD_BUILDID": "42"], "42"),
        ]
        for (environment, expected) in environments {
            let run = try await CommandRun.governor(
                Self.pass + ["--format", "json"], in: .world(), environment: environment)
            #expect(try JSONValue(parsing: run.output)["build_id"]?.string == expected)
        }
        let run = try await CommandRun.governor(Self.pass + ["--format", "json"], in: .world())
        let id = try JSONValue(parsing: run.output)["build_id"]?.string
        #expect(id.flatMap { UUIDv7($0) } != nil)
    }

    @Test(arguments: ["text", "json", "junit", "sarif", "markdown"])
    func `what artifacts hold beside metrics is never printed`(format: String) async throws {
        let secret = "PLANTED-SECRET-4242"
        let folder = try WorkFolder.world()
        try folder.write("{\"pass_at_5\": 0.5, \"note\": \"\(secret)\"}", to: "passing/eval_quality.json")
        let run = try await CommandRun.governor(
            Self.pass + ["--format", format, "--evidence", "evidence.json"], in: folder,
            environment: ["GOVERNOR_API_KEY": secret, "GITHUB_ACTIONS": "true"])
        #expect(run.status == 1)
        #expect(!run.everything.contains(secret))
        #expect(!(try folder.text("evidence.json").contains(secret)))
    }

    @Test func `a malformed artifact is reported by its place, not by its content`() async throws {
        let folder = try WorkFolder.world()
        try folder.write("{\"note\": \"PLANTED-SECRET-4242", to: "passing/eval_quality.json")
        let run = try await CommandRun.governor(Self.pass, in: folder)
        #expect(run.status == 2)
        #expect(!run.everything.contains("PLANTED"))
    }

    private func number(_ text: String) -> JSONValue { ExactDecimal(text).map { .number(JSONNumber($0)) } ?? .null }
}
