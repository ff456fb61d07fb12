import Foundation
import GovernorCore
import Testing

/// `governor serve`, `keys` and `demo` as processes.
struct ServeCommandTests {
    private static let policy = "examples/policies/adr-006.embedded-governance.yaml"

    private static func json(_ body: String) -> [String] { ["-H", "content-type: application/json", "-d", body] }

    @Test func `the first start prints a key once, and that key is needed`() async throws {
        let folder = try WorkFolder.examples()
        let server = try await RunningServer(["serve", "--policy", Self.policy, "--data", "d"], in: folder)
        let (gateway, evidence, secret) = try (server.url("gateway"), server.url("evidence"), server.secret())
        let body = Self.json(#"{"prompt":"Email me at user@example.com"}"#)
        let anonymous = try await RunningServer.curl(body + ["\(gateway)/filter/prompt"], in: folder)
        #expect(anonymous.status == 401)
        let key = ["-H", "authorization: Bearer \(secret)"]
        let answer = try await RunningServer.curl(body + key + ["\(gateway)/filter/prompt"], in: folder)
        #expect(answer.status == 200)
        let decision = try JSONValue(parsing: answer.text)
        #expect(decision["allowed"] == false && decision["action"] == "block")
        let receipt = try #require(decision["receipt"]?.string)
        let proof = try await RunningServer.curl(key + ["\(evidence)/receipts/\(receipt)"], in: folder)
        #expect(proof.status == 200)
        #expect(proof.text.hasPrefix("c2sp.org/tlog-proof@v1\n"))
        #expect(await server.end() == 0)
        #expect(!server.diagnostics.contains(secret))
        #expect(!server.diagnostics.contains("user@example.com"))

        let again = try await RunningServer(["serve", "--policy", Self.policy, "--data", "d"], in: folder)
        #expect(!again.banner.contains("gov_"))
        let later = try await RunningServer.curl(key + ["\(try again.url("evidence"))/receipts/\(receipt)"], in: folder)
        #expect(later.status == 200)
        #expect(await again.end(with: SIGINT) == 0)
    }

    @Test func `pseudonyms are those of the ledger's key, in every run`() async throws {
        let folder = try WorkFolder.examples()
        var contents: [String?] = []
        for data in ["d", "d", "other"] {
            let server = try await RunningServer(
                ["serve", "--policy", "examples/policies/support-desk.yaml", "--data", data, "--auth", "none"],
                in: folder)
            let body = Self.json(#"{"prompt":"Write to ada@example.com"}"#)
            let answer = try await RunningServer.curl(body + ["\(server.url("gateway"))/filter/prompt"], in: folder)
            contents.append(try JSONValue(parsing: answer.text)["content"]?.string)
            #expect(await server.end() == 0)
        }
        #expect(contents.allSatisfy { $0?.contains(#/^Write to \[email:[0-9a-f]{16}\]$/#) == true }, "\(contents)")
        #expect(contents[0] == contents[1] && contents[0] != contents[2])
    }

    @Test func `a first start that fails leaves its key to the next`() async throws {
        let folder = try WorkFolder.examples()
        let busy = try await RunningServer(
            ["serve", "--policy", Self.policy, "--data", "other", "--auth", "none"], in: folder)
        let port = try #require(try busy.url("gateway").split(separator: ":").last)
        let failed = try await CommandRun.governor(
            ["serve", "--policy", Self.policy, "--data", "d", "--gateway-port", "\(port)", "--evidence-port", "0"],
            in: folder)
        #expect(failed.status == 2)
        #expect(!failed.output.contains("gov_"))
        let next = try await RunningServer(["serve", "--policy", Self.policy, "--data", "d"], in: folder)
        #expect(next.banner.contains("gov_"))
        #expect(await next.end() == 0)
        #expect(await busy.end() == 0)
    }

    @Test func `a server that has ended by itself is not waited for`() async throws {
        let server = try await RunningServer(["serve", "--no-such-option"], in: .examples())
        #expect(server.banner.isEmpty)
        for _ in 0..<2 { #expect(await server.end() == 64) }
    }

    @Test func `the demo governs its example and suggests commands`() async throws {
        let folder = try WorkFolder.examples()
        let server = try await RunningServer(["demo", "--data", "d"], in: folder, ready: "governor verify")
        for line in [
            "passing: PASS", "failing: FAIL", "- fairness.subgroup_delta 0.08 > max 0.05", "block: PII without",
            "safe_mode: high jailbreak score",
        ] {
            #expect(server.banner.contains(line), "\(line)")
        }
        #expect(await server.end() == 0)
    }

    @Test(arguments: [("-n 220", true), ("-Sn 220", false)])
    func `S3.37: idle connections to one listener leave the other what it needs`(
        ulimit: String, isClamped: Bool
    ) async throws {
        let folder = try WorkFolder.examples()
        let server = try await RunningServer(
            ["serve", "--policy", Self.policy, "--data", "d", "--auth", "none"], in: folder,
            environment: [
                "GOVERNOR_GATEWAY_LIMITS_CONNECTIONS": "300", "GOVERNOR_EVIDENCE_LIMITS_CONNECTIONS": "300",
            ], ulimit: ulimit)
        let (gateway, evidence) = try (server.url("gateway"), server.url("evidence"))
        let port = try #require(evidence.split(separator: ":").last)
        let run = try await CommandRun.shell(
            """
            for i in $(seq 200); do exec {fd}<>/dev/tcp/127.0.0.1/\(port) || exit 3; done
            curl -s --max-time 300 -w '\\n%{http_code}' -H 'content-type: application/json' \
                -d '{"prompt":"hi"}' \(gateway)/filter/prompt
            """, in: folder, shell: "/bin/bash")
        #expect(run.status == 0 && run.output.hasSuffix("\n200"), "\(run.everything)")
        #expect(await server.end() == 0)
        #expect(server.diagnostics.contains("fewer connections than configured") == isClamped)
    }

    @Test func `erasing while a server runs is the server's work, and the hint says so`() async throws {
        let folder = try WorkFolder.examples()
        let server = try await RunningServer(
            ["serve", "--policy", Self.policy, "--data", "d", "--auth", "none"], in: folder)
        let (gateway, evidence) = try (server.url("gateway"), server.url("evidence"))
        let prompt = Self.json(#"{"prompt":"hi","context":{"user_id":"user-7"}}"#)
        let decided = try await RunningServer.curl(prompt + ["\(gateway)/filter/prompt"], in: folder)
        let receipt = try #require(JSONValue(parsing: decided.text)["receipt"]?.string)
        let locked = try await CommandRun.governor(
            [
                "ledger", "erase", "--ledger", "d", "--data-subject", "user-7", "--basis", "gdpr:art-17",
                "--approver", "dpo",
            ], in: folder)
        #expect(locked.status == 2 && locked.diagnostics.contains("POST /api/v1/erasures"))
        let order = Self.json(#"{"data_subject":"user-7","basis":"gdpr:art-17","approver":"dpo"}"#)
        let erased = try await RunningServer.curl(order + ["\(evidence)/api/v1/erasures"], in: folder)
        #expect(erased.status == 201)
        #expect(try JSONValue(parsing: erased.text)["erased"] == [.string(receipt)])
        let fact = try await RunningServer.curl(["\(evidence)/evidence/\(receipt)"], in: folder)
        #expect(try JSONValue(parsing: fact.text)["payload_state"] == "erased")
        #expect(await server.end() == 0)
        #expect(!server.diagnostics.contains("user-7"))
        let check = try await CommandRun.governor(["ledger", "fsck", "--ledger", "d"], in: folder)
        #expect(check.status == 0 && check.output.contains("1 payloads erased"))
    }

    @Test func `every log line is one JSON object`() async throws {
        let folder = try WorkFolder.examples()
        let server = try await RunningServer(
            ["serve", "--policy", Self.policy, "--data", "d", "--auth", "none"], in: folder,
            environment: ["GOVERNOR_LOG_LEVEL": "debug"])
        let gateway = try server.url("gateway")
        let body = Self.json(#"{"prompt":"planted-secret"}"#)
        #expect(try await RunningServer.curl(body + ["\(gateway)/filter/prompt"], in: folder).status == 200)
        #expect(await server.end() == 0)
        let lines = server.diagnostics.split(separator: "\n")
        #expect(lines.contains { $0.contains("request answered") })
        for line in lines {
            let object = try #require(JSONValue(parsing: String(line)).object)
            #expect(object["time"] != nil && object["level"] != nil && object["message"] != nil)
        }
        #expect(!server.diagnostics.contains("planted-secret"))
    }

    @Test(arguments: [
        (["serve"], "there is no policy to decide by"),
        (["serve", "--policy", "nowhere.yaml"], "policy 'nowhere.yaml' does not exist"),
        (["serve", "--policy", Self.policy, "--gateway-port", "99999"], "expected a whole number from 0 to 65535"),
        (
            ["serve", "--policy", Self.policy, "--data", "d", "--host", "0.0.0.0", "--auth", "none"],
            "the gateway would answer anybody who can reach 0.0.0.0"
        ),
        (["serve", "--policy", Self.policy, "--data", "/proc/nowhere"], "/proc/nowhere"),
        (["serve", "--config", "missing.yaml"], "configuration file 'missing.yaml' does not exist"),
    ])
    func `a server that cannot start says why and exits with 2`(arguments: [String], message: String) async throws {
        let run = try await CommandRun.governor(arguments, in: .examples())
        #expect(run.status == 2)
        #expect(run.diagnostics.contains(message), "\(run.diagnostics)")
    }

    @Test func `an unknown key of the configuration is named with its line and the nearest one`() async throws {
        let folder = try WorkFolder.examples()
        try folder.write("policy: x.yaml\ngateway:\n  prot: 8081\n", to: "governor.yaml")
        let run = try await CommandRun.governor(["serve", "--config", "governor.yaml"], in: folder)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("governor.yaml:3:3"))
        #expect(run.diagnostics.contains("did you mean 'port'?"))
    }

    @Test func `keys that are made at once are all kept`() async throws {
        let folder = try WorkFolder()
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<6 {
                group.addTask {
                    let words = ["keys", "create", "--id", "key-\(number)", "--role", "service", "--data", "d"]
                    return try await CommandRun.governor(words, in: folder).status
                }
            }
            for try await status in group { #expect(status == 0) }
        }
        let listed = try await CommandRun.governor(["keys", "list", "--data", "d"], in: folder)
        #expect(listed.output.split(separator: "\n").count == 6, "\(listed.everything)")
    }

    @Test func `keys are made, listed and revoked, and their secrets are stored nowhere`() async throws {
        let folder = try WorkFolder()
        let location = ["--data", "d"]
        let made = try await CommandRun.governor(
            ["keys", "create", "--id", "app", "--role", "service"] + location, in: folder)
        #expect(made.status == 0 && made.output.hasPrefix("gov_"))
        let stored = try folder.text("d/keys/api-keys.json")
        #expect(!stored.contains(made.output.dropLast()))
        let path = folder.url.appending(path: "d/keys/api-keys.json").path
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let taken = try await CommandRun.governor(
            ["keys", "create", "--id", "app", "--role", "admin"] + location, in: folder)
        #expect(taken.status == 2 && taken.diagnostics.contains("already a key named 'app'"))
        let listed = try await CommandRun.governor(["keys", "list", "--format", "json"] + location, in: folder)
        #expect(try JSONValue(parsing: listed.output)["keys"]?.array?.first?["role"] == "service")
        #expect(try await CommandRun.governor(["keys", "revoke", "app"] + location, in: folder).status == 0)
        #expect(try await CommandRun.governor(["keys", "revoke", "app"] + location, in: folder).status == 1)
        #expect(try await CommandRun.governor(["keys", "revoke", "app", "--data", "typo"], in: folder).status == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "typo").path))
        let wrong = try await CommandRun.governor(
            ["keys", "create", "--id", "x", "--role", "servce"] + location, in: folder)
        #expect(wrong.status == 64 && wrong.diagnostics.contains("did you mean 'service'?"))
    }
}
