import GovernorCore

/// Draws tables of counts, cell by cell: each is binomial given those before it.
enum MultinomialSampler {
    /// Draws as many rows as there are, with replacement.
    ///
    /// - Parameters:
    ///   - counts: How many rows each cell has.
    ///   - table: As many cells, which are overwritten.
    static func draw(_ counts: [Int], into table: inout [Int], using random: inout SeededGenerator) {
        var rows = counts.reduce(0, +)
        var undrawn = rows
        for cell in counts.indices {
            let drawn = rows == counts[cell] ? undrawn : binomial(undrawn, counts[cell], of: rows, &random)
            table[cell] = drawn
            undrawn -= drawn
            rows -= counts[cell]
        }
    }

    /// How many of `trials` draws hit one of `marked` of `total` rows.
    static func binomial(_ trials: Int, _ marked: Int, of total: Int, _ random: inout SeededGenerator) -> Int {
        guard trials > 0, marked > 0 else { return 0 }
        if marked * 2 > total { return trials - binomial(trials, total - marked, of: total, &random) }
        let p = Double(marked) / Double(total)
        return Double(trials) * p < 10 ? waiting(trials, p, &random) : rejection(trials, p, &random)
    }

    /// Adds up the geometric waits between hits (Devroye, 1986, X.4.3): quick when hits are few.
    private static func waiting(_ trials: Int, _ p: Double, _ random: inout SeededGenerator) -> Int {
        let rate = Double.log(onePlus: -p)
        var (hits, position) = (0, 0.0)
        while true {
            position += (.log(uniform(&random)) / rate).rounded(.down) + 1
            if position > Double(trials) { return hits }
            hits += 1
        }
    }

    /// Transformed rejection (Hörmann, 1993, algorithm BTRS): a constant number of draws.
    private static func rejection(_ trials: Int, _ p: Double, _ random: inout SeededGenerator) -> Int {
        let n = Double(trials)
        let deviation = (n * p * (1 - p)).squareRoot()
        let b = 1.15 + 2.53 * deviation
        let a = -0.0873 + 0.0248 * b + 0.01 * p
        let c = n * p + 0.5
        let v0 = 0.92 - 4.2 / b
        let alpha = (2.83 + 5.1 / b) * deviation
        let mode = ((n + 1) * p).rounded(.down)
        while true {
            let u = uniform(&random) - 0.5
            let v = uniform(&random)
            let distance = 0.5 - abs(u)
            let k = ((2 * a / distance + b) * u + c).rounded(.down)
            guard k >= 0, k <= n else { continue }
            if distance >= 0.07, v <= v0 { return Int(k) }
            let height = Double.log(v * alpha / (a / (distance * distance) + b))
            if height <= ratio(k, to: mode, n, p) { return Int(k) }
        }
    }

    /// ln of the probability of `k` hits over that of the mode.
    private static func ratio(_ k: Double, to mode: Double, _ n: Double, _ p: Double) -> Double {
        Double.log(
            BinomialDistribution.probability(k, of: n, p: p, q: 1 - p)
                / BinomialDistribution.probability(mode, of: n, p: p, q: 1 - p))
    }

    /// A number in `0..<1`, never 0, with 53 random bits.
    private static func uniform(_ random: inout SeededGenerator) -> Double {
        (Double(random.next() >> 11) + 0.5) * 0x1p-53
    }
}
