/// How many of a task's samples passed.
struct SampleCounts: Sendable, Hashable, Comparable {
    /// The most samples of a task.
    static let maximumSamples = 1 << 20

    /// The samples, at least one.
    let samples: Int
    /// Those that passed.
    let passed: Int

    static func < (left: Self, right: Self) -> Bool {
        left.samples == right.samples ? left.passed < right.passed : left.samples < right.samples
    }

    /// The probability that of `k` of the samples, drawn without replacement, at least one passed: the unbiased estimate of
    /// Chen et al., *Evaluating Large Language Models Trained on Code* (2021); nil for fewer than `k` samples.
    func passAt(_ k: Int) -> Double? {
        guard samples >= k else { return nil }
        guard samples - passed >= k else { return 1 }
        var allFail = 1.0
        for drawn in 0..<k { allFail *= Double(samples - passed - drawn) / Double(samples - drawn) }
        return 1 - allFail
    }
}

/// Tasks by how many of their samples passed.
struct TaskTable: Sendable, Equatable {
    private(set) var tasks: [SampleCounts: Int] = [:]

    mutating func add(_ counts: SampleCounts, times: Int = 1) { tasks[counts, default: 0] += times }

    static func += (left: inout Self, right: Self) {
        for (counts, times) in right.tasks { left.add(counts, times: times) }
    }

    /// How many tasks there are.
    var total: Int { tasks.values.reduce(0, +) }

    /// Kinds of tasks, ascending, and how many there are of each.
    var sorted: [(counts: SampleCounts, tasks: Int)] {
        tasks.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
