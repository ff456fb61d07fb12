import GovernorCore
import GovernorLedger
import GovernorPolicy
import GovernorTesting
import HTTPTypes
import Testing

@testable import GovernorServer

@Suite struct RiskProjectionTests {
    private static func fact(_ index: UInt64, _ metadata: String, type: FactType = "evidence.report") throws
        -> ProjectedFact
    {
        var random = SeededGenerator(seed: index)
        let time = Timestamp(millisecondsSince1970: Int64(index) * 1000)
        return ProjectedFact(
            id: UUIDv7(at: time, using: &random), index: index, type: type, time: time, stream: "credit",
            payload: [
                "evidence_hash": .string("sha256:\(index)"),
                "submitted": [
                    "artifactType": "eval_quality", "modelVersion": "m", "metadata": try JSONValue(parsing: metadata),
                ],
            ])
    }

    @Test(arguments: [
        (#"{"pass_at_5": 0.84}"#, "quality.pass_at_5", "0.84"),
        (#"{"fairness": {"subgroup_delta": 0.050}}"#, "fairness.subgroup_delta", "0.05"),
        (#"{"drift.psi": 8e-2, "notes": "none", "tags": ["a"]}"#, "drift.psi", "0.08"),
    ])
    func `metadata reports metrics in every form that artifacts have`(
        metadata: String, name: String, value: String
    ) throws {
        var projection = RiskProjection()
        projection.apply(try Self.fact(0, metadata))
        let metric = try #require(MetricName(name))
        let reading = try #require(projection.model("m")?.readings[metric])
        #expect(reading.value == ExactDecimal(value))
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the latest fact wins in whatever order facts are applied, and again`(seed: UInt64) throws {
        let facts = try (0..<8).map { try Self.fact($0, #"{"pass_at_5": 0.\#($0 + 1)}"#) }
        var random = SeededGenerator(seed: seed)
        var projection = RiskProjection()
        for fact in facts.shuffled(using: &random) + facts.shuffled(using: &random) { projection.apply(fact) }
        let model = try #require(projection.model("m"))
        #expect(model.readings[MetricName(category: "quality", metric: "pass_at_5")]?.value == ExactDecimal("0.8"))
        #expect(model.evidenceHash?.text == "sha256:7")
    }

    @Test func `a value that later evidence calls null is unknown again`() throws {
        var projection = RiskProjection()
        projection.apply(try Self.fact(0, #"{"pass_at_5": 0.9}"#))
        projection.apply(try Self.fact(1, #"{"pass_at_5": null}"#))
        let snapshot = RiskSnapshot(of: "m", in: projection, judgedBy: nil, at: TestService.now).json
        #expect(snapshot["quality"] == .null)
        #expect(snapshot["reasons"]?["quality"] == "the latest evidence says null")
    }

    @Test func `a gate run speaks for the system in whose stream it is`() throws {
        var projection = RiskProjection()
        var random = SeededGenerator(seed: 1)
        projection.apply(
            ProjectedFact(
                id: UUIDv7(at: TestService.now, using: &random), index: 0, type: "gate.run", time: TestService.now,
                stream: "credit",
                payload: [
                    "thresholds_checked": [
                        ["name": "drift.psi", "actual": "0.08"], ["name": "safety.harmful_rate", "actual": nil],
                    ]
                ]))
        let snapshot = RiskSnapshot(of: "credit", in: projection, judgedBy: nil, at: TestService.now).json
        #expect(snapshot["drift"]?["psi"]?.number?.decimal == ExactDecimal("0.08"))
        #expect(snapshot["safety"] == .null)
    }

    @Test func `a check that somebody asked the gateway for says nothing about any system`() throws {
        var projection = RiskProjection(watching: [MetricName(category: "drift", metric: "psi")])
        var random = SeededGenerator(seed: 1)
        projection.apply(
            ProjectedFact(
                id: UUIDv7(at: TestService.now, using: &random), index: 0, type: "decision.ci_check",
                time: TestService.now, stream: "gateway",
                payload: ["thresholds_checked": [["name": "drift.psi", "actual": "0.9"]]]))
        #expect(projection.model("gateway") == nil)
        #expect(projection.latest(of: [MetricName(category: "drift", metric: "psi")]) == nil)
        #expect(!RiskProjection.typePrefixes.contains { "decision.ci_check".hasPrefix($0) })
    }

    @Test func `metrics without meaning do not keep a watched one out`() throws {
        let watched = MetricName(category: "drift", metric: "psi")
        var projection = RiskProjection(watching: [watched])
        let noise = (0...RiskProjection.metricLimit).map { #""noise.m\#($0)": 1"# }.joined(separator: ",")
        projection.apply(try Self.fact(0, "{\(noise)}"))
        projection.apply(try Self.fact(1, #"{"drift.psi": 0.1}"#))
        #expect(projection.latest(of: [watched])?.value == ExactDecimal("0.1"))
        #expect(projection.model("m")?.readings.count == RiskProjection.metricLimit)
    }

    private static func fact(_ index: UInt64, about model: String, stream: StreamName = "s") -> ProjectedFact {
        var random = SeededGenerator(seed: index)
        return ProjectedFact(
            id: UUIDv7(at: TestService.now, using: &random), index: index, type: "evidence.a", time: TestService.now,
            stream: stream,
            payload: ["modelVersion": .string(model), "metadata": ["drift.psi": .integer(Int(index))]])
    }

    private static let most = UInt64(RiskProjection.modelLimit + RiskProjection.modelSlack)

    @Test func `beyond the limit the models with the oldest facts are forgotten, and snapshots say so`() throws {
        var projection = RiskProjection()
        projection.apply(Self.fact(0, about: "renewed"))
        for number in 1...Self.most { projection.apply(Self.fact(number, about: "m\(number)")) }
        #expect(projection.model("m\(Self.most)") != nil)
        #expect(projection.model("m1") == nil)
        let old = RiskSnapshot(of: "m1", in: projection, judgedBy: nil, at: TestService.now)
        #expect(old.json["reasons"]?["quality"]?.string?.contains("10000 models") == true)
        // New models always have a place, and one that comes back may lack what was forgotten.
        projection.apply(Self.fact(Self.most + 1, about: "renewed"))
        let renewed = RiskSnapshot(of: "renewed", in: projection, judgedBy: nil, at: TestService.now)
        #expect(renewed.json["drift"]?["psi"]?.number?.integer == Int64(Self.most + 1))
        #expect(renewed.json["reasons"]?["quality"] == "no evidence that is still kept reports a metric of this kind")
    }

    @Test func `a model that is written about stays, and an old fact does not bring a forgotten one back`() throws {
        var projection = RiskProjection()
        projection.apply(Self.fact(0, about: "faithful"))
        for number in 1...Self.most - 2 { projection.apply(Self.fact(number, about: "m\(number)")) }
        projection.apply(Self.fact(Self.most - 1, about: "faithful"))
        projection.apply(Self.fact(Self.most, about: "last"))
        projection.apply(Self.fact(Self.most + 1, about: "one more"))
        #expect(projection.isIncomplete)
        #expect(projection.model("faithful")?.latestIndex == Self.most - 1)
        projection.apply(Self.fact(1, about: "m1"))
        #expect(projection.model("m1") == nil)
    }

    @Test func `many new models cost no more each than few`() throws {
        var projection = RiskProjection()
        // The quickest of several batches: others may find the processor's caches cold.
        func quickest(_ batches: Range<UInt64>) -> Duration {
            batches.map { batch in
                let stopwatch = ProcessorStopwatch()
                for number in batch * 1000..<(batch + 1) * 1000 {
                    projection.apply(Self.fact(number, about: "m\(number)"))
                }
                return stopwatch.elapsed
            }.min() ?? .zero
        }
        let batches = 4 * Self.most / 1000
        let (early, late) = (quickest(0..<4), quickest(4..<batches))
        // To look at every kept model for every fact would take thousands of times as long.
        #expect(late < early * 50, "\(late) after \(early)")
        for number in 3 * Self.most + UInt64(RiskProjection.modelSlack)..<4 * Self.most {
            #expect(projection.model("m\(number)")?.latestIndex == number)
        }
    }

    @Test func `what is said of a name beyond every form is not kept`() throws {
        var projection = RiskProjection()
        let longest = String(repeating: "é", count: RiskProjection.nameLimit / 2)
        projection.apply(Self.fact(0, about: longest))
        projection.apply(Self.fact(1, about: longest + "x"))
        #expect(projection.model(longest) != nil)
        #expect(projection.model(longest + "x") == nil)
        #expect(projection.model("s")?.latestIndex == 1)
    }
}

@Suite struct RiskSnapshotTests {
    private static let metrics: [(member: String, value: String)] = [
        ("quality", #"{"pass_at_5": 0.84}"#), ("fairness", #"{"subgroup_delta": 0.03}"#),
        ("safety", #"{"harmful_rate": 0.002}"#), ("drift", #"{"psi": 0.08}"#),
    ]

    private static func evidence(_ changes: [String: String] = [:]) -> String {
        let members = metrics.map { "\"\($0.member)\": \(changes[$0.member] ?? $0.value)" }
        return
            #"{"artifactType":"report","modelVersion":"credit:1","metadata":{"system_id":"credit",\#(members.joined(separator: ","))}}"#
    }

    private static func snapshot(_ changes: [String: String]) async throws -> JSONValue {
        let service = try await TestService()
        return try await service.run(policy: try TestService.policy()) { caller in
            let sent = try await caller.send(
                .post, "/evidence", text: evidence(changes), headers: [.contentType: "application/json"])
            #expect(sent.status == 201)
            return try await caller.send(.get, "/risk/snapshot?model=credit:1", as: .pmo).json
        }
    }

    @Test func `S3.17: an unknown model has a snapshot of nulls, each with its reason`() async throws {
        let service = try await TestService()
        try await service.run(policy: try TestService.policy()) { caller in
            let reply = try await caller.send(.get, "/risk/snapshot?model=unheard-of")
            #expect(reply.status == 200)
            let nulls = [
                "quality", "fairness", "safety", "privacy", "drift", "eu_ai_act_tier", "evidence_hash", "risk_score",
                "risk_level", "system_id",
            ]
            for member in nulls {
                #expect(reply.json[member] == .null, "\(member)")
                #expect(reply.json["reasons"]?[member]?.string == "no evidence about this model is recorded")
            }
        }
    }

    @Test func `S3.17: the snapshot has the values, the hash and the sources of the latest evidence`() async throws {
        let snapshot = try await Self.snapshot([:])
        #expect(snapshot["model"] == "credit:1")
        #expect(snapshot["system_id"] == "credit")
        #expect(snapshot["quality"]?["pass_at_5"]?.number?.decimal == ExactDecimal("0.84"))
        #expect(snapshot["drift"]?["psi"]?.number?.decimal == ExactDecimal("0.08"))
        #expect(snapshot["privacy"] == .null)
        #expect(snapshot["evidence_hash"]?.string?.hasPrefix("sha256:") == true)
        #expect(snapshot["sources"]?["quality.pass_at_5"]?["fact"]?.string.flatMap { UUIDv7($0) } != nil)
        #expect(snapshot["eu_ai_act_tier"] == .null)
    }

    @Test(arguments: [
        ([:], "0", "LOW"), (["fairness": #"{"subgroup_delta": 0.08}"#], "0.25", "MEDIUM"),
        (["fairness": #"{"subgroup_delta": 0.08}"#, "drift": #"{"psi": 0.3}"#], "0.5", "HIGH"),
        (
            [
                "fairness": #"{"subgroup_delta": 0.08}"#, "drift": #"{"psi": 0.3}"#, "quality": #"{"pass_at_5": 0.1}"#,
            ], "0.75", "CRITICAL"
        ),
        (["drift": #"{"psi": 0.2}"#], "0", "LOW"),
    ])
    func `G.14, G.21: the score is the share of breached thresholds`(
        changes: [String: String], score: String, level: String
    ) async throws {
        let snapshot = try await Self.snapshot(changes)
        #expect(snapshot["risk_score"]?.number?.decimal == ExactDecimal(score))
        #expect(snapshot["risk_level"]?.string == level)
        #expect(snapshot["contributing_factors"]?.array?.count == 4)
        #expect(snapshot["assessed_by"]?["policy"] == "adr-006.embedded-governance")
    }

    @Test func `G.14: while a threshold has no evidence there is no score`() async throws {
        let snapshot = try await Self.snapshot(["drift": "{}"])
        #expect(snapshot["risk_score"] == .null)
        #expect(snapshot["reasons"]?["risk_score"] == "no value for drift.psi")
        #expect(snapshot["contributing_factors"]?.array?.last?["status"] == "unknown")
    }

    @Test(arguments: [("Limited", "transparency"), ("high", "high-risk"), ("minimal", "minimal"), ("fancy", nil)])
    func `G.36: the tier is the one that evidence states, never a default`(stated: String, tier: String?) async throws {
        let service = try await TestService()
        try await service.run { caller in
            _ = try await caller.submit([
                "artifactType": "report", "modelVersion": "m", "metadata": ["eu_ai_act_tier": .string(stated)],
            ])
            let snapshot = try await caller.send(.get, "/v1/risk/snapshot?model=m").json
            #expect(snapshot["eu_ai_act_tier"]?.string == tier)
        }
    }

    @Test func `S3.17: what others write to the same ledger shows at once`() async throws {
        let service = try await TestService()
        try await service.run(policy: try TestService.policy()) { caller in
            _ = try await caller.submit(["artifactType": "a", "modelVersion": "m"])
            _ = try await caller.send(.get, "/risk/snapshot?model=credit")
            var facts = FactMaker(seed: 5)
            let checks: JSONValue = ["thresholds_checked": [["name": "drift.psi", "actual": "0.3"]]]
            _ = try await service.ledger.append(facts.fact("gate.run", stream: "credit", payload: checks))
            let adHoc: JSONValue = ["thresholds_checked": [["name": "drift.psi", "actual": "0.9"]]]
            _ = try await service.ledger.append(facts.fact("decision.ci_check", stream: "credit", payload: adHoc))
            let snapshot = try await caller.send(.get, "/risk/snapshot?model=credit").json
            #expect(snapshot["drift"]?["psi"]?.number?.decimal == ExactDecimal("0.3"))
            #expect(try await caller.send(.get, "/metrics").text.contains("\ndrift_psi 0.3\n"))
        }
    }

    @Test func `S3.17: a restarted service reads all pages of the ledger`() async throws {
        let service = try await TestService()
        var facts = FactMaker(seed: 6)
        let count = 2 * RiskBoard.pageLimit + 1
        for number in 0..<count {
            let submitted: JSONValue = ["submitted": ["modelVersion": .string("m-\(number)")]]
            _ = try await service.ledger.append(facts.fact("evidence.report", stream: "credit", payload: submitted))
        }
        try await service.run { caller in
            for number in 0..<count {
                let snapshot = try await caller.send(.get, "/risk/snapshot?model=m-\(number)").json
                #expect(snapshot["system_id"] == "credit")
            }
        }
    }

    @Test func `S3.17: a restarted service answers as before`() async throws {
        let first = try await TestService()
        let before = try await first.run(policy: try TestService.policy()) { caller in
            _ = try await caller.send(
                .post, "/evidence", text: Self.evidence(), headers: [.contentType: "application/json"])
            return try await caller.send(.get, "/risk/snapshot?model=credit:1").json
        }
        try await first.ledger.close()
        let second = try await TestService(bench: first.bench)
        try await second.run(policy: try TestService.policy()) { caller in
            let after = try await caller.send(.get, "/risk/snapshot?model=credit:1").json
            #expect(after == before)
            #expect(second.metrics.exposition().contains("llm_pass_at_5 0.84\n"))
        }
    }
}
