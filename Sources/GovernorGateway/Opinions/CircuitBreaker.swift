/// Leaves alone, for a while, what has failed several times in a row.
///
/// Texts then need not wait for a time limit each. After the pause one question is asked as a probe; only its answer lets
/// others follow.
struct CircuitBreaker {
    /// How many failures in a row begin a pause.
    static let failureLimit = 5
    /// How long nothing is asked after that.
    static let pause = Duration.seconds(10)

    private var failures = 0
    private var pauseEnd: Duration?

    /// Whether a question may be asked.
    ///
    /// - Parameter now: The time since any fixed moment.
    mutating func admits(at now: Duration) -> Bool {
        guard let end = pauseEnd else { return true }
        guard now >= end else { return false }
        pauseEnd = now + Self.pause
        return true
    }

    /// Takes what became of a question.
    mutating func record(hasFailed: Bool, at now: Duration) {
        failures = hasFailed ? failures + 1 : 0
        pauseEnd = failures >= Self.failureLimit ? now + Self.pause : nil
    }
}
