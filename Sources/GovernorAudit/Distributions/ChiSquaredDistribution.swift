/// The distribution of sums of squares of standard normal values.
enum ChiSquaredDistribution {
    /// The probability of a value above `x`.
    static func upperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
        guard degreesOfFreedom > 0, x > 0 else { return 1 }
        return GammaDistribution.upperTail(x / 2, shape: degreesOfFreedom / 2)
    }

    /// The value that is exceeded with a probability.
    static func critical(_ probability: Double, degreesOfFreedom: Double) -> Double {
        var (low, high) = (0.0, max(1, degreesOfFreedom))
        while upperTail(high, degreesOfFreedom: degreesOfFreedom) > probability { (low, high) = (high, high * 2) }
        while true {
            let middle = (low + high) / 2
            guard low < middle, middle < high else { return middle }
            if upperTail(middle, degreesOfFreedom: degreesOfFreedom) > probability {
                low = middle
            } else {
                high = middle
            }
        }
    }
}

/// The gamma distribution of scale 1.
enum GammaDistribution {
    /// The regularised upper incomplete gamma function Q: the probability of a value above `x`.
    ///
    /// - Parameters:
    ///   - x: Positive.
    ///   - shape: Positive.
    static func upperTail(_ x: Double, shape: Double) -> Double {
        // The probability of `shape` events where `x` are expected, which both expansions begin with.
        let front =
            Double.exp(-StirlingError.of(shape) - StirlingError.deviance(shape, from: x))
            / (2 * .pi * shape).squareRoot()
        return x < shape + 1 ? 1 - front * series(x, shape) : front * shape * fraction(x, shape)
    }

    /// Σ xᵏ ∕ ((a + 1) … (a + k)), DLMF 8.7.1.
    private static func series(_ x: Double, _ shape: Double) -> Double {
        var (sum, term, next) = (1.0, 1.0, shape)
        repeat {
            next += 1
            term *= x / next
            sum += term
        } while term > sum * 1e-17
        return sum
    }

    /// The continued fraction DLMF 8.9.2, divided by x^a e^-x.
    private static func fraction(_ x: Double, _ shape: Double) -> Double {
        var b = x + 1 - shape
        var c = 1e300
        var d = 1 / b
        var value = d
        var i = 1.0
        while i < 100_000 {
            let a = -i * (i - shape)
            b += 2
            d = 1 / (a * d + b)
            c = b + a / c
            value *= d * c
            if abs(d * c - 1) < 1e-16 { break }
            i += 1
        }
        return value
    }
}
