/// Leaves alone, for a while, what has failed again and again.
///
///     closed ──too many failures──► open ──pause over──► one probe ──answered──► closed
///                                    ▲                       │
///                                    └────────failed─────────┘
///
/// Requests then need not wait for a time limit each. Only a probe's answer lets others follow: what was asked before the
/// circuit opened says nothing about now.
struct CircuitBreaker: Sendable {
    /// What lets one request through.
    struct Pass: Sendable {
        /// How often the circuit had opened when the pass was given, for a probe the probe included.
        fileprivate let era: Int
    }

    /// How many outcomes are remembered: as many as a word has bits.
    static let window = 32

    private let limits: CircuitLimits
    private var failuresInRow = 0
    /// The last outcomes, the latest in the lowest bit; 1 is a failure.
    private var outcomes: UInt32 = 0
    private var outcomeCount = 0
    private var pauseEnd: Duration?
    private var era = 0

    init(_ limits: CircuitLimits = CircuitLimits()) { self.limits = limits }

    /// Whether the circuit is open, its probe's time included.
    var isOpen: Bool { pauseEnd != nil }

    /// Until when nothing is asked, measured as the times that are given; nil while the circuit is closed.
    var reopening: Duration? { pauseEnd }

    /// What lets a request through; nil while the circuit is open.
    ///
    /// - Parameter now: The time since any fixed moment.
    mutating func admit(at now: Duration) -> Pass? {
        guard let end = pauseEnd else { return Pass(era: era) }
        guard now >= end else { return nil }
        pauseEnd = now + limits.pause
        era += 1
        return Pass(era: era)
    }

    /// Takes what became of a request that was let through; of one from before the circuit opened, nothing.
    mutating func record(_ pass: Pass, hasFailed: Bool, at now: Duration) {
        guard pass.era == era else { return }
        if isOpen, !hasFailed { close() }
        failuresInRow = hasFailed ? failuresInRow + 1 : 0
        outcomes = outcomes << 1 | (hasFailed ? 1 : 0)
        outcomeCount = min(outcomeCount + 1, Self.window)
        if isOpen || hasFailedInRow || hasFailedOften { open(at: now) }
    }

    private var hasFailedInRow: Bool { limits.failuresInRow.map { failuresInRow >= $0 } ?? false }

    private var hasFailedOften: Bool {
        guard let limit = limits.failuresInWindow, outcomeCount == Self.window else { return false }
        return outcomes.nonzeroBitCount >= limit
    }

    private mutating func open(at now: Duration) {
        pauseEnd = now + limits.pause
        era += 1
    }

    private mutating func close() {
        pauseEnd = nil
        (failuresInRow, outcomes, outcomeCount) = (0, 0, 0)
    }
}
