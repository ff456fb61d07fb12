import GovernorCore
import Testing

@testable import GovernorAudit

/// What stands out in quality, and what does not.
struct QualityFindingTests {
    private static func report(_ text: String, score: Bool = true) async throws -> QualityReport {
        var columns = ColumnMapping(attributes: ["g"])
        columns.label = "label"
        if score { columns.score = "score" } else { columns.prediction = "score" }
        let bytes = Array(text.utf8)
        let statistics = try await QualityReader.read(
            QualityMapping(columns), workers: 1, source: Blocks.of(bytes))
        return try QualityAudit().report(of: statistics)
    }

    /// Rows of two groups: the second's labels are its scores' for so many of a hundred.
    private static func table(right: Int) -> String {
        "g,label,score\n"
            + (0..<400).map { row in
                let (isSecond, score) = (row % 2 == 1, row % 4 < 2 ? 0.1 : 0.9)
                let isRight = !isSecond || row % 100 < right
                return "\(isSecond ? "b" : "a"),\((score > 0.5) == isRight ? 1 : 0),\(score)\n"
            }.joined()
    }

    @Test func `a group that is served worse than all others is found, and one that chance explains is not`()
        async throws
    {
        let worse = try await Self.report(Self.table(right: 60)).findings.compactMap { finding in
            if case .groupWorse(let attributes, let difference) = finding { (attributes, difference) } else { nil }
        }
        #expect(worse.map(\.0) == [["g"]])
        let difference = try #require(worse.first?.1)
        #expect(difference.group == Group([Level("b")]))
        #expect(difference.measure == .rate(.accuracy))
        #expect(abs(difference.share - 0.6) < 1e-12 && difference.rest == 1)
        #expect(difference.adjustedP < 1e-10 && difference.p <= difference.adjustedP)
        let alike = try await Self.report(Self.table(right: 98)).findings
        #expect(!alike.contains { if case .groupWorse = $0 { true } else { false } })
    }

    @Test func `scores that say nothing may be chance, and those that promise too much are miscalibrated`() async throws
    {
        let blind = try await Self.report(
            "g,label,score\n" + (0..<400).map { "a,\($0 % 2),\($0 % 4 < 2 ? 0.1 : 0.9)\n" }.joined())
        let found = blind.findings
        guard case .noBetterThanChance(let estimate)? = found.first else {
            Issue.record("\(found)")
            return
        }
        #expect(estimate.measure == .auc && estimate.value == 0.5)
        guard case .miscalibrated(let bins, let worst)? = found.dropFirst().first else {
            Issue.record("\(found)")
            return
        }
        #expect(bins == 2 && abs(worst.bin.gap - 0.4) < 1e-12)
        let calibrated = try await Self.report(
            "g,label,score\n"
                + (0..<400).map { "a,\(($0 > 300 ? $0 % 33 != 0 : $0 % 10 == 0) ? 1 : 0),\($0 > 300 ? 0.97 : 0.1)\n" }
                .joined())
        #expect(calibrated.findings == [])
    }
}
