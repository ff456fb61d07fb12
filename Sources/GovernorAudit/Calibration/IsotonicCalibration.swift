/// The rising step function that is nearest to the labels: what scores should have been.
///
/// - SeeAlso: Zadrozny and Elkan, *Transforming Classifier Scores into Accurate Multiclass Probability Estimates* (2002).
public struct IsotonicCalibration: Sendable, Equatable {
    /// Scores and their calibrated values, both ascending.
    private let points: [(score: Double, value: Double)]

    /// Fits by pooling neighbours that are in the wrong order.
    public init(_ scores: ScoredOutcomes) {
        var pools: [(rows: Double, positives: Double, entries: Int)] = []
        for entry in scores.entries {
            var pool = (rows: entry.rows, positives: entry.positives, entries: 1)
            while let last = pools.last, last.positives * pool.rows >= pool.positives * last.rows {
                pool = (pool.rows + last.rows, pool.positives + last.positives, pool.entries + last.entries)
                pools.removeLast()
            }
            pools.append(pool)
        }
        var points: [(Double, Double)] = []
        for pool in pools {
            for entry in scores.entries[points.count..<(points.count + pool.entries)] {
                points.append((entry.score, pool.positives / pool.rows))
            }
        }
        self.points = points
    }

    /// The calibrated value of a score: between two known ones it is interpolated, beyond them that of the nearest.
    public func value(at score: Double) -> Double? {
        guard let first = points.first, let last = points.last else { return nil }
        guard let above = points.firstIndex(where: { $0.score >= score }) else { return last.value }
        guard above > 0 else { return first.value }
        let (left, right) = (points[above - 1], points[above])
        return left.value + (right.value - left.value) * (score - left.score) / (right.score - left.score)
    }

    public static func == (left: Self, right: Self) -> Bool { left.points.elementsEqual(right.points, by: ==) }
}
