/// A line on standard error that says how far a command is, where a person looks.
struct ProgressLine: Sendable {
    private let isShown = StandardStream.error.isTerminal

    /// Replaces the line.
    func show(_ text: @autoclosure () -> String) { write("\r\(text())\u{1B}[K") }

    /// Removes the line, before anything else is written.
    func clear() { write("\r\u{1B}[K") }

    private func write(_ text: @autoclosure () -> String) {
        // Progress that cannot be shown is no reason to stop.
        if isShown { try? StandardStream.error.write(text()) }
    }
}
