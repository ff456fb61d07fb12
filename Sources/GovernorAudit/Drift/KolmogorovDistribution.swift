/// How likely distances between cumulative shares are when both data sets are from one distribution.
public enum KolmogorovDistribution {
    /// Up to so many values each, the p-value counts every way in which both may be interleaved.
    public static let exactUpTo = 10_000

    /// The p-value of Kolmogorov and Smirnov's test of two samples: exact for small ones, asymptotic otherwise.
    ///
    /// - Returns: nil for a single value against more than ``exactUpTo``.
    public static func p(_ statistic: Double, _ first: Int, _ second: Int) -> Double? {
        max(first, second) <= exactUpTo
            ? exactP(statistic, first, second) : asymptoticP(statistic, first, second)
    }

    /// The share of lattice paths from (0, 0) to (m, n) that somewhere leave the diagonal by the statistic (Hodges, 1957).
    public static func exactP(_ statistic: Double, _ first: Int, _ second: Int) -> Double {
        let (m, n) = (max(first, second), min(first, second))
        let reach = (statistic * Double(m) * Double(n)).rounded()
        guard reach > 0 else { return 1 }
        // The share of paths to (i, j) that have left, as a mean over the two ways there: all terms are positive.
        var left = [Double](repeating: 0, count: n + 1)
        left.withUnsafeMutableBufferPointer { left in
            for i in 0...m {
                var j = 0
                while j <= n {
                    if abs(Double(i * n - j * m)) >= reach {
                        left[j] = 1
                    } else if j > 0 {
                        let before = left[j - 1]
                        left[j] = i == 0 ? before : before + Double(i) / Double(i + j) * (left[j] - before)
                    }
                    j += 1
                }
            }
        }
        return left[n]
    }

    /// The p-value of one sample of m·n ∕ (m + n) values, which is the limit for two large ones; nil when that is none.
    public static func asymptoticP(_ statistic: Double, _ first: Int, _ second: Int) -> Double? {
        let effective = (Double(first) * Double(second) / Double(first + second)).rounded(.toNearestOrEven)
        return effective > 0 ? upperTail(statistic, values: effective) : nil
    }

    /// The probability that the largest distance from the true distribution is at least `d`.
    ///
    /// The choice of methods follows Simard and L'Ecuyer (2011), *Computing the Two-Sided Kolmogorov–Smirnov Distribution*.
    static func upperTail(_ d: Double, values n: Double) -> Double {
        let product = n * d
        guard product > 0.5 else { return 1 }
        guard d < 1 else { return 0 }
        let square = product * d
        // At most 2 exp(−2nd²) (Massart, 1990), which no double is.
        guard square < 373 else { return 0 }
        if d >= 0.5 || product >= n - 1 || square >= (n <= 140 ? 4 : 2.2) { return min(1, 2 * oneSided(d, n)) }
        if n <= 140 || (n <= 100_000 && n * .pow(d, 1.5) <= 1.4) { return 1 - matrixPower(d, n) }
        return 1 - expansion(d, n)
    }

    /// The probability that the largest distance to one side is at least `d` (Smirnov, 1944).
    private static func oneSided(_ d: Double, _ n: Double) -> Double {
        let last = (n * (1 - d)).rounded(.down)
        var (sum, j) = (0.0, 0.0)
        while j <= last {
            let p = d + j / n
            if p < 1 { sum += BinomialDistribution.probability(j, of: n, p: p, q: 1 - p) * d / p }
            j += 1
        }
        return sum
    }

