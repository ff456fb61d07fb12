import GovernorCore
import GovernorLedger
import GovernorPolicy
import Synchronization

/// The risk projection of a running service, with the gauges that show its latest values.
final class RiskBoard: Sendable {
    private let projection = Mutex(RiskProjection())
    private let gauges: [(gauge: Gauge, metrics: [MetricName])]

    /// Declares the gauges; each is absent until evidence gives it a value.
    init(metrics registry: MetricsRegistry) {
        gauges = Self.sources.map { name, help, metrics in
            (registry.gauge(name, help: help), metrics.compactMap { MetricName($0) })
        }
    }

    /// Takes in a fact that has become durable.
    func apply(_ fact: ProjectedFact) {
        projection.withLock { $0.apply(fact) }
        showLatest()
    }

    /// Starts from what the ledger holds.
    func rebuild(from reader: LedgerReader) async throws {
        for prefix in RiskProjection.typePrefixes {
            var query = FactQuery()
            query.typePrefix = prefix
            var cursor: FactCursor?
            repeat {
                let page = try await reader.facts(matching: query, after: cursor, limit: LedgerReader.pageLimit)
                projection.withLock { projection in
                    for fact in page.facts.compactMap(ProjectedFact.init) { projection.apply(fact) }
                }
                cursor = page.next
            } while cursor != nil
        }
        showLatest()
    }

    /// What is known about a model.
    func snapshot(of model: String, judgedBy policy: Policy?, at time: Timestamp) -> RiskSnapshot {
        projection.withLock { RiskSnapshot(of: model, in: $0, judgedBy: policy, at: time) }
    }

    private func showLatest() {
        projection.withLock { projection in
            for (gauge, metrics) in gauges {
                if let value = projection.latest(of: metrics)?.value {
                    gauge.set(value.doubleValue)
                } else {
                    gauge.remove()
                }
            }
        }
    }

    private static let sources: [(name: String, help: String, metrics: [String])] = [
        (
            "llm_pass_at_5", "Share of evaluation tasks solved in five attempts, latest recorded evidence.",
            ["quality.pass_at_5"]
        ),
        (
            "fairness_subgroup_delta", "Largest difference between subgroups, latest recorded evidence.",
            ["fairness.subgroup_delta"]
        ),
        (
            "harmful_output_rate", "Share of harmful outputs, latest recorded evidence.",
            ["safety.harmful_rate", "safety.harmful_output_rate"]
        ),
        ("drift_psi", "Population stability index, latest recorded evidence.", ["drift.psi"]),
        (
            "latency_p95_seconds", "95th percentile of the model's latency, latest recorded evidence.",
            ["performance.latency_p95_seconds", "quality.latency_p95_seconds", "slo.latency_p95_seconds"]
        ),
        (
            "availability", "Share of successful requests to the model, latest recorded evidence.",
            ["performance.availability", "quality.availability", "slo.availability"]
        ),
    ]
}
