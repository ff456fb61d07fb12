/// The building blocks of binomial, Poisson and beta probabilities without cancellation, after Loader (2000), *Fast and
/// Accurate Computation of Binomial Probabilities*: differences of large logarithms of factorials are never formed.
enum StirlingError {
    /// ln Γ(n + 1) − (n + ½) ln n + n − ½ ln 2π: what Stirling's formula leaves out.
    ///
    /// - Parameter n: Positive.
    static func of(_ n: Double) -> Double {
        var n = n
        var error = 0.0
        // The series is exact to the last digit from here; below, the recurrence of Γ leads up to it.
        while n < 16 {
            error += (n + 0.5) * .log(onePlus: 1 / n) - 1
            n += 1
        }
        let square = n * n
        let series = 1 / 1680 - (1 / 1188 - 691 / (360_360 * square)) / square
        return error + (1 / 12 - (1 / 360 - (1 / 1260 - series / square) / square) / square) / n
    }

    /// x ln(x / mean) + mean − x, without cancellation where both are close.
    static func deviance(_ x: Double, from mean: Double) -> Double {
        guard abs(x - mean) < 0.1 * (x + mean) else { return x * .log(x / mean) + mean - x }
        let ratio = (x - mean) / (x + mean)
        var sum = (x - mean) * ratio
        var term = 2 * x * ratio
        var power = 1.0
        while true {
            term *= ratio * ratio
            power += 2
            let next = sum + term / power
            if next == sum { return sum }
            sum = next
        }
    }
}
