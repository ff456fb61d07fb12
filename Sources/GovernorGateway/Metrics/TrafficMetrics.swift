import GovernorCore

/// What the gateway measures about the traffic of models. Every label is a word of the configuration, or of the code.
struct TrafficMetrics: Sendable {
    private let attempts: Counter
    private let circuits: Gauge
    private let upstreamTime: Histogram
    private let firstTime: Histogram
    private let betweenTime: Histogram
    private let held: Histogram
    private let mismatches: Counter

    init(_ registry: MetricsRegistry) {
        attempts = registry.counter(
            "governor_upstream_attempts_total",
            help: "Requests sent to the servers of models, repetitions included, by what came of them.",
            labels: ["target"] + TrafficLabels.names + ["outcome"])
        circuits = registry.gauge(
            "governor_upstream_circuit_open",
            help: "1 while a server has failed so often that it is left alone.", labels: ["target"])
        upstreamTime = registry.histogram(
            "governor_upstream_seconds", help: "Time from a request to a model's server until its answer was complete.",
            labels: TrafficLabels.names, bounds: Self.bounds)
        firstTime = registry.histogram(
            "governor_time_to_first_token_seconds",
            help: "Time from a client's request until the first part of a streamed answer leaves.",
            labels: TrafficLabels.names, bounds: Self.bounds)
        betweenTime = registry.histogram(
            "governor_inter_token_seconds", help: "Time between two parts of a streamed answer that leave.",
            labels: TrafficLabels.names, bounds: Self.bounds)
        held = registry.histogram(
            "governor_stream_held_bytes", help: "The most text that a streamed answer held back at a time.",
            labels: TrafficLabels.names, bounds: Self.heldBounds)
        mismatches = registry.counter(
            "governor_version_mismatches_total", help: "Answers of another version of a model than is pinned.",
            labels: TrafficLabels.names)
    }

    /// A request was sent to a server.
    ///
    /// - Parameter outcome: One of the names that ``AttemptVerdict`` has.
    func attempted(_ candidate: Candidate, _ outcome: String) {
        attempts.increment([candidate.target.name] + candidate.labels.values + [outcome])
    }

    /// An answer has ended.
    func answered(_ labels: TrafficLabels, after duration: Swift.Duration) {
        upstreamTime.observe(duration, labels.values)
    }

    /// A decision about an answer was recorded.
    func recorded(_ source: AnswerSource) {
        if source.isMismatch == true { mismatches.increment(source.candidate.labels.values) }
    }

    func circuit(of target: String, isOpen: Bool) { circuits.set(isOpen ? 1 : 0, [target]) }

    /// There is no such target any more.
    func forget(target: String) { circuits.remove([target]) }

    /// A part of a stream has left.
    ///
    /// - Parameters:
    ///   - isFirst: Whether nothing left before.
    ///   - duration: Since the last part, for the first since the request.
    func left(_ labels: TrafficLabels, isFirst: Bool, after duration: Swift.Duration) {
        (isFirst ? firstTime : betweenTime).observe(duration, labels.values)
    }

    /// A stream has ended.
    ///
    /// - Parameter bytes: The most that it held back at a time.
    func held(_ labels: TrafficLabels, bytes: Int) { held.observe(Double(bytes), labels.values) }

    /// From 1 ms to the longest answers of models that think.
    private static let bounds = [
        0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600,
    ]

    /// From a word to a long answer.
    private static let heldBounds: [Double] = [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 8192, 65_536, 1_048_576]
}
