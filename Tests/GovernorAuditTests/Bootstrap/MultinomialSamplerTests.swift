import GovernorCore
import Testing

@testable import GovernorAudit

struct MultinomialSamplerTests {
    @Test(arguments: [(30, 1, 10), (30, 9, 10), (500, 3, 1000), (2000, 3, 10), (100_000, 1, 3)])
    func `hits have the mean and variance of a binomial count`(trials: Int, marked: Int, total: Int) {
        var random = SeededGenerator(seed: 11)
        let draws = 20_000
        let hits = (0..<draws).map { _ in
            Double(MultinomialSampler.binomial(trials, marked, of: total, &random))
        }
        let p = Double(marked) / Double(total)
        let (mean, variance) = (Double(trials) * p, Double(trials) * p * (1 - p))
        let found = hits.reduce(0, +) / Double(draws)
        let spread = hits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws)
        // Four standard errors; that of the variance is at most √(2 + 1/variance) ∕ √draws of it.
        #expect(abs(found - mean) < 4 * (variance / Double(draws)).squareRoot())
        #expect(abs(spread / variance - 1) < 4 * ((2 + 1 / variance) / Double(draws)).squareRoot())
        #expect(hits.allSatisfy { (0...Double(trials)).contains($0) })
    }

    @Test(arguments: [20, 100])
    func `hits are as frequent as the binomial distribution says`(trials: Int) {
        // One setting for each of the two algorithms.
        var random = SeededGenerator(seed: 12)
        let draws = 40_000
        var counts = [Double](repeating: 0, count: trials + 1)
        for _ in 0..<draws { counts[MultinomialSampler.binomial(trials, 3, of: 10, &random)] += 1 }
        var statistic = 0.0
        var cells = 0.0
        for (hits, count) in counts.enumerated() {
            let expected =
                Double(draws) * BinomialDistribution.probability(Double(hits), of: Double(trials), p: 0.3, q: 0.7)
            guard expected >= 10 else { continue }
            statistic += (count - expected) * (count - expected) / expected
            cells += 1
        }
        #expect(ChiSquaredDistribution.upperTail(statistic, degreesOfFreedom: cells - 1) > 0.001)
    }

    @Test func `a table keeps its rows, empty cells stay empty, and the seed determines it`() {
        let counts = [5, 0, 1000, 33, 0]
        var (first, second) = (counts, counts)
        var random = SeededGenerator(seed: 1)
        for _ in 0..<100 {
            MultinomialSampler.draw(counts, into: &first, using: &random)
            #expect(first.reduce(0, +) == 1038)
            #expect(first[1] == 0 && first[4] == 0)
        }
        var repeated = SeededGenerator(seed: 1)
        for _ in 0..<100 { MultinomialSampler.draw(counts, into: &second, using: &repeated) }
        #expect(first == second)
    }

    @Test func `what is not estimable in the data or in most resamples has no distribution`() {
        #expect(CountBootstrap.distribution(of: [1, 2], replicates: 10, seed: 1) { _ in nil } == nil)
        var calls = 0
        let rarely = CountBootstrap.distribution(of: [1, 2], replicates: 100, seed: 1) { _ -> Double? in
            calls += 1
            return calls % 3 == 1 ? 1 : nil
        }
        #expect(rarely == nil)
    }
}

struct CountBootstrapTests {
    @Test func `the acceleration is that of leaving out rows one by one`() {
        // Selected and not, of women and men, in the COMPAS data; NumPy 2.0.2 over all 6,172 rows.
        let acceleration = CountBootstrap.acceleration([162, 1013, 2074, 2923]) { table in
            Double(table[2]) / Double(table[2] + table[3]) - Double(table[0]) / Double(table[0] + table[1])
        }
        #expect(abs(acceleration + 0.005524800313339216) < 1e-12)
    }
}
