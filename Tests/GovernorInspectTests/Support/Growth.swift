/// How many times as long some work takes on a larger input, by the fastest of three runs each.
///
/// Linear work on four times the input takes about four times as long, quadratic work sixteen times.
func growth(from small: Int, to large: Int, _ work: (Int) -> Void) -> Double {
    func fastest(_ size: Int) -> Duration {
        (0..<3).map { _ in ContinuousClock().measure { work(size) } }.min() ?? .zero
    }
    return fastest(large) / fastest(small)
}
