/// Finds the likeliest names of a run of candidates: a linear-chain conditional random field.
///
/// Lafferty, McCallum and Pereira (2001). The run stands between tokens that are outside of every name. Each token gets
/// the label with the largest marginal probability, from one pass forwards and one backwards.
package struct NameDecoder: Sendable {
    /// `e^score` of each succession, a row for each label before; 0 where it cannot be.
    private let rows: [SIMD8<Float>]
    /// The same by label after.
    private let columns: [SIMD8<Float>]

    package init(transitions: [[Float]]) {
        var rows = Array(repeating: SIMD8<Float>(), count: NameLabel.count)
        var columns = rows
        for before in 0..<NameLabel.count {
            for after in 0..<NameLabel.count where NameLabel(lane: after).mayFollow(NameLabel(lane: before)) {
                let weight = exponential(SIMD8(repeating: transitions[before][after]))[0]
                rows[before][after] = weight
                columns[after][before] = weight
            }
        }
        self.rows = rows
        self.columns = columns
    }

    /// Replaces scores by marginal probabilities.
    ///
    /// - Parameters:
    ///   - scores: The score of each label (lane) at each token of the run; at least one token.
    ///   - forward: Room for as many vectors, whatever they hold.
    func marginals(_ scores: inout [SIMD8<Float>], forward: inout [SIMD8<Float>]) {
        forward.removeAll(keepingCapacity: true)
        var state = rows[0]
        for index in scores.indices {
            var lanes = scores[index]
            // The largest score is taken off, so that the exponential stays in range; the unused lane counts nothing.
            lanes -= max(lanes.lowHalf.max(), max(max(lanes[4], lanes[5]), lanes[6]))
            var weights = exponential(lanes)
            weights[7] = 0
            scores[index] = weights
            if index > 0 { state = Self.product(state, rows) }
            state *= weights
            state /= state.sum()
            forward.append(state)
        }
        var backward = columns[0]
        for index in scores.indices.reversed() {
            let weights = scores[index]
            var marginal = forward[index] * backward
            marginal /= marginal.sum()
            scores[index] = marginal
            backward = Self.product(backward * weights, columns)
            backward /= backward.sum()
        }
    }

    /// Replaces scores by marginal probabilities, and gives the expected number of each succession, for training.
    package func marginals(_ scores: inout [SIMD8<Float>], pairs: inout [[Float]]) {
        var forward: [SIMD8<Float>] = []
        marginals(&scores, forward: &forward)
        for lane in 0..<NameLabel.count {
            pairs[0][lane] += scores[0][lane]
            pairs[lane][0] += scores[scores.count - 1][lane]
        }
        for index in scores.indices.dropFirst() {
            // P(a, b) ∝ forward(a) · succession(a, b) · marginal(b) / Σ_a forward(a) · succession(a, b).
            let reach = Self.product(forward[index - 1], rows)
            for after in 0..<NameLabel.count where reach[after] > 0 {
                let share = forward[index - 1] * columns[after] * (scores[index][after] / reach[after])
                for before in 0..<NameLabel.count { pairs[before][after] += share[before] }
            }
        }
    }

    @inline(__always)
    private static func product(_ vector: SIMD8<Float>, _ matrix: [SIMD8<Float>]) -> SIMD8<Float> {
        var sum = SIMD8<Float>()
        for lane in 0..<NameLabel.count { sum += vector[lane] * matrix[lane] }
        return sum
    }
}
