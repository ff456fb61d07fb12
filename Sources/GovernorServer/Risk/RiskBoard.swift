import GovernorCore
import GovernorLedger
import GovernorPolicy
import Synchronization

/// The risk projection of a running service, with the gauges that show its latest values.
///
/// It follows the ledger instead of the service's own appends: `governor gate` writes gate runs to the same ledger.
final class RiskBoard: Sendable {
    private struct State {
        var projection: RiskProjection
        /// The number of entries that the projection has seen.
        var size: UInt64 = 0
        /// Counts erasures, so that a reader notices one that came while it read.
        var erasures = 0
    }

    /// The facts that are read at a time: payloads may be of 1 MiB each, and a start must not need a gigabyte.
    static let pageLimit = 16

    private let state: Mutex<State>
    private let reader: LedgerReader
    private let gauges: [(gauge: Gauge, metrics: [MetricName])]
    private let isBehind: Gauge

    /// Declares the gauges; each is absent until evidence gives it a value.
    init(following reader: LedgerReader, metrics registry: MetricsRegistry) {
        self.reader = reader
        gauges = Self.sources.map { name, help, metrics in
            (registry.gauge(name, help: help), metrics.compactMap { MetricName($0) })
        }
        isBehind = registry.gauge(
            "governor_risk_ledger_unreadable",
            help: "1 when the ledger could not be read at last: the values of evidence may then be old.")
        isBehind.set(0)
        state = Mutex(State(projection: RiskProjection(watching: Set(gauges.flatMap(\.metrics)))))
    }

    /// Takes in what has been recorded since the last time.
    ///
    /// Two calls at once may read the same facts; the projection takes a fact any number of times.
    ///
    /// - Throws: What reading the ledger throws; the gauges then keep their values, and one says so.
    func catchUp() async throws {
        do {
            try await readOn()
        } catch {
            isBehind.set(1)
            throw error
        }
        isBehind.set(0)
    }

    /// Forgets everything if it rests on facts that are erased now; what is left is read again with the next call.
    func forget(_ isErased: (UUIDv7) -> Bool) {
        state.withLock { state in
            state.erasures += 1
            guard state.projection.rests(on: isErased) else { return }
            state.projection = RiskProjection(watching: Set(gauges.flatMap(\.metrics)))
            state.size = 0
        }
    }

    private func readOn() async throws {
        let size = reader.size
        let (seen, erasures) = state.withLock { ($0.size, $0.erasures) }
        guard size > seen else { return }
        for prefix in RiskProjection.typePrefixes {
            var query = FactQuery()
            query.typePrefix = prefix
            var cursor = seen == 0 ? nil : FactCursor(after: seen - 1)
            repeat {
                let page = try await reader.facts(matching: query, after: cursor, limit: Self.pageLimit)
                let isCurrent = state.withLock { state in
                    guard state.erasures == erasures else { return false }
                    for fact in page.facts.compactMap(ProjectedFact.init) { state.projection.apply(fact) }
                    return true
                }
                // What was read may have been erased meanwhile.
                guard isCurrent else { return try await readOn() }
                cursor = page.next
            } while cursor != nil
        }
        state.withLock { if $0.erasures == erasures { $0.size = max($0.size, size) } }
        showLatest()
    }

    /// What is known about a model.
    func snapshot(of model: String, judgedBy policy: Policy?, at time: Timestamp) async throws -> RiskSnapshot {
        try await catchUp()
        return state.withLock { RiskSnapshot(of: model, in: $0.projection, judgedBy: policy, at: time) }
    }

    private func showLatest() {
        state.withLock { state in
            for (gauge, metrics) in gauges {
                if let value = state.projection.latest(of: metrics)?.value {
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
