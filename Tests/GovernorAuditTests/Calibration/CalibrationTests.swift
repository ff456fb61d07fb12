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

    private static func scores(_ entries: [(score: Double, negatives: Int, positives: Int)]) -> ScoredOutcomes {
        ScoredOutcomes(
            negatives: ValueRuns(exactly: entries.flatMap { repeatElement($0.score, count: $0.negatives) }),
            positives: ValueRuns(exactly: entries.flatMap { repeatElement($0.score, count: $0.positives) }))
    }

    @Test func `scores however wrong have a calibration line, that of statsmodels 0.15`() throws {
        let scores = Self.scores([(0.02, 300, 200), (0.5, 100, 100), (0.98, 150, 350)])
        let line = try #require(scores.calibrationLine)
        #expect(abs(line.intercept - 0.18077974) < 1e-8)
        #expect(abs(line.slope - 0.16032373) < 1e-8)
        // Scores of 0 and 1 that are wrong now and then: two points lie on the line.
        let extreme = try #require(Self.scores([(0, 90, 10), (1, 10, 90)]).calibrationLine)
        let odds = Double.log(9) / Double.log((1 - LogLoss.clip) / LogLoss.clip)
        #expect(abs(extreme.intercept) < 1e-9 && abs(extreme.slope - odds) < 1e-9)
    }

    private static let shifts: [(entries: [(score: Double, negatives: Int, positives: Int)], shift: Double)] = [
        ([(0.02, 300, 200)], 3.4863551900024605), ([(0.02, 300, 200), (0.98, 150, 350)], 1.7338751877462268),
        ([(0.001, 50, 50)], 6.9067547786485575), ([(0.3, 7, 3)], 0),
    ]

    @Test(arguments: shifts.indices)
    func `scores however wrong have a shift over all`(position: Int) throws {
        let (entries, expected) = Self.shifts[position]
        let shift = try #require(Self.scores(entries).calibrationInTheLarge)
        #expect(abs(shift - expected) < 1e-12)
    }

    @Test func `a score that labels only meet at tells them apart, and leaves no line`() {
        #expect(Self.scores([(0.2, 5, 0), (0.5, 5, 5), (0.8, 0, 5)]).calibrationLine == nil)
        #expect(Self.scores([(0.5, 5, 5)]).calibrationLine == nil)
        #expect(Self.scores([(0.2, 0, 5), (0.8, 5, 0)]).calibrationLine == nil)
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
