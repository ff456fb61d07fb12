import GovernorCore
import Testing

@testable import GovernorAudit

/// Runs of values, exact and rounded.
struct ValueRunsTests {
    @Test func `keys sort as values do, and lead back to them`() {
        let values = [
            -Double.greatestFiniteMagnitude, -2, -1e-300, -Double.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude, 0.1,
            1, 1.0.nextUp, 1e300,
        ]
        #expect(values.map(ValueRuns.key) == values.map(ValueRuns.key).sorted())
        #expect(values.map { ValueRuns.value(ofKey: ValueRuns.key($0)) } == values)
        #expect(ValueRuns.key(-0.0) == ValueRuns.key(0))
    }

    @Test func `exact runs say each value and how often it occurs`() {
        let runs = ValueRuns(exactly: [0.5, -1, 0.5, 3, -0.0, 0])
        #expect(runs.valuesAndCounts.map(\.value) == [-1, 0, 0.5, 3])
        #expect(runs.valuesAndCounts.map(\.count) == [1, 2, 2, 1])
        #expect(runs.largestShare == 0)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `the level is the finest at which there are no more runs than the limit`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sets = (0..<3).map { _ in
            ValueRuns(exactly: (0..<2000).map { _ in Double.random(in: -4...4, using: &random) })
        }
        for limit in [100, 1000, 3000, 5999, 6000] {
            let level = ValueRuns.level(of: sets, limit: limit)
            #expect(sets.reduce(0) { $0 + $1.rounded(to: level).runs.count } <= limit)
            guard level < ValueRuns.exactLevel else { continue }
            #expect(sets.reduce(0) { $0 + $1.rounded(to: level + 1).runs.count } > limit)
        }
    }

    @Test(arguments: [0, 3, 10, 51])
    func `rounding moves no value further than the level says`(level: Int) {
        var random = SeededGenerator(seed: 5)
        for _ in 1...200 {
            let value = Double.random(in: -10...10, using: &random)
            let rounded = ValueRuns(exactly: [value]).rounded(to: level)
            let bound = value.magnitude.binade * Double(sign: .plus, exponent: -level, significand: 1)
            #expect(abs(rounded.valuesAndCounts[0].value - value) <= bound)
            #expect(rounded.edge(of: rounded.runs[0]) <= value)
        }
    }

    @Test func `the largest share bounds the error of every cumulative share`() {
        var random = SeededGenerator(seed: 9)
        let values = (0..<5000).map { _ in Double.random(in: 0...1, using: &random) }
        let rounded = ValueRuns(exactly: values).rounded(to: 4)
        let sorted = values.sorted()
        var below = 0
        for run in rounded.runs {
            let edge = rounded.edge(of: run)
            #expect(below == sorted.count { $0 < edge }, "shares at edges are exact")
            below += run.count
        }
        #expect(rounded.largestShare == Double(rounded.runs.map(\.count).max() ?? 0) / 5000)
    }
}
