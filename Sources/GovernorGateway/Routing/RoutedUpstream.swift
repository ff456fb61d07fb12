import GovernorCore
import GovernorDialects
import NIOCore

/// Sends requests for models to one of the servers that may answer: again, or elsewhere, where that does no harm.
///
/// A request is sent again to the same server only while nothing of an answer was taken, and only when the server has not
/// begun to work on it (no connection) or says itself that it may come again (408, 429, 5xx). It goes on to the next one when
/// that is of no use: when the circuit of a server is open, its repetitions are used up, or what it sends is no answer.
struct RoutedUpstream: Sendable {
    let routes: ModelRoutes
    let stops: SystemStops
    private let states: [ExactString: KnownTarget]
    private let environment: GatewayEnvironment
    private let timer: DeadlineTimer
    private let metrics: TrafficMetrics

    /// A target, and what is remembered about it.
    private struct KnownTarget: Sendable {
        let target: ModelTarget
        let retries: RetryPolicy
        let circuit: CircuitLimits
        let state: TargetState

        /// - Parameter known: What was known of a target of that name; it stays for the same server, asked as often.
        init(_ target: ModelTarget, of route: ModelRoute, after known: KnownTarget?, _ metrics: TrafficMetrics) {
            self.target = target
            (retries, circuit) = (route.retries, route.circuit)
            if let known, known.target.upstream === target.upstream, known.retries == retries, known.circuit == circuit
            {
                state = known.state
            } else {
                state = TargetState(retries, circuit) { metrics.circuit(of: target.name, isOpen: $0) }
            }
        }
    }

