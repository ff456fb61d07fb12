package import GovernorCore
import GovernorDialects
import GovernorInspect

/// What the gateway measures. Label values come from closed sets or from the policy file, never from a request.
package struct GatewayMetrics: Sendable {
    /// The parts of a request's time that Governor adds.
    enum Phase: String, CaseIterable { case inspect, opinion, decide, record, total }

    /// Why a connection ended without an answer from the pipeline.
    package enum Refusal: String, CaseIterable, Sendable { case protocolError = "protocol", timeout, limit }

    /// What becomes of a request that a reviewer decides about, or about whose answer one does.
    enum HoldOutcome: String, CaseIterable {
        case waits
        /// Nothing more can wait.
        case full
        case letOn = "let_on"
        case rejected
        case expired
    }

    private let registry: MetricsRegistry
    /// About the traffic of models.
    let traffic: TrafficMetrics
    private let requests: Counter
    private let overhead: Histogram
    private let append: Histogram
    private let inFlight: Gauge
    private let connections: Gauge
    private let refusals: Counter
    private let findings: Counter
    private let opinions: Counter
    private let shadowDifferences: Counter
    private let ignoredKeys: Counter
    private let limited: Counter
    private let durableCounters: Gauge
    private let queryPatterns: Counter
    private let holds: Counter
    private let tokens: Counter
    private let policies: Gauge
    /// About changes of the configuration while the gateway runs.
    package let reloads: ReloadStatus

    /// Declares the metrics.
    ///
    /// - Parameter registry: The registry whose text `/metrics` serves; it may hold other parts' metrics too.
    package init(_ registry: MetricsRegistry) {
        self.registry = registry
        traffic = TrafficMetrics(registry)
        requests = registry.counter(
            "governor_requests_total",
            help: "Requests by surface, by the model that answered or was asked, and by what became of them.",
            labels: ["surface"] + TrafficLabels.names + ["outcome"])
        overhead = registry.histogram(
            "governor_overhead_seconds", help: "Time that the gateway adds to a request, by phase.", labels: ["phase"],
            bounds: Self.bounds)
        append = registry.histogram(
            "governor_log_append_seconds", help: "Time until a decision is durable in the ledger.", bounds: Self.bounds)
        inFlight = registry.gauge("governor_in_flight", help: "Requests and streams that are being answered.")
        connections = registry.gauge("governor_connections", help: "Open client connections.")
        refusals = registry.counter(
            "governor_connections_refused_total", help: "Connections ended by the gateway before a decision.",
            labels: ["reason"])
        findings = registry.counter(
            "governor_findings_total", help: "What inspectors found, by kind and stage.", labels: ["kind", "stage"])
        opinions = registry.counter(
            "governor_second_opinions_total",
            help: "Texts about which a second classifier was asked, by label and by what came of it.",
            labels: ["label", "outcome"])
        shadowDifferences = registry.counter(
            "governor_policy_shadow_diff_total", help: "Decisions that a shadow rule would have made stricter.",
            labels: ["rule"])
        ignoredKeys = registry.counter(
            "governor_context_ignored_keys_total", help: "Keys of request contexts that no rule can see.")
        limited = registry.counter(
            "governor_rate_limited_total", help: "Requests for models that a limit refused, by whose limit and which.",
            labels: ["scope", "limit"] + TrafficLabels.names)
        durableCounters = registry.gauge(
            "governor_counters_durable",
            help: "Whether what is spent of budgets is kept where it outlives the process: 1 or 0.")
        queryPatterns = registry.counter(
            "governor_query_pattern_alerts_total",
            help: "Keys that were used as by somebody who copies a model, by pattern; once in a window for each key.",
            labels: ["pattern"])
        holds = registry.counter(
            "governor_holds_total",
            help:
                "Requests that wait for a review or were reviewed, by whether they or their answers were held, and by what "
                + "became of them.",
            labels: ["stage", "outcome"])
        tokens = registry.counter(
            "governor_tokens_total", help: "Tokens that the models' servers counted.",
            labels: ["direction"] + TrafficLabels.names)
        policies = registry.gauge(
            "governor_config_info", help: "The policy in force; always 1.",
            labels: ["policy_id", "policy_version", "policy_sha256"])
        reloads = ReloadStatus(registry)
        inFlight.set(0)
        connections.set(0)
    }

    /// The exposition text of the whole registry.
    func exposition() -> String { registry.exposition() }

    /// Another policy decides from now on.
    func putInForce(_ policy: PolicyReference, after predecessor: PolicyReference?) {
        if let predecessor, predecessor != policy { policies.remove(Self.labels(of: predecessor)) }
        policies.set(1, Self.labels(of: policy))
    }

    private static func labels(of policy: PolicyReference) -> [String] {
        [policy.id, policy.version, policy.digest.hex]
    }

    func began() { inFlight.add(1) }

    /// There is an answer, or the head of one.
    func answered(after duration: Swift.Duration) { overhead.observe(duration, [Phase.total.rawValue]) }

    /// A request has been answered to the end.
    func ended(_ surface: String, _ labels: TrafficLabels, outcome: String) {
        inFlight.add(-1)
        requests.increment([surface] + labels.values + [outcome])
    }

    func observe(_ phase: Phase, _ duration: Swift.Duration) {
        overhead.observe(duration, [phase.rawValue])
        if phase == .record { append.observe(duration) }
    }

    func decided(_ decision: Decision) {
        let stage = decision.subject.stage.rawValue
        for kind in decision.inspection.findings.flatMap(\.kinds) { findings.increment([kind, stage]) }
        for match in decision.verdict.matches
        where match.enforcement == .shadow && match.action > decision.verdict.action {
            shadowDifferences.increment([match.ruleID])
        }
        if decision.ignoredKeys > 0 { ignoredKeys.increment(by: Double(decision.ignoredKeys)) }
    }

    func held(at stage: Stage, _ outcome: HoldOutcome) { holds.increment([stage.rawValue, outcome.rawValue]) }

    func used(_ usage: TokenUsage, by labels: TrafficLabels) {
        tokens.increment(["input"] + labels.values, by: Double(usage.input))
        tokens.increment(["output"] + labels.values, by: Double(usage.output))
    }

    func heard(_ opinion: Opinion, of label: TextLabel) { opinions.increment([label.rawValue, opinion.outcome]) }

    func refused(_ refusal: LimitRefusal, _ labels: TrafficLabels) {
        guard case .exceeded(let scope, let limit, _, _) = refusal else { return }
        limited.increment([scope.rawValue, limit.rawValue] + labels.values)
    }

    func counters(areDurable: Bool) { durableCounters.set(areDurable ? 1 : 0) }

    func alerted(_ patterns: [QueryPattern]) {
        for pattern in patterns { queryPatterns.increment([pattern.rawValue]) }
    }

    func connectionOpened() { connections.add(1) }
    func connectionClosed() { connections.add(-1) }
    func refused(_ reason: Refusal) { refusals.increment([reason.rawValue]) }

    /// From 50 µs, about what a bare request costs, to the slowest answer that is allowed.
    private static let bounds = [
        0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30,
    ]
}
