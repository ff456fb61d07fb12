/// How well scores rank rows of label 1 above rows of label 0.
enum Ranking {
    /// The area under the ROC curve: the share of pairs in the right order, equal scores counting half.
    static func area(_ scores: [Double], _ labels: [Double]) -> Double {
        let pairs = pairs(scores, labels)
        return pairs.all == 0 ? .nan : pairs.right / pairs.all
    }

    /// The area over pairs of the same tenth of lengths only, so that length decides nothing.
    static func lengthMatchedArea(_ scores: [Double], _ labels: [Double], lengths: [Int]) -> Double {
        let sorted = lengths.sorted()
        let bounds = (1..<10).map { sorted[$0 * sorted.count / 10] }
        let groups = Dictionary(grouping: scores.indices) { row in bounds.count { $0 <= lengths[row] } }
        var (right, all) = (0.0, 0.0)
        for rows in groups.values {
            let pairs = pairs(rows.map { scores[$0] }, rows.map { labels[$0] })
            right += pairs.right
            all += pairs.all
        }
        return all == 0 ? .nan : right / all
    }

    private static func pairs(_ scores: [Double], _ labels: [Double]) -> (right: Double, all: Double) {
        let zeros = scores.indices.filter { labels[$0] == 0 }.map { scores[$0] }
        let ones = scores.indices.filter { labels[$0] == 1 }.map { scores[$0] }
        let right = ones.reduce(0.0) { sum, one in
            zeros.reduce(sum) { $0 + (one > $1 ? 1 : one == $1 ? 0.5 : 0) }
        }
        return (right, Double(zeros.count * ones.count))
    }
}
