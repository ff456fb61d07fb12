/// Where one connection to an upstream stands: one exchange at a time, and none that begins with another's leftovers.
///
///     handshaking ──► idle ──request──► waiting ──head──► receiving ──end──► answered ──► idle
///          │            │                  │                  │                 │
///          └────────────┴──────────────────┴──────────────────┴─────────────────┴───────► closed
///
/// The state decides, the handler acts. A connection is answered until the read that brought the end is over: bytes that
/// then follow belong to no request.
struct UpstreamConnectionState {
    enum Phase: Equatable {
        case handshaking, idle
        case waiting(bytesCame: Bool)
        case receiving(keepsAlive: Bool)
        case answered(keepsAlive: Bool)
        case closed
    }

    enum BytesAction: Equatable { case parse, close }
    enum HeadAction: Equatable { case give, waitOn, fail(UpstreamFailure) }

    private(set) var phase: Phase
    /// Whether the connection has served an exchange before this one.
    private var isReused = false
    private var isRequestSent = false

    /// - Parameter needsHandshake: Whether TLS comes first.
    init(needsHandshake: Bool) { phase = needsHandshake ? .handshaking : .idle }

    /// How long the connection may now stay without anything happening.
    func patience(_ timeouts: UpstreamTimeouts, _ limits: UpstreamLimits) -> Duration {
        switch phase {
        case .handshaking: timeouts.connect
        case .waiting(bytesCame: false): timeouts.firstByte
        case .waiting, .receiving, .answered: timeouts.idle
        case .idle, .closed: limits.idleTime
        }
    }

    mutating func endHandshake() {
        if phase == .handshaking { phase = .idle }
    }

    mutating func beginRequest() {
        precondition(phase == .idle, "a connection carries one exchange at a time")
        phase = .waiting(bytesCame: false)
        isRequestSent = false
    }

    mutating func endRequest() { isRequestSent = true }

    mutating func receiveBytes() -> BytesAction {
        switch phase {
        case .waiting: phase = .waiting(bytesCame: true)
        case .receiving, .answered: break
        case .handshaking, .idle, .closed: return .close
        }
        return .parse
    }

    mutating func receiveHead(status: Int, keepsAlive: Bool) -> HeadAction {
        guard case .waiting = phase else { return .fail(.malformed) }
        switch status {
        // Nobody asked for another protocol.
        case 101: return .fail(.malformed)
        case 100..<200: phase = .waiting(bytesCame: false)
        case 200...999: phase = .receiving(keepsAlive: keepsAlive)
        default: return .fail(.malformed)
        }
        return status < 200 ? .waitOn : .give
    }

    mutating func receiveEnd() {
        if case .receiving(let keepsAlive) = phase { phase = .answered(keepsAlive: keepsAlive) }
    }

    /// The exchange is over; whether the connection may carry another one.
    mutating func endExchange() -> Bool {
        guard phase == .answered(keepsAlive: true), isRequestSent else {
            phase = .closed
            return false
        }
        phase = .idle
        isReused = true
        return true
    }

    /// The connection is of no more use.
    ///
    /// - Parameter cause: What happened, when that says more than that it ended.
    /// - Returns: What its exchange fails with; nil when the answer is complete.
    mutating func close(_ cause: UpstreamFailure? = nil) -> UpstreamFailure? {
        defer { phase = .closed }
        switch phase {
        case .handshaking: return cause ?? .tls(.handshake)
        case .waiting(let bytesCame):
            return cause ?? .closedEarly(answerBegan: bytesCame, reusedConnection: isReused)
        case .receiving: return cause ?? .closedEarly(answerBegan: true, reusedConnection: isReused)
        case .idle, .answered, .closed: return nil
        }
    }

    /// What it means that ``patience(_:_:)`` is at an end; nil when nobody waits.
    func overdue(_ timeouts: UpstreamTimeouts) -> UpstreamFailure? {
        switch phase {
        case .handshaking: .connectTimeout(timeouts.connect)
        case .waiting(bytesCame: false): .firstByteTimeout(timeouts.firstByte)
        case .waiting, .receiving, .answered: .idleTimeout(timeouts.idle)
        case .idle, .closed: nil
        }
    }
}
