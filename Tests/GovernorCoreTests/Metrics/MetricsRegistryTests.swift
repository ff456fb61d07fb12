import GovernorCore
import Testing

@Suite struct MetricsRegistryTests {
    @Test func `metrics are written in the Prometheus text format`() {
        let registry = MetricsRegistry()
        let decisions = registry.counter("governor_decisions_total", help: "Decisions.", labels: ["stage", "action"])
        let starts = registry.counter("governor_starts_total", help: "Starts.")
        let psi = registry.gauge("drift_psi", help: "PSI.")
        let latency = registry.histogram("governor_latency_seconds", help: "Latency.", bounds: [0.01, 0.1])
        decisions.increment(["prompt", "block"])
        decisions.increment(["output", "allow"], by: 2)
        latency.observe(0.1)
        latency.observe(.milliseconds(5))
        latency.observe(3)
        #expect(
            registry.exposition() == """
                # HELP governor_decisions_total Decisions.
                # TYPE governor_decisions_total counter
                governor_decisions_total{stage="output",action="allow"} 2
                governor_decisions_total{stage="prompt",action="block"} 1
                # HELP governor_starts_total Starts.
                # TYPE governor_starts_total counter
                governor_starts_total 0
                # HELP drift_psi PSI.
                # TYPE drift_psi gauge
                # HELP governor_latency_seconds Latency.
                # TYPE governor_latency_seconds histogram
                governor_latency_seconds_bucket{le="0.01"} 1
                governor_latency_seconds_bucket{le="0.1"} 2
                governor_latency_seconds_bucket{le="+Inf"} 3
                governor_latency_seconds_sum 3.105
                governor_latency_seconds_count 3

                """)
        starts.increment()
        psi.set(0.08)
        #expect(registry.exposition().contains("governor_starts_total 1\n"))
        #expect(registry.exposition().contains("drift_psi 0.08\n"))
        psi.remove()
        #expect(!registry.exposition().contains("drift_psi 0"))
    }

    @Test func `label values are escaped`() {
        let registry = MetricsRegistry()
        registry.gauge("g", help: "G.", labels: ["l"]).set(1e21, ["a\"b\\c\nd"])
        #expect(registry.exposition().contains(#"g{l="a\"b\\c\nd"} 1e+21"#))
    }
}