    /// The probability that no distance is as large, by Marsaglia, Tsang and Wang (2003): exact, for small n·d.
    private static func matrixPower(_ d: Double, _ n: Double) -> Double {
        let k = Int(n * d) + 1
        let size = 2 * k - 1
        let h = Double(k) - n * d
        var matrix = (0..<size).map { i in (0..<size).map { j in i - j + 1 < 0 ? 0.0 : 1 } }
        for i in 0..<size {
            matrix[i][0] -= .pow(h, Double(i + 1))
            matrix[size - 1][i] -= .pow(h, Double(size - i))
        }
        if 2 * h - 1 > 0 { matrix[size - 1][0] += .pow(2 * h - 1, Double(size)) }
        for i in 0..<size {
            for j in 0..<size where i - j + 1 > 0 {
                for factor in 1...(i - j + 1) { matrix[i][j] /= Double(factor) }
            }
        }
        let (power, exponent) = ScaledMatrix(matrix).power(Int(n))
        // n! ∕ nⁿ, factor by factor, with the scale of the power.
        var (value, scale) = (power[k - 1][k - 1], exponent)
        for i in 1...Int(n) {
            value *= Double(i) / n
            if value < 0x1p-400 {
                value *= 0x1p400
                scale -= 400
            }
        }
        return value * Double(sign: .plus, exponent: scale, significand: 1)
    }

    /// The expansion of Pelz and Good (1976) in powers of n^(-1/2).
    private static func expansion(_ d: Double, _ n: Double) -> Double {
        let z = n.squareRoot() * d
        let z2 = z * z
        let (z4, z6, z8) = (z2 * z2, z2 * z2 * z2, z2 * z2 * z2 * z2)
        var (k0, k1, k2, k3) = (0.0, 0.0, 0.0, 0.0)
        var (k2even, k3even) = (0.0, 0.0)
        for k in 0..<40 {
            // Both signs of k + ½, and of k, give equal terms.
            let odd = Double.pi * Double.pi * (Double(k) + 0.5) * (Double(k) + 0.5)
            let weight = 2 * Double.exp(-odd / (2 * z2))
            k0 += weight
            k1 += (odd - z2) * weight
            k2 += ((6 * z6 + 2 * z4) + (2 * z4 - 5 * z2) * odd + (1 - 2 * z2) * odd * odd) * weight
            k3 +=
                (odd * odd * odd * (5 - 30 * z2) + odd * odd * (-60 * z2 + 212 * z4) + odd * (135 * z4 - 96 * z6)
                    - (30 * z6 + 90 * z8)) * weight
            guard k > 0 else { continue }
            let even = Double.pi * Double.pi * Double(k * k)
            let evenWeight = 2 * Double.exp(-even / (2 * z2))
            k2even += even * evenWeight
            k3even += (3 * even * z2 - even * even) * evenWeight
        }
        let half = (Double.pi / 2).squareRoot()
        let root = n.squareRoot()
        let terms = [
            half / z * k0,
            half / (6 * z4) * k1 / root,
            (half / (72 * .pow(z, 7)) * k2 - half / (36 * z2 * z) * k2even) / n,
            (half / (6480 * .pow(z, 10)) * k3 + half / (216 * z6) * k3even) / (n * root),
        ]
        return min(1, max(0, terms.reduce(0, +)))
    }
}

/// A square matrix times a power of two, so that its powers stay in range.
private struct ScaledMatrix {
    private var rows: [[Double]]
    private var exponent = 0

    init(_ rows: [[Double]]) { self.rows = rows }

    /// The `n`-th power, `n ≥ 1`, and the power of two it is to be multiplied with.
    func power(_ n: Int) -> (rows: [[Double]], exponent: Int) {
        var (result, base, rest) = (self, self, n - 1)
        while rest > 0 {
            if rest & 1 == 1 { result = result.times(base) }
            base = base.times(base)
            rest >>= 1
        }
        return (result.rows, result.exponent)
    }

    private func times(_ other: Self) -> Self {
        let size = rows.count
        var product = Self(Array(repeating: Array(repeating: 0, count: size), count: size))
        for i in 0..<size {
            for k in 0..<size where rows[i][k] != 0 {
                for j in 0..<size { product.rows[i][j] += rows[i][k] * other.rows[k][j] }
            }
        }
        product.exponent = exponent + other.exponent
        if product.rows[size / 2][size / 2] > 0x1p400 {
            for i in 0..<size {
                for j in 0..<size { product.rows[i][j] *= 0x1p-400 }
            }
            product.exponent += 400
        }
        return product
    }
}
