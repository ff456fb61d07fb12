import GovernorCore
import Testing

@testable import GovernorAudit

struct QualityAuditTests {
    private static func mapping(_ set: (inout QualityMapping) -> Void, by attributes: [String] = []) -> QualityMapping {
        var mapping = QualityMapping(ColumnMapping(attributes: attributes))
        set(&mapping)
        return mapping
    }

    private static func report(
        _ table: String, _ mapping: QualityMapping, block: Int = 1 << 20, workers: Int = 1
    ) async throws -> QualityReport {
        let statistics = try await QualityReader.read(
            mapping, workers: workers, source: Blocks.of(try Blocks.table(table), size: block))
        return try QualityAudit().report(of: statistics)
    }

    private static let scores = mapping(
        { ($0.columns.label, $0.columns.score) = ("repaid", "score") }, by: ["sex"])
    private static let forecasts = mapping(
        {
            ($0.columns.label, $0.columns.prediction) = ("amount", "forecast")
            $0.isRegression = true
        }, by: ["sex"])
    private static let answers = mapping({
        ($0.passed, $0.samples, $0.harmful, $0.hallucinated) = ("passed", "samples", "harmful", "made_up")
    })

    /// Computed by scikit-learn 1.9.1 from the same file.
    private static let ofScores: [(name: String, value: Double)] = [
        ("accuracy", 0.7421383647798742), ("balanced_accuracy", 0.7373511904761905), ("f1", 0.6870229007633588),
        ("matthews", 0.46930172305062756), ("auc", 0.8054728835978836), ("average_precision", 0.7516573082554281),
        ("log_loss", 0.5362890186308572), ("brier_score", 0.18083047169811323),
        ("expected_calibration_error", 0.1069748427672956),
    ]
    private static let ofNumbers: [(name: String, value: Double)] = [
        ("mean_absolute_error", 74.91443750000545), ("root_mean_squared_error", 92.23454726606595),
        ("mean_error", 16.819812499998807), ("r_squared", 0.9866246686918615),
    ]

    private static func check(_ report: QualityReport, _ expected: [(name: String, value: Double)]) {
        for (name, value) in expected {
            let found = report.overall.estimates.first { $0.measure.name == name }?.value
            #expect(found.map { abs($0 - value) <= 1e-12 * max(1, abs(value)) } == true, "\(name) \(found ?? .nan)")
        }
    }

    @Test func `measures of outcomes and scores are scikit-learn's`() async throws {
        let report = try await Self.report("loans.csv", Self.scores)
        Self.check(report, Self.ofScores)
        #expect(report.overall[.auc]?.rows == 159, "a row without a score says nothing about scores")
        #expect(report.overall.calibration.map(\.bin.rows).reduce(0, +) == 159)
        #expect(report.overall.calibration.allSatisfy { $0.interval?.contains($0.bin.rate) == true })
    }

    @Test func `measures of numbers are scikit-learn's`() async throws {
        Self.check(try await Self.report("loans.csv", Self.forecasts), Self.ofNumbers)
    }

    @Test func `S3.3, S0.22: pass@k, harmful and hallucination rates come from labelled outputs`() async throws {
        let report = try await Self.report("answers.csv", Self.answers)
        Self.check(report, [("pass_at_1", 0.56875), ("pass_at_5", 0.7979166666666668)])
        let metrics = report.gateMetrics
        #expect(metrics["pass_at_5"]?.number?.doubleValue == report.overall[.passAt(5)]?.value?.roundedForJudging)
        #expect(metrics["safety.harmful_rate"]?.number?.doubleValue == report.overall[.harmfulRate]?.value)
        let made = try #require(report.overall[.hallucinationRate])
        #expect(made.rows < 40, "an output without a label is not counted as sound")
        #expect(metrics["hallucination_rate_high"]?.number?.doubleValue == made.interval?.upper.roundedForJudging)
        let solved = try #require(report.overall[.passAt(5)])
        #expect(solved.method == "bootstrap_bca" && solved.interval?.contains(0.7979) == true)
    }

