import Synchronization

/// A line on standard error that says how far a command is, where a person looks.
final class ProgressLine: Sendable {
    /// Whether anybody looks.
    let isShown = StandardStream.error.isTerminal
    private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

    /// Faster than this nobody reads.
    private static let interval = Duration.milliseconds(100)

    /// Replaces the line, unless it has just been replaced.
    func show(_ text: @autoclosure () -> String) {
        guard isShown, isDue(at: .now) else { return }
        write("\r\(text())\u{1B}[K")
    }

    /// Removes the line, before anything else is written.
    func clear() {
        if isShown { write("\r\u{1B}[K") }
    }

    private func isDue(at time: ContinuousClock.Instant) -> Bool {
        lastShown.withLock { last in
            if let last, last.duration(to: time) < Self.interval { return false }
            last = time
            return true
        }
    }

    // Progress that cannot be shown is no reason to stop.
    private func write(_ text: String) { try? StandardStream.error.write(text) }
}
