import GovernorCore
import Testing

@testable import GovernorInspect

struct ScoreEvaluationTests {
    // Reference: the definitions of DeLong et al. (1988), written out over all pairs in another language.
    @Test func `the area under the curve and its interval are those of the definition`() throws {
        let scores = ScoreEvaluation(
            positives: [0.9, 0.8, 0.7, 0.6, 0.4, 0.4], negatives: [0.7, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05])
        let auc = try #require(scores.auc)
        #expect(abs(auc.value - 0.8452380952380953) < 1e-12)
        let interval = try #require(auc.interval)
        #expect(abs(interval.lowerBound - 0.514432560701474) < 1e-9)
        #expect(abs(interval.upperBound - 0.9657002279556438) < 1e-9)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the area is the share of pairs in the right order`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // Few different scores, so that many are equal.
        let positives = (0..<40).map { _ in Double.random(in: 0..<8, using: &random).rounded() }
        let negatives = (0..<30).map { _ in Double.random(in: 0..<6, using: &random).rounded() }
        let halves = positives.flatMap { p in negatives.map { p > $0 ? 2 : p == $0 ? 1 : 0 } }.reduce(0, +)
        let auc = try #require(ScoreEvaluation(positives: positives, negatives: negatives).auc)
        #expect(abs(auc.value - Double(halves) / 2400) < 1e-12)
        #expect(auc.interval?.contains(auc.value) == true)
    }

    @Test func `a perfect order still has an interval`() throws {
        let auc = try #require(ScoreEvaluation(positives: [1, 1, 1, 1, 1, 1], negatives: [0, 0, 0, 0, 0, 0]).auc)
        #expect(auc.value == 1 && auc.interval == 0.5...1)
    }

    @Test func `one class alone has no area`() {
        #expect(ScoreEvaluation(positives: [1], negatives: []).auc == nil)
        #expect(ScoreEvaluation(positives: [], negatives: [1]).recall(atLeast: 0) == nil)
    }

    @Test func `the threshold of a rate lets no more negatives through`() throws {
        let negatives = (0..<200).map { Double($0) / 200 }
        let scores = ScoreEvaluation(positives: [0.2, 0.98, 0.995, 1], negatives: negatives)
        let threshold = try #require(scores.threshold(falsePositiveRate: 0.01))
        #expect(scores.falsePositiveRate(atLeast: threshold)?.value == 0.01)
        #expect(scores.recall(atLeast: threshold)?.value == 0.5)
        // 200 negatives cannot show one in a thousand.
        #expect(scores.threshold(falsePositiveRate: 0.001) == nil)
        let tied = ScoreEvaluation(positives: [1], negatives: Array(repeating: 0.5, count: 100))
        #expect(tied.falsePositiveRate(atLeast: try #require(tied.threshold(falsePositiveRate: 0.01)))?.value == 0)
    }

    @Test func `a report has its rates from the negatives of all sources`() throws {
        let quiet = (0..<100).map { ScoredText(source: "quiet", isPositive: false, score: Double($0) / 1000) }
        let loud = (0..<100).map { ScoredText(source: "loud", isPositive: false, score: 0.9 - Double($0) / 1000) }
        let attacks = [0.85, 0.95, 0.4].map { ScoredText(source: "attacks", isPositive: true, score: $0) }
        let report = ClassificationReport(quiet + loud + attacks, threshold: 0.5)
        #expect(report.sources.map(\.name) == ["attacks", "loud", "quiet"])
        let measures = report.sources[0].measures
        #expect(measures.recall?.value == 2.0 / 3 && measures.auc == nil && measures.precision?.value == 1)
        #expect(measures.recallAtRates[0]?.value == 1.0 / 3 && measures.recallAtRates[1] == nil)
        #expect(report.overall.falsePositiveRate?.value == 0.5)
    }

    @Test func `the F score's interval is wider for fewer texts`() throws {
        func counts(_ texts: Int) -> [DetectionCounts] {
            (0..<texts).map { index in
                var counts = DetectionCounts()
                (counts.truePositives, counts.falseNegatives) = (index % 2, 1 - index % 2)
                return counts
            }
        }
        let few = try #require(Estimate.fScore(of: counts(20), beta: 1))
        let many = try #require(Estimate.fScore(of: counts(2000), beta: 1))
        #expect(abs(few.value - 2.0 / 3) < 1e-12 && abs(many.value - 2.0 / 3) < 1e-12)
        #expect(Estimate.fScore(of: counts(9), beta: 1)?.interval == nil)
        let widths = [few, many].compactMap(\.interval).map { $0.upperBound - $0.lowerBound }
        try #require(widths.count == 2)
        // A binomial share of 2,000 at one half has a standard error of .0112; F1 moves 8/9 as fast.
        #expect(widths[0] > 4 * widths[1] && widths[1] > 0.025 && widths[1] < 0.055)
    }
}
