import Foundation
import GovernorCore
import GovernorLedger
import GovernorSQLite
import Testing

@testable import governor

struct GateRecordingTests {
    private static let gate = ["gate", "--config", "policy.yaml", "--artifacts", "breach", "--build-id", "build-7"]

    @Test func `without a ledger the output says recorded: false`() async throws {
        let run = try await CommandRun.governor(Self.gate, in: .world())
        #expect(run.output.hasSuffix("recorded: false\n"))
    }

    @Test func `--ledger PATH records the run as a fact, whatever the verdict`() async throws {
        let folder = try await Self.worldWithLedger()
        let run = try await CommandRun.governor(
            Self.gate + ["--ledger", "data", "--stream", "scoring", "--format", "json"], in: folder)
        #expect(run.status == 1)
        let verdict = try JSONValue(parsing: run.output)
        #expect(verdict["recorded"]?.bool == true)
        let id = try #require(verdict["receipt"]?["id"]?.string.flatMap { UUIDv7($0) })
        let reader = try await LedgerFolder.openForReading(path: folder.url.appending(path: "data").path)
        let fact = try #require(try await reader.fact(id))
        #expect(fact.leaf.content.type == "gate.run")
        #expect(fact.leaf.content.stream == "scoring")
        #expect(fact.leaf.content.policy?.id == "world")
        #expect(fact.leaf.content.subjects.map(\.name).contains("eval_fairness.json"))
    }

    @Test func `a leaf holds no digest from which a run's metrics could be guessed`() async throws {
        let folder = try await Self.worldWithLedger()
        _ = try await CommandRun.governor(Self.gate + ["--ledger", "data", "--evidence", "e.json"], in: folder)
        let evidence = try JSONValue(parsing: folder.text("e.json"))
        let digest = try GateEvidence(reading: try #require(evidence.object), from: "e.json").digest
        let reader = try await LedgerFolder.openForReading(path: folder.url.appending(path: "data").path)
        let fact = try #require(try await reader.facts(matching: FactQuery(), limit: 1).facts.first)
        let artifacts = try #require(evidence["artifacts"]?.array).compactMap { $0["sha256"]?.string }
        #expect(artifacts.count > 1)
        #expect(Set(fact.leaf.content.subjects.map(\.digest.hex)) == Set(artifacts))
        let leaf = String(decoding: try fact.leaf.encoded(), as: UTF8.self)
        let file = Digest.sha256(Array(try folder.text("e.json").utf8))
        for guessable in [digest, file] { #expect(!leaf.contains(guessable.hex)) }
        #expect(!leaf.contains("e.json"))
    }

    @Test func `runs of one stream are numbered`() async throws {
        let folder = try await Self.worldWithLedger()
        for expected in 1...3 as ClosedRange<Int64> {
            let run = try await CommandRun.governor(
                Self.gate + ["--ledger", "data", "--format", "json"], in: folder)
            #expect(try JSONValue(parsing: run.output)["receipt"]?["sequence"]?.number?.integer == expected)
        }
    }

    @Test func `a ledger that cannot take the fact is exit 2, after the verdict`() async throws {
        let folder = try await Self.worldWithLedger()
        let other = try await LedgerFolder.open(path: folder.url.appending(path: "data").path)
        let run = try await CommandRun.governor(Self.gate + ["--ledger", "data"], in: folder)
        try await other.close()
        #expect(run.status == 2)
        #expect(run.output.contains("Overall: FAIL"))
        #expect(run.output.hasSuffix("recorded: false\n"))
        #expect(run.diagnostics.contains("error: "))
    }

    @Test func `an evidence service that does not answer is exit 2, after the verdict`() async throws {
        // Port 1 of the loopback interface is reserved and refuses.
        let run = try await CommandRun.governor(
            Self.gate + ["--ledger", "http://127.0.0.1:1"], in: .world(),
            environment: ["GOVERNOR_API_KEY": "PLANTED-SECRET-4242"])
        #expect(run.status == 2)
        #expect(run.output.contains("Overall: FAIL"))
        #expect(run.output.hasSuffix("recorded: false\n"))
        #expect(!run.everything.contains("PLANTED"))
    }

    private static func worldWithLedger() async throws -> WorkFolder {
        let folder = try WorkFolder.world()
        let ledger = try await LedgerFolder.open(
            path: folder.url.appending(path: "data").path, origin: "gate.example/log", createIfMissing: true)
        try await ledger.close()
        return folder
    }
}
