import GovernorAudit
import GovernorCore
import Testing

struct ScoreReportTests {
    /// Rows of two groups: a score, its label, how often.
    private static func cube(_ rows: [(group: String, score: Double, label: Outcome, count: Int)]) throws -> CountCube {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"], scoreBuckets: 30))
        for row in rows {
            let slot = try builder.slot(of: [row.group])
            for _ in 0..<row.count {
                try builder.add(slot: slot, label: row.label, prediction: .positive, score: row.score)
            }
        }
        return builder.cube()
    }

    private static let rows: [(group: String, score: Double, label: Outcome, count: Int)] = [
        ("f", 0.25, .negative, 60), ("f", 0.25, .positive, 20), ("f", 0.75, .positive, 20),
        ("m", 0.25, .negative, 50), ("m", 0.75, .positive, 40), ("m", 0.75, .negative, 10),
    ]

    @Test func `what scores promise is held against what came true, by group`() throws {
        let report = try #require(try FairnessAudit().report(of: Self.cube(Self.rows)).scores)
        let women = try #require(report.attributes.first?.groups.first)
        #expect(report.attributes.map(\.attribute) == ["sex"])
        #expect(women.group == ["f"])
        #expect(women.bins.map(\.bin.rows) == [80, 20])
        #expect(women.bins.map(\.bin.rate) == [0.25, 1])
        #expect(try #require(women.bins[0].interval).contains(0.25))
        #expect(try #require(women.expectedError).isNearly(0.05))
        #expect(report.overall.rows == 200)
    }

    @Test func `every threshold says how alike groups are selected, and how often it is right`() throws {
        let outcomes = try #require(try FairnessAudit().report(of: Self.cube(Self.rows)).scores).outcomes
        #expect(outcomes.map(\.threshold) == ScoreReport.thresholds)
        #expect(outcomes[0].selectionRate == 1)
        #expect(outcomes[0].gaps[0].ratio == 1)
        // A score of exactly the threshold is selected.
        #expect(outcomes[25].selectionRate == 1)
        #expect(outcomes[50].selectionRate == 0.35)
        #expect(try #require(outcomes[50].accuracy).isNearly(0.85))
        #expect(try #require(outcomes[50].gaps[0].ratio).isNearly(0.4))
        #expect(outcomes[100].gaps[0].ratio == nil, "nobody is selected")
    }

    @Test func `without scores there is nothing to say about them, and without labels no accuracy`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"]))
        try builder.add(slot: try builder.slot(of: ["f"]), label: .positive, prediction: .positive)
        #expect(try FairnessAudit().report(of: builder.cube()).scores == nil)
        let unlabelled = Self.rows.map { (group: $0.group, score: $0.score, label: Outcome.missing, count: $0.count) }
        let scores = try #require(try FairnessAudit().report(of: Self.cube(unlabelled)).scores)
        #expect(scores.outcomes.allSatisfy { $0.accuracy == nil })
        #expect(scores.overall.expectedError == nil)
        #expect(scores.attributes[0].groups.allSatisfy { $0.bins.isEmpty && $0.rocAUC == nil })
    }
}

extension Double {
    fileprivate func isNearly(_ other: Double) -> Bool { abs(self - other) < 1e-12 }
}
