/// The sufficient statistics of groups, each in a slot: what a builder fills and a cube holds.
struct CubeCells: Sendable, Equatable {
    private let buckets: Int
    private let isWeighted: Bool
    /// How many slots there are.
    private(set) var slots = 0

    /// Rows by slot, label, prediction and bucket; the bucket after the last is for rows without a score.
    private(set) var counts: [Int] = []
    /// Sums of weights and of their squares, by slot, label and prediction; empty unless rows have weights.
    private(set) var weights: [ExactSum] = []
    private(set) var squaredWeights: [ExactSum] = []
    /// Sums of scores, by slot, label and bucket; empty unless rows have scores.
    private(set) var scoreSums: [ExactSum] = []
    /// Sums of (score − label)² and of −ln(probability given to the label), by slot and known label; empty unless …
    private(set) var squaredErrors: [ExactSum] = []
    private(set) var logLosses: [ExactSum] = []

    init(_ schema: CubeSchema) {
        buckets = schema.scoreBuckets
        isWeighted = schema.isWeighted
    }

    /// Adds an empty slot at the end.
    mutating func addSlot() {
        slots += 1
        counts.append(contentsOf: repeatElement(0, count: 9 * (buckets + 1)))
        if isWeighted {
            weights.append(contentsOf: repeatElement(ExactSum(), count: 9))
            squaredWeights.append(contentsOf: repeatElement(ExactSum(), count: 9))
        }
        if buckets > 0 {
            scoreSums.append(contentsOf: repeatElement(ExactSum(), count: 3 * buckets))
            squaredErrors.append(contentsOf: repeatElement(ExactSum(), count: 2))
            logLosses.append(contentsOf: repeatElement(ExactSum(), count: 2))
        }
    }

    /// Counts rows without scores, or with, in the last bucket.
    @inline(__always)
    mutating func add(_ count: Int = 1, slot: Int, label: Outcome, prediction: Outcome, bucket: Int?) {
        counts[index(slot, label, prediction, bucket)] += count
    }

    /// Adds to a cell what the weights of its rows come to.
    @inline(__always)
    mutating func add(weight: ExactSum, squared: ExactSum, slot: Int, label: Outcome, prediction: Outcome) {
        let cell = (slot * 3 + label.index) * 3 + prediction.index
        weights[cell] += weight
        squaredWeights[cell] += squared
    }

    /// Adds to a bucket what its scores come to.
    @inline(__always)
    mutating func add(scores: ExactSum, slot: Int, label: Outcome, bucket: Int) {
        scoreSums[(slot * 3 + label.index) * buckets + bucket] += scores
    }

    /// Adds to a label what the losses of its scores come to.
    @inline(__always)
    mutating func add(squaredErrors squares: ExactSum, logLosses losses: ExactSum, slot: Int, label: Outcome) {
        squaredErrors[slot * 2 + label.index] += squares
        logLosses[slot * 2 + label.index] += losses
    }

    /// Adds what a slot of other cells of the same schema holds.
    mutating func add(_ other: Self, from source: Int, to slot: Int) {
        Self.add(other.counts, from: source, to: slot, in: &counts, width: 9 * (buckets + 1))
        if isWeighted {
            Self.add(other.weights, from: source, to: slot, in: &weights, width: 9)
            Self.add(other.squaredWeights, from: source, to: slot, in: &squaredWeights, width: 9)
        }
        if buckets > 0 {
            Self.add(other.scoreSums, from: source, to: slot, in: &scoreSums, width: 3 * buckets)
            Self.add(other.squaredErrors, from: source, to: slot, in: &squaredErrors, width: 2)
            Self.add(other.logLosses, from: source, to: slot, in: &logLosses, width: 2)
        }
    }

    /// Adds what a slot of cells with scores holds, without these.
    mutating func addCounts(of other: Self, from source: Int, to slot: Int) {
        for label in Outcome.allCases {
            for prediction in Outcome.allCases {
                let rows = other.count(slot: source, label: label, prediction: prediction)
                add(rows, slot: slot, label: label, prediction: prediction, bucket: nil)
            }
        }
        guard isWeighted else { return }
        Self.add(other.weights, from: source, to: slot, in: &weights, width: 9)
        Self.add(other.squaredWeights, from: source, to: slot, in: &squaredWeights, width: 9)
    }

    private static func add<Value: Accumulating>(
        _ other: [Value], from source: Int, to slot: Int, in own: inout [Value], width: Int
    ) {
        for offset in 0..<width { own[slot * width + offset] += other[source * width + offset] }
    }

    private func index(_ slot: Int, _ label: Outcome, _ prediction: Outcome, _ bucket: Int?) -> Int {
        ((slot * 3 + label.index) * 3 + prediction.index) * (buckets + 1) + (bucket ?? buckets)
    }
}

/// What can be added up in a cell.
private protocol Accumulating {
    static func += (left: inout Self, right: Self)
}

extension Int: Accumulating {}
extension ExactSum: Accumulating {}

// MARK: - Reading

extension CubeCells {
    /// Rows with a label, a prediction and a bucket, or without a score.
    func count(slot: Int, label: Outcome, prediction: Outcome, bucket: Int?) -> Int {
        counts[index(slot, label, prediction, bucket)]
    }

    /// Rows with a label and a prediction, whatever the score.
    func count(slot: Int, label: Outcome, prediction: Outcome) -> Int {
        let start = index(slot, label, prediction, 0)
        return counts[start...(start + buckets)].reduce(0, +)
    }

    /// Rows of a slot.
    func total(slot: Int) -> Int {
        let width = 9 * (buckets + 1)
        return counts[(slot * width)..<((slot + 1) * width)].reduce(0, +)
    }

    func weight(slot: Int, label: Outcome, prediction: Outcome) -> (sum: ExactSum, squares: ExactSum) {
        let cell = (slot * 3 + label.index) * 3 + prediction.index
        return (weights[cell], squaredWeights[cell])
    }

    func scoreSum(slot: Int, label: Outcome, bucket: Int) -> ExactSum {
        scoreSums[(slot * 3 + label.index) * buckets + bucket]
    }

    func losses(slot: Int, label: Outcome) -> (squaredErrors: ExactSum, logLosses: ExactSum) {
        (squaredErrors[slot * 2 + label.index], logLosses[slot * 2 + label.index])
    }
}
