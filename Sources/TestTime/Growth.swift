import GovernorCore

/// How many times as long a thread works on a larger input, by the fastest of three runs each.
///
/// Linear work on four times the input takes about four times as long, quadratic work sixteen times. The smaller input
/// counts for no less than 50 µs, of which little is the work's.
package func growth(from small: Int, to large: Int, _ work: (Int) -> Void) -> Double {
    func fastest(_ size: Int) -> Duration {
        let runs = (0..<3).map { _ in
            let stopwatch = ProcessorStopwatch()
            work(size)
            return stopwatch.elapsed
        }
        return runs.min() ?? .zero
    }
    return fastest(large) / max(fastest(small), .microseconds(50))
}
