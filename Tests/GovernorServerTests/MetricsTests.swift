import GovernorCore
import GovernorLedger
import GovernorTesting
import HTTPTypes
import Testing

@testable import GovernorServer

@Suite struct MetricsTests {
    private static let gauges = [
        "llm_pass_at_5", "fairness_subgroup_delta", "harmful_output_rate", "drift_psi", "latency_p95_seconds",
        "availability",
    ]

    @Test func `S3.19, S3.20: without evidence the gauges are declared and have no value`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let reply = try await caller.send(.get, "/metrics", as: .auditor)
            #expect(reply.status == 200)
            #expect(reply.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = reply.text.split(separator: "\n")
            for gauge in Self.gauges {
                #expect(lines.contains("# TYPE \(gauge) gauge"))
                #expect(lines.contains { $0.hasPrefix("# HELP \(gauge) ") })
                #expect(!lines.contains { $0.hasPrefix("\(gauge) ") })
            }
            #expect(lines.contains("res_evidence_events_total 0"))
        }
    }

    @Test func `S3.20: evidence gives the gauges their values, and null takes them away`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let values =
                #"{"quality":{"pass_at_5":0.84,"latency_p95_seconds":0.25},"fairness":{"subgroup_delta":0.03},"#
                + #""safety":{"harmful_rate":0.002},"drift":{"psi":0.08},"slo":{"availability":0.999}}"#
            func send(_ metadata: String) async throws {
                let body = #"{"artifactType":"report","modelVersion":"m","metadata":\#(metadata)}"#
                let reply = try await caller.send(
                    .post, "/evidence", text: body, headers: [.contentType: "application/json"])
                #expect(reply.status == 201)
            }
            try await send(values)
            let expected = [
                "llm_pass_at_5 0.84", "fairness_subgroup_delta 0.03", "harmful_output_rate 0.002", "drift_psi 0.08",
                "latency_p95_seconds 0.25", "availability 0.999", "res_evidence_events_total 1",
            ]
            let lines = try await caller.send(.get, "/metrics").text.split(separator: "\n").map(String.init)
            for line in expected { #expect(lines.contains(line)) }
            try await send(#"{"drift":{"psi":null}}"#)
            let after = try await caller.send(.get, "/metrics").text
            #expect(!after.contains("\ndrift_psi "))
            #expect(after.contains("\nres_evidence_events_total 2\n"))
        }
    }

    @Test func `labels hold routes and statuses, never what a caller typed`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            _ = try await caller.send(.get, "/secret-path-\(7)")
            _ = try await caller.send(.get, "/evidence/secret-id")
            let text = try await caller.send(.get, "/metrics").text
            #expect(!text.contains("secret"))
            #expect(text.contains(#"governor_evidence_requests_total{route="/evidence/{id}",status="400"} 1"#))
        }
    }

    @Test func `S3.19: while the ledger cannot be read the metrics are given, and one of them says so`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            func submit(_ drift: String) async throws {
                let body = #"{"artifactType":"report","modelVersion":"m","metadata":{"drift.psi":\#(drift)}}"#
                _ = try await caller.send(.post, "/evidence", text: body, headers: [.contentType: "application/json"])
            }
            func metrics(_ lines: [String]) async throws {
                let reply = try await caller.send(.get, "/metrics")
                #expect(reply.status == 200)
                for line in lines { #expect(reply.text.contains("\n\(line)\n"), "\(line)") }
            }
            try await submit("0.1")
            try await metrics(["governor_risk_ledger_unreadable 0", "drift_psi 0.1"])
            try await submit("0.2")
            let whole = service.bench.storage.snapshot.entries
            service.bench.storage.tamper { content in
                let entry = content.entries[1]
                content.entries[1] = LedgerBatch.Entry(
                    indexed: entry.indexed, leaf: [0], payload: entry.payload, idempotencyKey: nil)
            }
            try await metrics([
                "governor_risk_ledger_unreadable 1", "drift_psi 0.1", "res_evidence_events_total 2",
            ])
            service.bench.storage.tamper { $0.entries = whole }
            try await metrics(["governor_risk_ledger_unreadable 0", "drift_psi 0.2"])
        }
    }
}