    /// - Parameter predecessor: What was routed before, whose memory of servers that stay is gone on with.
    init(
        _ routes: ModelRoutes, stops: SystemStops, environment: GatewayEnvironment, timer: DeadlineTimer,
        metrics: TrafficMetrics, after predecessor: RoutedUpstream? = nil
    ) {
        self.routes = routes
        self.stops = stops
        self.environment = environment
        self.timer = timer
        self.metrics = metrics
        states = Dictionary(
            routes.routes.flatMap { route in
                route.targets.map { target in
                    let name = ExactString(target.name)
                    return (name, KnownTarget(target, of: route, after: predecessor?.states[name], metrics))
                }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Tells the metrics of the targets that there are from now on.
    ///
    /// - Parameter predecessor: What was routed before, if anything.
    func activate(after predecessor: RoutedUpstream?) {
        for (name, known) in predecessor?.states ?? [:] where states[name]?.state !== known.state {
            known.state.retire()
            metrics.forget(target: known.target.name)
        }
        for (name, known) in states where predecessor?.states[name]?.state !== known.state { known.state.announce() }
    }

    /// The servers that may answer a request, in order; see ``ModelRoutes/candidates(for:in:from:stops:digest:)``.
    func candidates(
        for model: String, in dialect: Dialect, from owner: RequestOwner
    ) throws(ModelProblem) -> [Candidate] {
        try routes.candidates(for: model, in: dialect, from: owner, stops: stops, digest: environment.digest)
    }

    /// Watches over what is to be asked of a server, before it is.
    func watch(over candidate: Candidate) -> StopWatch { stops.watch(candidate.asked + [candidate.target.name]) }

    /// An answer that the gateway gives itself, in place of a candidate: no server is asked, and none of its state changes.
    ///
    /// - Parameter usage: The tokens that it is said to have taken, also where its form cannot say so.
    func made(_ bytes: [UInt8], _ usage: TokenUsage, inPlaceOf candidate: Candidate) -> RoutedAnswer {
        var source = AnswerSource(candidate: candidate.withoutPin, attempts: 0)
        source.made = usage
        return RoutedAnswer(
            response: UpstreamResponse(status: 200, headers: [], body: UpstreamBody(bytes)), source: source,
            watch: stops.watch(candidate.asked))
    }

    /// The head of an answer, from the first candidate that gives one.
    ///
    /// An answer may be an error that its server insists on. When nobody answers, the outcome is that of the candidate that
    /// was asked first: the client has asked for that one.
    ///
    /// - Parameters:
    ///   - candidates: Whom to ask, in order; at least one.
    ///   - loop: The event loop of the client's connection.
    ///   - request: What to send to a candidate.
    /// - Throws: ``ModelProblem/upstream(_:)``, or ``ModelProblem/stopped(_:)`` as soon as what was asked is stopped.
    func send(
        to candidates: [Candidate], on loop: any EventLoop,
        _ request: @escaping @Sendable (Candidate) -> UpstreamRequest
    ) async throws(ModelProblem) -> RoutedAnswer {
        let watch = watch(over: candidates[0])
        let result = await watch.value(of: Task { await answer(of: candidates, on: loop, request) })
        do { return try result.get() } catch {
            throw watch.cause.map(ModelProblem.init) ?? .upstream(error)
        }
    }

    private func answer(
        of candidates: [Candidate], on loop: any EventLoop, _ request: (Candidate) -> UpstreamRequest
    ) async -> Result<RoutedAnswer, UpstreamFailure> {
        var attempts = 0
        var outcome: Result<RoutedAnswer, UpstreamFailure>?
        var suspension: UpstreamFailure?
        for candidate in candidates {
            let before = attempts
            switch await ask(candidate, request(candidate), on: loop, &attempts) {
            case .settled(let result): return result
            case .unsettled(let result) where attempts > before: outcome = outcome ?? result
            case .unsettled(let result): suspension = suspension ?? result.failure
            }
        }
        return outcome ?? .failure(suspension ?? .circuitOpen(.zero))
    }

    /// What one candidate's answer means for the others.
    private enum Next {
        /// The client gets this.
        case settled(Result<RoutedAnswer, UpstreamFailure>)
        /// The client gets this if nobody else answers.
        case unsettled(Result<RoutedAnswer, UpstreamFailure>)
    }

    private func ask(
        _ candidate: Candidate, _ request: UpstreamRequest, on loop: any EventLoop, _ attempts: inout Int
    ) async -> Next {
        guard let state = states[ExactString(candidate.target.name)]?.state else {
            return .settled(.failure(.invalidRequest))
        }
        state.deposit()
        var number = 0
        var last: Result<RoutedAnswer, UpstreamFailure>?
        while true {
            let pass: CircuitBreaker.Pass
            do throws(UpstreamFailure) { pass = try state.admit(at: timer.now) } catch {
                // Where its own repetitions open the circuit, a client hears what the server has said.
                return .unsettled(last ?? .failure(error))
            }
            attempts += 1
            number += 1
            let start = timer.now
            let result = await once(candidate, request, on: loop)
            let verdict = AttemptVerdict(result)
            metrics.attempted(candidate, verdict.outcome)
            if let hasFailed = verdict.hasFailed { state.record(pass, hasFailed: hasFailed, at: timer.now) }
            let watch = stops.watch(candidate.names)
            let answer = result.map { response in
                RoutedAnswer(
                    response: watched(response, by: watch, of: candidate, state, pass, since: start, verdict),
                    source: AnswerSource(candidate: candidate, attempts: attempts), watch: watch)
            }
            last = answer
            switch verdict.next {
            case .nobody: return .settled(answer)
            case .others: return .unsettled(answer)
            case .same(let retryAfter):
                let policy = candidate.retries
                guard number <= policy.limit, retryAfter ?? .zero <= policy.longestRetryAfter,
                    state.mayRepeat(at: timer.now)
                else { return .unsettled(answer) }
                var random = environment.random()
                let delay = policy.delay(before: number, after: retryAfter, using: &random)
                do { try await environment.stopwatch.sleep(for: delay) } catch { return .settled(.failure(.cancelled)) }
            }
        }
    }

    private func once(
        _ candidate: Candidate, _ request: UpstreamRequest, on loop: any EventLoop
    ) async -> Result<UpstreamResponse, UpstreamFailure> {
        do throws(UpstreamFailure) {
            return .success(try await candidate.target.upstream.send(request, on: loop))
        } catch {
            return .failure(error)
        }
    }

    /// The same answer, whose end is noticed. One that is an error has no body: nobody reads it, and it must not keep a
    /// connection while others are asked.
    private func watched(
        _ response: UpstreamResponse, by watch: StopWatch, of candidate: Candidate, _ state: TargetState,
        _ pass: CircuitBreaker.Pass, since start: Duration, _ verdict: AttemptVerdict
    ) -> UpstreamResponse {
        guard verdict.isAnswer else {
            return UpstreamResponse(status: response.status, headers: response.headers, body: UpstreamBody([]))
        }
        state.receivedHead(pass, at: timer.now)
        let body = response.body.watched(by: watch) { [timer, metrics] failure in
            guard failure != .cancelled else { return }
            state.record(pass, hasFailed: failure != nil, at: timer.now)
            metrics.answered(candidate.labels, after: timer.now - start)
        }
        return UpstreamResponse(status: response.status, headers: response.headers, body: body)
    }
}

/// What an attempt says about its server, and about who is asked next.
struct AttemptVerdict: Sendable, Hashable {
    enum Next: Sendable, Hashable {
        /// The outcome stands.
        case nobody
        /// The same server, after what it asks to wait; then others.
        case same(after: Duration?)
        /// Other servers.
        case others
    }

    let next: Next
    /// Whether the server has failed; nil where nobody can say, or not yet.
    let hasFailed: Bool?
    /// Whether there is an answer to read.
    let isAnswer: Bool
    /// The outcome's name in metrics.
    let outcome: String

    init(_ result: Result<UpstreamResponse, UpstreamFailure>) {
        switch result {
        case .success(let response): self.init(response)
        case .failure(let failure): self.init(failure)
        }
    }

    private init(_ response: UpstreamResponse) {
        isAnswer = response.status == 200
        switch response.status {
        case 200: (next, hasFailed, outcome) = (.nobody, nil, "answered")
        case 408, 429: (next, hasFailed, outcome) = (Self.again(response.headers), false, "limited")
        case 500...: (next, hasFailed, outcome) = (Self.again(response.headers), true, "failed")
        default: (next, hasFailed, outcome) = (.nobody, false, "rejected")
        }
    }

    private init(_ failure: UpstreamFailure) {
        isAnswer = false
        outcome = String(failure.code.dropFirst("upstream.".count))
        switch failure {
        case .cancelled, .invalidRequest: (next, hasFailed) = (.nobody, nil)
        // The server has closed an idle connection while the request was on its way: that is no fault.
        case .closedEarly where failure.isRetryable: (next, hasFailed) = (.same(after: nil), nil)
        // A certificate is no better a moment later.
        case .tls: (next, hasFailed) = (.others, true)
        default: (next, hasFailed) = (failure.isRetryable ? .same(after: nil) : .others, true)
        }
    }

    private static func again(_ headers: HeaderFields) -> Next {
        switch RetryAfter(headers) {
        case nil: .same(after: nil)
        case .time(let time): .same(after: time)
        case .unknown: .others
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
