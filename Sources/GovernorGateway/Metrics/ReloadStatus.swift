package import GovernorCore
import Synchronization

/// What became of changes of the configuration while the gateway runs.
package final class ReloadStatus: Sendable {
    private let reloads: Counter
    private let time: Gauge
    private let stale: Gauge
    private let state = Mutex(false)

    init(_ registry: MetricsRegistry) {
        reloads = registry.counter(
            "governor_config_reloads_total",
            help: "Changes of configuration and policy, by whether they were taken over.",
            labels: ["outcome"])
        time = registry.gauge(
            "governor_config_last_success_timestamp_seconds",
            help: "When what is in force was taken over, in seconds since 1970.")
        stale = registry.gauge(
            "governor_config_stale",
            help: "Whether the files say what could not be taken over, so that the old holds: 1 or 0.")
        for outcome in ["ok", "failed"] { reloads.increment([outcome], by: 0) }
        stale.set(0)
    }

    /// Whether the files say something else than what is in force.
    package var isStale: Bool { state.withLock { $0 } }

    /// The process has begun with what the files say.
    package func started(at time: Timestamp) { self.time.set(Double(time.millisecondsSince1970) / 1000) }

    /// What the files say is in force.
    package func succeeded(at time: Timestamp) {
        state.withLock { $0 = false }
        reloads.increment(["ok"])
        stale.set(0)
        started(at: time)
    }

    /// What the files say could not be taken over.
    package func failed() {
        state.withLock { $0 = true }
        reloads.increment(["failed"])
        stale.set(1)
    }
}
