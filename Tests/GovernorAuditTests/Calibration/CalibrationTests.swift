import GovernorCore
import Testing

@testable import GovernorAudit

struct CalibrationTests {
    @Test func `ranks without both labels say nothing`() {
        let scores = ScoredOutcomes(negatives: ValueRuns(), positives: ValueRuns(exactly: [0.2, 0.7]))
        #expect(scores.rocAUC == nil)
        #expect(scores.rocAUCInterval(alpha: 0.05) == nil)
        #expect(scores.averagePrecision == nil)
        #expect(scores.separation == nil)
        #expect(scores.calibrationLine == nil)
        #expect(ScoredOutcomes(negatives: ValueRuns(), positives: ValueRuns()).brierScore == nil)
    }

    @Test func `scores that separate the labels have no finite line, and an area of one`() {
        let scores = ScoredOutcomes(
            negatives: ValueRuns(exactly: [0.1, 0.2]), positives: ValueRuns(exactly: [0.7, 0.9]))
        #expect(scores.rocAUC == 1)
        #expect(scores.separation == 1)
        #expect(scores.calibrationLine == nil)
    }

    @Test func `the interval of the area under the curve holds the true one as often as it says`() throws {
        var random = SeededGenerator(seed: 21)
        let hits = try (0..<400).count { _ in
            let negatives = (0..<60).map { _ in Double.random(in: 0...1, using: &random) }
            // The higher of two draws: beats a single one in two of three cases.
            let positives = (0..<40).map { _ in
                max(Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
            }
            let scores = ScoredOutcomes(
                negatives: ValueRuns(exactly: negatives), positives: ValueRuns(exactly: positives))
            return try #require(scores.rocAUCInterval(alpha: 0.05)).contains(2.0 / 3)
        }
        #expect(abs(Double(hits) / 400 - 0.95) < 0.04)
    }

    @Test func `bins of equally many rows do not depend on the order of tied rows`() {
        let scores = ScoredOutcomes(
            negatives: ValueRuns(exactly: [0.5, 0.5]), positives: ValueRuns(exactly: [0.5, 0.5]))
        let curve = CalibrationCurve(scores, equalMassBins: 2)
        #expect(curve.bins.map(\.rate) == [0.5, 0.5])
        #expect(curve.expectedError == 0)
    }

    @Test func `bins that are no unions of buckets are refused`() throws {
        let cube = try RandomRows(50, seed: 1).cube
        #expect(CalibrationCurve(cube, group: 0, bins: 7) == nil)
        #expect(CalibrationCurve(cube, group: 0, bins: 10) != nil)
    }
}
