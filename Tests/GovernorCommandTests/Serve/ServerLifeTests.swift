import Foundation
import GovernorCore
import Testing

/// How a server starts, what it logs about itself, and how it ends.
struct ServerLifeTests {
    private static let policy = "examples/policies/adr-006.embedded-governance.yaml"

    @Test(arguments: ["gateway", "evidence"])
    func `a start on a port that is taken says so in words and leaves no ledger behind`(listener: String) async throws {
        let folder = try WorkFolder.examples()
        let busy = try await RunningServer(
            ["serve", "--policy", Self.policy, "--data", "other", "--auth", "none"], in: folder)
        let port = try #require(try busy.url(listener).split(separator: ":").last)
        let other = listener == "gateway" ? "evidence" : "gateway"
        let failed = try await CommandRun.governor(
            ["serve", "--policy", Self.policy, "--data", "d", "--\(listener)-port", "\(port)", "--\(other)-port", "0"],
            in: folder)
        #expect(failed.status == 2)
        let name = listener == "gateway" ? "gateway" : "evidence service"
        #expect(failed.diagnostics.contains("the \(name) cannot listen on 127.0.0.1:\(port): Address already in use"))
        #expect(failed.diagnostics.contains("stop the process that uses the port, or choose another one"))
        #expect(!folder.has("d"))
        #expect(await busy.end() == 0)
    }

    @Test func `an address that no listener may have leaves no ledger behind`() async throws {
        let folder = try WorkFolder.examples()
        let run = try await CommandRun.governor(
            ["serve", "--policy", Self.policy, "--data", "d", "--host", "0.0.0.0", "--auth", "none"], in: folder)
        #expect(run.status == 2 && run.diagnostics.contains("the gateway would answer anybody who can reach 0.0.0.0"))
        #expect(!folder.has("d"))
    }

    @Test func `one port for both listeners leaves no ledger behind`() async throws {
        let folder = try WorkFolder.examples()
        // A port that was free a moment ago; if it is taken again, the start fails for that.
        let server = try await RunningServer(
            ["serve", "--policy", Self.policy, "--data", "other", "--auth", "none"], in: folder)
        let port = try #require(try server.url("gateway").split(separator: ":").last)
        #expect(await server.end() == 0)
        let run = try await CommandRun.governor(
            [
                "serve", "--policy", Self.policy, "--data", "d", "--gateway-port", "\(port)", "--evidence-port",
                "\(port)",
            ],
            in: folder)
        #expect(run.status == 2 && run.diagnostics.contains("cannot listen on 127.0.0.1:\(port): "))
        #expect(!folder.has("d"))
    }

    @Test func `the log holds nothing of keys and policy, and no line without end, also at debug`() async throws {
        let folder = try WorkFolder.examples()
        let created = try await CommandRun.governor(
            ["keys", "create", "--id", "planted", "--role", "admin", "--data", "d"], in: folder)
        #expect(created.status == 0)
        let server = try await RunningServer(
            ["serve", "--policy", Self.policy, "--data", "d"], in: folder,
            environment: ["GOVERNOR_LOG_LEVEL": "debug"])
        let health = try await RunningServer.curl(["\(try server.url("evidence"))/health"], in: folder)
        #expect(health.status == 200)
        #expect(await server.end() == 0)
        let keys = try JSONValue(parsing: folder.text("d/keys/api-keys.json"))
        let hash = try #require(keys["keys"]?.array?.first?["sha256"]?.string)
        let log = server.diagnostics
        #expect(log.contains("Answered"))
        for word in [hash, "planted", "pass_at_5", "APIKeyring", "Policy("] { #expect(!log.contains(word), "\(word)") }
        for line in log.split(separator: "\n") { #expect(line.utf8.count < 1000, "\(line.prefix(300))") }
    }

    @Test func `a first key that nobody could see is not kept`() async throws {
        let folder = try WorkFolder.examples()
        let arguments = "--policy \(Self.policy) --data d --gateway-port 0 --evidence-port 0"
        let run = try await CommandRun.shell("governor serve \(arguments) >&-", in: folder)
        #expect(run.status == 2 && run.diagnostics.contains("standard output"))
        #expect(!folder.has("d/keys/api-keys.json"))
    }

    @Test func `what is logged without a standard error goes into no file of the ledger`() async throws {
        let folder = try WorkFolder.examples()
        let run = try await CommandRun.shell(
            """
            : >out
            governor serve --policy \(Self.policy) --data d --auth none --gateway-port 0 --evidence-port 0 \
                >>out <&- 2>&- &
            server=$!
            tail -f --pid=$server -n +1 out | grep -q -m 1 Stop
            readlink /proc/$server/fd/0 /proc/$server/fd/2
            kill $server
            wait $server
            """, in: folder, shell: "/bin/bash")
        #expect(run.status == 0 && run.output == "/dev/null\n/dev/null\n", "\(run.everything)")
    }

    @Test func `a shutdown begins for both listeners at once`() async throws {
        let folder = try WorkFolder.examples()
        let server = try await RunningServer(
            ["serve", "--policy", Self.policy, "--data", "d", "--auth", "none"], in: folder,
            environment: [
                "GOVERNOR_GATEWAY_LIMITS_SHUTDOWN_TIMEOUT": "600s", "GOVERNOR_GATEWAY_LIMITS_BODY_TIMEOUT": "600s",
            ])
        let port = try #require(try server.url("gateway").split(separator: ":").last)
        // A request of which the end is missing keeps the gateway; evidence must be refused nevertheless.
        let run = try await CommandRun.shell(
            """
            exec 3<>/dev/tcp/127.0.0.1/\(port) || exit 3
            printf 'POST /ci/check HTTP/1.1\\r\\nhost: localhost\\r\\ncontent-type: application/json\\r\\n' >&3
            printf 'expect: 100-continue\\r\\ncontent-length: 2\\r\\n\\r\\n' >&3
            read -r interim <&3; read -r empty <&3
            kill -TERM \(server.processIdentifier)
            for attempt in $(seq 1000); do
                curl -s --max-time 5 -o none \(try server.url("evidence"))/health
                [ $? = 7 ] && ended=yes && break
                sleep 0.1
            done
            printf '{}' >&3
            read -r answer <&3
            echo "$interim $ended $answer" | tr -d '\\r'
            """, in: folder, shell: "/bin/bash")
        #expect(run.output == "HTTP/1.1 100 Continue yes HTTP/1.1 200 OK\n", "\(run.everything)")
        #expect(await server.end() == 0)
    }
}