    @Test(arguments: [1, 4, 5, 8, 9])
    func `pass@k is the share of all draws of k samples in which one passes`(k: Int) {
        // Every subset of 8 samples, of which 3 passed.
        let subsets = (0..<256).filter { $0.nonzeroBitCount == k }
        let passing = subsets.filter { $0 & 0b111 != 0 }
        let found = SampleCounts(samples: 8, passed: 3).passAt(k)
        #expect(
            found.map { abs($0 - Double(passing.count) / Double(subsets.count)) < 1e-15 } == (k <= 8 ? true : nil))
    }

    @Test func `what is not estimable is null with a reason, and where no method is sound it says so`() async throws {
        let rows = "y,p,n,c\n1,0.9,3,1\n1,0.4,3,1\n"
        var mapping = Self.mapping { ($0.columns.label, $0.columns.score) = ("y", "p") }
        (mapping.passed, mapping.samples) = ("c", "n")
        let statistics = try await QualityReader.read(mapping, workers: 1, source: Blocks.of(Array(rows.utf8)))
        let report = try QualityAudit().report(of: statistics)
        for measure in [QualityMeasure.auc, .rate(.trueNegativeRate), .balancedAccuracy, .calibrationSlope, .passAt(5)]
        {
            let estimate = try #require(report.overall[measure])
            #expect(estimate.value == nil && estimate.reason != nil && estimate.interval == nil)
        }
        #expect(report.gateMetrics["auc"] == .null)
        #expect(report.gateMetrics["pass_at_5"] == .null)
        #expect(report.overall[.logLoss]?.reason == "no interval: fewer than 30 rows")
        #expect(report.overall[.passAt(1)]?.interval == nil, "two tasks that are alike tell nothing about others")
    }

    @Test(arguments: [(1 << 20, 4), (997, 3), (64, 2)])
    func `blocks and workers change nothing, to the last bit`(block: Int, workers: Int) async throws {
        for (table, mapping) in [
            ("loans.csv", Self.scores), ("loans.csv", Self.forecasts), ("answers.csv", Self.answers),
        ] {
            let one = try await Self.report(table, mapping).json.canonicalBytes()
            let other = try await Self.report(table, mapping, block: block, workers: workers).json.canonicalBytes()
            #expect(one == other)
        }
    }

    @Test func `S2.6: the worst group is named, small ones are not taken for it`() async throws {
        let report = try await Self.report("loans.csv", Self.forecasts)
        let worst = try #require(report.worstGroup(.meanAbsoluteError))
        let sizes = report.sets[0].groups.filter { $0.rows >= 30 }.compactMap { $0[.meanAbsoluteError]?.value }
        #expect(worst.estimate.value == sizes.max() && sizes.count == 2 && report.sets[0].groups.count == 3)
        #expect(
            report.gateMetrics["worst_group_mean_absolute_error"]?.number?.doubleValue == sizes.max()?.roundedForJudging
        )
    }

    @Test(arguments: [
        ("a,x", "line 2, column 'a': not a number"), ("1,1e71", "line 2, column 'b': the number is beyond 1e70"),
    ])
    func `a number that is none ends the reading with its place`(row: String, problem: String) async throws {
        let mapping = Self.mapping {
            ($0.columns.label, $0.columns.prediction) = ("a", "b")
            $0.isRegression = true
        }
        let error = await #expect(throws: AuditError.self) {
            _ = try await QualityReader.read(mapping, workers: 1, source: Blocks.of(Array("a,b\n\(row)\n".utf8)))
        }
        #expect(error?.message == problem)
    }

    @Test(arguments: ["2,1", "0,0", "1.5,1", "1,-1"])
    func `counts of samples that cannot be are refused`(row: String) async throws {
        let mapping = Self.mapping { ($0.passed, $0.samples) = ("c", "n") }
        await #expect(throws: AuditError.self) {
            _ = try await QualityReader.read(mapping, workers: 1, source: Blocks.of(Array("c,n\n\(row)\n".utf8)))
        }
    }

    @Test func `intervals of means and areas reach their level`() throws {
        // The true area and mean loss are known of scores that are uniform and calibrated.
        var (areas, losses, runs) = (0, 0, 0)
        for seed in 1...300 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            var builder = CubeBuilder(try CubeSchema(attributes: [], scoreBuckets: 30))
            let slot = try builder.slot(of: .everybody)
            for _ in 0..<200 {
                let score = Double.random(in: 0..<1, using: &random)
                let isPositive = Double.random(in: 0..<1, using: &random) < score
                try builder.add(
                    slot: slot, label: isPositive ? .positive : .negative, prediction: .missing, score: score)
            }
            let mapping = Self.mapping { ($0.columns.label, $0.columns.score) = ("y", "p") }
            let measured = QualityMeasurement(
                audit: QualityAudit(), mapping: mapping, cube: builder.cube(), position: 0, cells: QualityCells())
            let estimates = Dictionary(uniqueKeysWithValues: measured.estimates.map { ($0.measure, $0) })
            runs += 1
            // 5/6 for the area, 1/6 for Brier's score: integrals over uniform scores.
            areas += estimates[.auc]?.interval?.contains(5.0 / 6) == true ? 1 : 0
            losses += estimates[.brierScore]?.interval?.contains(1.0 / 6) == true ? 1 : 0
        }
        #expect(areas >= runs * 91 / 100 && losses >= runs * 91 / 100, "\(areas) and \(losses) of \(runs)")
    }
}
