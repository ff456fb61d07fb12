import Foundation
import GovernorCore
import GovernorLedger
import GovernorSQLite
import Testing

@testable import governor

/// What an audit leaves behind, and what it is worth.
struct AuditRecordTests {
    private static let audit = [
        "audit", "data/hiring.csv", "--by", "sex", "--label", "qualified", "--prediction", "hired",
    ]

    private static func recorded() async throws -> WorkFolder {
        let folder = try WorkFolder.world()
        let run = try await CommandRun.governor(Self.audit + ["--evidence", "record.json"], in: folder)
        #expect(run.status == 0, "\(run.diagnostics)")
        return folder
    }

    private static func verify(_ folder: WorkFolder, _ data: String = "data/hiring.csv") async throws -> CommandRun {
        try await CommandRun.governor(["audit", "verify", "record.json", data, "--format", "json"], in: folder)
    }

    @Test func `an audit that is repeated on the same data is valid, and its record has the same bytes`() async throws {
        let (first, second) = (try await Self.recorded(), try await Self.recorded())
        #expect(try first.text("record.json") == second.text("record.json"))
        let run = try await Self.verify(first)
        #expect(run.status == 0, "\(run.everything)")
        #expect(try JSONValue(parsing: run.output)["outcome"] == "valid")
        #expect(!run.output.contains("named"))
        try first.write(try first.text("data/hiring.csv"), to: "copy.csv")
        let copy = try await Self.verify(first, "copy.csv")
        #expect(copy.status == 0, "another name is no difference, and is said")
        #expect(copy.output.contains("the data are named 'copy.csv', recorded was 'data/hiring.csv'"))
        let record = try JSONValue(parsing: first.text("record.json"))
        let sum = try await CommandRun.shell("sha256sum < data/hiring.csv", in: first)
        #expect(sum.output.hasPrefix(try #require(record["data"]?["sha256"]?.string)))
    }

    @Test func `other data, another result and another configuration are told apart`() async throws {
        let folder = try await Self.recorded()
        let data = try folder.text("data/hiring.csv")
        try folder.write(data + "f,a,1,1\n", to: "more.csv")
        let more = try await Self.verify(folder, "more.csv")
        #expect(more.status == 1)
        #expect(more.output.contains("the data are others: SHA-256 "))
        #expect(more.output.contains("there are 242 rows, recorded were 241"))
        #expect(more.output.contains("fairness.subgroup_delta is "))

        let record = try folder.text("record.json")
        let delta = try #require(try JSONValue(parsing: record)["metrics"]?["subgroup_delta"]?.number?.text)
        try folder.write(record.replacing(": \(delta)", with: ": 0.01"), to: "record.json")
        let milder = try await Self.verify(folder)
        #expect(milder.status == 1)
        #expect(milder.output.contains("fairness.subgroup_delta is \(delta), recorded was 0.01"))

        try folder.write(record.replacing("\"minimum_rows\": 30", with: "\"minimum_rows\": 31"), to: "record.json")
        let other = try await Self.verify(folder)
        #expect(other.status == 2)
        #expect(other.diagnostics.contains("config_sha256 is not the SHA-256 of config"))
        #expect(other.diagnostics.contains("hint: "))
    }

    @Test func `a record that says more than was audited is refused`() async throws {
        let folder = try await Self.recorded()
        let record = try folder.text("record.json")
        for place in ["\"rows\": ", "\"engine\": {", "\"data\": {"] {
            #expect(record.contains(place))
            try folder.write(
                record.replacing(place, with: place.hasSuffix("{") ? "\(place)\"note\": 1, " : "\"note\": 1, \(place)"),
                to: "record.json")
            let run = try await Self.verify(folder)
            #expect(run.status == 2)
            #expect(run.diagnostics.contains("it has members that no record has"), "\(run.diagnostics)")
        }
    }

