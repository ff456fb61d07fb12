import Synchronization

/// Says how far the reading of a table is, where a person looks.
final class ReadingProgress: Sendable {
    private struct State {
        var lines = 0
        let start = ContinuousClock.now
    }

    private let name: String
    /// The share of the file that has been read; nil where nobody knows its size.
    private let share: @Sendable () -> Double?
    private let line = ProgressLine()
    private let state = Mutex(State())

    /// - Parameters:
    ///   - name: What is read.
    ///   - share: The share of it that has been read, if that is known.
    init(_ name: String, share: @escaping @Sendable () -> Double?) {
        (self.name, self.share) = (name, share)
    }

    /// The same blocks, counted as they are taken.
    func watching(_ blocks: @escaping Blocks) -> Blocks {
        guard line.isShown else { return blocks }
        return { [self] in
            let block = try blocks()
            if let block { show(more: block.count { $0 == UInt8(ascii: "\n") }) }
            return block
        }
    }

    /// Removes the line.
    func clear() { line.clear() }

    private func show(more: Int) {
        state.withLock { state in
            state.lines += more
            let seconds = (ContinuousClock.now - state.start) / .seconds(1)
            line.show(Self.text(name, lines: state.lines, seconds: seconds, share: share()))
        }
    }

    /// Such as `decisions.csv: 2.4 million rows, 4.8 million a second, 37 %`.
    static func text(_ name: String, lines: Int, seconds: Double, share: Double?) -> String {
        let rate = seconds > 0 ? ", \(millions(Double(lines) / seconds)) a second" : ""
        let part = share.map { ", \(Int(($0 * 100).rounded(.down))) %" } ?? ""
        return "\(name.singleLine): \(millions(Double(lines))) rows\(rate)\(part)"
    }

    private static func millions(_ count: Double) -> String {
        count < 100_000 ? "\(Int(count))" : "\((count / 100_000).rounded() / 10) million"
    }
}
