import NIOCore

/// Where one HTTP/1.1 connection stands: one request at a time, each with its limits and its deadline.
///
///     idle ──head──► receiving ──end──► answering ──answer──► idle
///       │                │                  │
///       └────────────────┴──── refusal ─────┴──► lingering ──► closed
///
/// The state decides, the handler acts. Lingering reads and discards what still arrives: closing at once would reset the
/// connection, and the client could lose the refusal it is owed.
struct ConnectionState {
    /// What is known about a request once its head has arrived.
    struct Head: Equatable {
        var method: String
        var targetBytes: Int
        var headerBytes: Int
        var headerCount: Int
        var declaredBodyBytes: Int?
        var isChunked = false
        /// Whether the body comes in another coding than its own: compressed, for one.
        var isCoded = false
        var isHTTP11: Bool
        var hosts: Int
        var expectations: [String]
        var keepsAlive: Bool

        /// Whether a body may follow.
        var hasBody: Bool { isChunked || declaredBodyBytes ?? 0 > 0 }
    }

    enum HeadAction: Equatable { case collect(sendsContinue: Bool), deliver, refuse(RequestProblem), discard }
    enum BodyAction: Equatable { case collect, refuse(RequestProblem), discard }
    enum EndAction: Equatable { case deliver, discard }
    enum AnswerAction: Equatable { case send(closes: Bool), discard }
    enum Interruption: Equatable { case nothing, close, refuse(RequestProblem) }

    private enum Phase: Equatable {
        case idle
        case receiving(bodyBytes: Int, keepsAlive: Bool)
        case answering(keepsAlive: Bool)
        case lingering
    }

    private let limits: GatewayLimits
    private var phase = Phase.idle
    private var deadline: NIODeadline
    private var isEnding = false
    /// How many bytes wait for the client to take them, and since when they have been that many.
    private var unsent: (bytes: Int, since: NIODeadline)

    init(_ limits: GatewayLimits, now: NIODeadline) {
        self.limits = limits
        deadline = now + TimeAmount(limits.idleTimeout)
        unsent = (0, now)
    }

    /// Whether a request is being received or answered.
    var isBusy: Bool { phase != .idle && phase != .lingering }

    /// - Parameter readsBody: Whether the answer depends on the body. Where it does not, it is given at once, and the
    ///   body is discarded.
    mutating func receive(_ head: Head, readsBody: Bool, now: NIODeadline) -> HeadAction {
        guard phase == .idle else { return .discard }
        if let problem = problem(of: head) { return refuse(problem, now: now, as: HeadAction.refuse) }
        guard readsBody || !head.hasBody else {
            phase = .answering(keepsAlive: false)
            return .deliver
        }
        phase = .receiving(bodyBytes: 0, keepsAlive: head.keepsAlive)
        deadline = now + TimeAmount(limits.bodyTimeout)
        return .collect(sendsContinue: !head.expectations.isEmpty)
    }

    mutating func receiveBody(bytes: Int, now: NIODeadline) -> BodyAction {
        guard case .receiving(let received, let keepsAlive) = phase else { return .discard }
        guard received + bytes <= limits.bodyBytes else {
            return refuse(.bodyTooLarge(limit: limits.bodyBytes), now: now, as: BodyAction.refuse)
        }
        phase = .receiving(bodyBytes: received + bytes, keepsAlive: keepsAlive)
        return .collect
    }

    mutating func receiveEnd() -> EndAction {
        guard case .receiving(_, let keepsAlive) = phase else { return .discard }
        phase = .answering(keepsAlive: keepsAlive)
        return .deliver
    }

    /// The pipeline has an answer; too late if the client was already refused.
    mutating func answer(now: NIODeadline) -> AnswerAction {
        guard case .answering(let keepsAlive) = phase else { return .discard }
        let closes = !keepsAlive || isEnding
        phase = closes ? .lingering : .idle
        deadline = now + TimeAmount(closes ? limits.lingerTimeout : limits.idleTimeout)
        return .send(closes: closes)
    }

    /// The bytes are no HTTP, or there is no room for them.
    mutating func fail(_ problem: RequestProblem, now: NIODeadline) -> Interruption {
        phase == .lingering ? .close : refuse(problem, now: now, as: Interruption.refuse)
    }

    /// The client will send no more. A request that is complete still gets its answer.
    mutating func closeInput() -> Interruption {
        guard case .answering = phase else { return .close }
        isEnding = true
        return .nothing
    }

    /// The process shuts down. What is in flight is finished.
    mutating func quiesce() -> Interruption {
        isEnding = true
        return isBusy ? .nothing : .close
    }

    /// Time has passed.
    ///
    /// - Parameter unsent: How many bytes of answers wait for the client to take them.
    mutating func tick(unsent bytes: Int = 0, now: NIODeadline) -> Interruption {
        if bytes == 0 || bytes != unsent.bytes { unsent = (bytes, now) }
        if now >= unsent.since + TimeAmount(limits.writeTimeout), bytes > 0 { return .close }
        guard now >= deadline else { return .nothing }
        switch phase {
        case .idle, .lingering: return .close
        case .receiving: return refuse(.bodyTimeout, now: now, as: Interruption.refuse)
        // The pipeline keeps the time of an answer itself: what it answers and what it records must agree.
        case .answering: return .nothing
        }
    }

    private mutating func refuse<Action>(
        _ problem: RequestProblem, now: NIODeadline, as action: (RequestProblem) -> Action
    ) -> Action {
        phase = .lingering
        deadline = now + TimeAmount(limits.lingerTimeout)
        return action(problem)
    }

    private func problem(of head: Head) -> RequestProblem? {
        if head.targetBytes > limits.targetBytes { return .targetTooLong(limit: limits.targetBytes) }
        if head.headerBytes > limits.headerBytes || head.headerCount > limits.headerCount {
            return .headersTooLarge(limit: limits.headerBytes)
        }
        // RFC 9112, section 3.2: exactly one Host field.
        if head.isHTTP11 ? head.hosts != 1 : head.hosts > 1 { return .malformedHTTP }
        if head.isCoded, head.hasBody { return .codedBody }
        if let declared = head.declaredBodyBytes, declared > limits.bodyBytes {
            return .bodyTooLarge(limit: limits.bodyBytes)
        }
        if !head.expectations.allSatisfy({ $0 == "100-continue" }) { return .unknownExpectation }
        return nil
    }
}