    @Test func `a record of what no command could have been told is refused`() async throws {
        let folder = try WorkFolder.world()
        let run = try await CommandRun.governor(
            [
                "audit", "quality", "data/hiring.csv", "--label", "qualified", "--prediction", "hired", "--evidence",
                "record.json",
            ], in: folder)
        #expect(run.status == 0, "\(run.diagnostics)")
        let record = try JSONValue(parsing: folder.text("record.json"))
        let claims: [(String, JSONValue)] = [
            ("weight", "age"), ("count", "age"), ("samples", "age"), ("threshold", 1), ("missing", "bounds"),
            ("minimum_rows", .integer(Int.max)), ("attempts", [0]),
        ]
        for (name, value) in claims {
            var members = try #require(record.object), config = try #require(record["config"]?.object)
            config[name] = value
            members["config"] = .object(config)
            members["config_sha256"] = .string(
                Digest.sha256(try JSONValue.object(config).canonicalBytes()).hex)
            try folder.write(JSONValue.object(members).prettyText, to: "record.json")
            let verified = try await Self.verify(folder)
            #expect(verified.status == 2, "\(name): \(verified.everything)")
            #expect(verified.diagnostics.contains("not the record of an audit"))
        }
        var members = try #require(record.object), engine = try #require(record["engine"]?.object)
        engine["version"] = "0.0.0-other"
        members["engine"] = .object(engine)
        try folder.write(JSONValue.object(members).prettyText, to: "record.json")
        let other = try await Self.verify(folder)
        #expect(other.status == 1 && other.output.contains("the engine's version is"), "\(other.everything)")
    }

    @Test func `bounds of weighted rows are the same in every run`() async throws {
        let folder = try WorkFolder()
        var random = SeededGenerator(seed: 4)
        var text = "a,b,c,p,w\n"
        for _ in 0..<2000 {
            let levels = (0..<3).map { _ in ["", "x", "y", "z"][Int(random.next(upperBound: 4 as UInt64))] }
            let weight = Double(random.next(upperBound: 5000 as UInt64) + 1) / 1000
            text += levels.joined(separator: ",") + ",\(random.next(upperBound: 2 as UInt64)),\(weight)\n"
        }
        try folder.write(text, to: "d.csv")
        var outputs: Set<String> = []
        for _ in 0..<4 {
            let run = try await CommandRun.governor(
                [
                    "audit", "d.csv", "--by", "a", "--by", "b", "--by", "c", "--prediction", "p", "--weight", "w",
                    "--missing", "bounds", "--format", "json",
                ], in: folder)
            #expect(run.status == 0, "\(run.diagnostics)")
            outputs.insert(run.output)
        }
        #expect(outputs.count == 1, "the order of a dictionary is another in each process")
    }

    @Test func `what is no record is refused`() async throws {
        let folder = try WorkFolder.world()
        for text in ["", "[]", "{\"format\": \"governor.audit.record/1\"}"] {
            try folder.write(text, to: "record.json")
            #expect(try await Self.verify(folder).status == 2)
        }
    }

    @Test func `--ledger PATH records the audit as a fact about data, configuration and engine`() async throws {
        let folder = try await Self.recorded()
        let ledger = folder.url.appending(path: "ledger").path
        let created = try await LedgerFolder.open(path: ledger, origin: "audit.example/log", createIfMissing: true)
        try await created.close()
        let run = try await CommandRun.governor(
            Self.audit + ["--ledger", "ledger", "--stream", "hiring", "--format", "json"], in: folder)
        #expect(run.status == 0, "\(run.diagnostics)")
        let id = try #require(
            try JSONValue(parsing: run.output)["receipt"]?["id"]?.string.flatMap { UUIDv7($0) })
        let reader = try await LedgerFolder.openForReading(path: ledger)
        let fact = try #require(try await reader.fact(id))
        #expect(fact.leaf.content.type == "evidence.audit")
        #expect(fact.leaf.content.stream == "hiring")
        #expect(fact.leaf.content.subjects.map(\.name) == ["hiring.csv", "configuration", "engine"])
        let record = try JSONValue(parsing: folder.text("record.json"))
        #expect(
            fact.leaf.content.subjects.map(\.digest.hex)
                == [record["data"]?["sha256"], record["config_sha256"], record["engine"]?["sha256"]].map { $0?.string })
    }

    @Test func `a ledger that does not answer is exit 2, after the result`() async throws {
        let run = try await CommandRun.governor(
            Self.audit + ["--ledger", "http://127.0.0.1:1"], in: .world(),
            environment: ["GOVERNOR_API_KEY": "PLANTED-SECRET-4242"])
        #expect(run.status == 2)
        #expect(run.output.contains("selection rate"))
        #expect(run.output.hasSuffix("recorded: false\n"))
        #expect(!run.everything.contains("PLANTED"))
    }
}
