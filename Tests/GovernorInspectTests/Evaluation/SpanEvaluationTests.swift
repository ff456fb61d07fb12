import Testing

@testable import GovernorInspect

struct SpanEvaluationTests {
    private static func span(_ span: Range<Int>, _ entity: String = "A") -> SpanEvaluation.Labelled {
        SpanEvaluation.Labelled(entity: entity, span: span)
    }

    @Test func `each span agrees with at most one of its entity`() {
        var evaluation = SpanEvaluation(.overlapping)
        evaluation.add(
            found: [Self.span(0..<4), Self.span(3..<6), Self.span(9..<12, "B")],
            expected: [Self.span(2..<5), Self.span(9..<12)])
        #expect(evaluation.counts["A"]?.truePositives == 1)
        #expect(evaluation.counts["A"]?.falsePositives == 1)
        #expect(evaluation.counts["A"]?.falseNegatives == 1)
        #expect(evaluation.counts["B"]?.falsePositives == 1)
        #expect(evaluation.total.precision == 1.0 / 3)
    }

    @Test func `exact agreement wants both ends`() {
        var evaluation = SpanEvaluation(.exact)
        evaluation.add(found: [Self.span(0..<4)], expected: [Self.span(0..<5)])
        #expect(evaluation.total.truePositives == 0)
    }

    @Test func `the F score weighs recall by beta`() {
        var counts = DetectionCounts()
        #expect(counts.fScore(beta: 1) == nil)
        (counts.truePositives, counts.falsePositives, counts.falseNegatives) = (6, 2, 4)
        // Precision 0.75, recall 0.6.
        #expect(counts.fScore(beta: 1) == 12.0 / 18)
        #expect(counts.fScore(beta: 2) == 30.0 / 48)
    }

    // Newcombe, Two-sided confidence intervals for the single proportion (1998), table I: 81 of 263, 15 of 148, 0 of 20.
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
    ])
    func `the interval is the one published`(successes: Int, trials: Int, low: Double, high: Double) throws {
        let interval = try #require(Estimate.proportion(successes, of: trials)?.interval)
        #expect(abs(interval.lowerBound - low) < 0.00006 && abs(interval.upperBound - high) < 0.00006)
    }
}
