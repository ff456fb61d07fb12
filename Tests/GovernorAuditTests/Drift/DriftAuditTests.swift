import GovernorCore
import Testing

@testable import GovernorAudit

struct DriftAuditTests {
    private static let mapping: ProfileMapping = {
        var decisions = ColumnMapping(attributes: ["sex"])
        (decisions.label, decisions.prediction) = ("paid", "approved")
        return ProfileMapping(decisions: decisions)
    }()

    private static func profile(
        _ bytes: [UInt8], _ mapping: ProfileMapping = ProfileMapping(), block: Int = 1 << 20, workers: Int = 1
    ) async throws -> TableProfile {
        try await ProfileReader.read(mapping, workers: workers, source: Blocks.of(bytes, size: block))
    }

    private static func report(
        _ reference: String, _ current: String, audit: DriftAudit = DriftAudit()
    ) async throws -> DriftReport {
        let before = try await profile(Array(reference.utf8)), now = try await profile(Array(current.utf8))
        return try audit.report(of: now, against: before, ProfileMapping())
    }

    private static func months(_ mapping: ProfileMapping = mapping) async throws -> DriftReport {
        let before = try await profile(try Blocks.table("january.csv"), mapping)
        let now = try await profile(try Blocks.table("february.csv"), mapping)
        return try DriftAudit().report(of: now, against: before, mapping)
    }

    /// A column of texts, each so many times.
    private static func column(_ values: [(String, Int)]) -> String {
        "x,y\n" + values.map { String(repeating: "\($0.0),1\n", count: $0.1) }.joined()
    }

    /// Computed by NumPy 2.4 and SciPy 1.18 from the same files.
    @Test func `distances and p-values are SciPy's`() async throws {
        let report = try await Self.months()
        let income = try #require(report.columns.first { $0.name == "income" })
        let distances = try #require(income.distances)
        let expected: [(Double?, Double)] = [
            (distances.populationStabilityIndex, 0.26758727811728916), (income.test?.statistic, 0.21704545454545454),
            (income.test?.p, 0.0001117052176765418), (distances.wasserstein, 264.4045454545455),
        ]
        for (found, value) in expected {
            #expect(found.map { abs($0 - value) <= 1e-9 * abs(value) } == true, "\(value)")
        }
        #expect(distances.bins.map(\.current) == [14, 13, 14, 8, 10, 12, 18, 16, 25, 46])
        #expect(distances.bins[0].content == .range(lower: nil, upper: 679.9))
        let region = try #require(report.columns.first { $0.name == "region" })
        #expect(region.kind == .categorical && region.verdict == .large)
        #expect(region.distances.map { abs($0.populationStabilityIndex - 0.5039622731849748) < 1e-12 } == true)
        #expect(region.test.map { abs($0.p / 5.114091170138945e-06 - 1) < 1e-9 } == true)
        #expect(region.findings == [.newLevels(count: 1, rows: 12)])
    }

    @Test func `S2.32, S4.27: columns that came, went or changed, and missing values, are said`() async throws {
        let report = try await Self.months()
        let findings = Dictionary(uniqueKeysWithValues: report.columns.map { ($0.name, $0.findings) })
        #expect(findings["branch"] == [.columnMissing] && findings["channel"] == [.columnNew])
        #expect(report.gateMetrics["schema_changes"] == .integer(2))
        let income = try #require(report.columns.first { $0.name == "income" })
        #expect(income.missingTest.map { $0.adjustedP < 0.05 } == true)
        #expect(report.gateMetrics["missing_share"]?.number?.doubleValue == Double(income.current?.missing ?? 0) / 200)
        let numbers = Self.column([("1", 50), ("2", 50)]), texts = Self.column([("a", 50), ("b", 50)])
        #expect(try await Self.report(numbers, texts).columns[0].findings == [.typeChanged(toNumbers: false)])
        #expect(try await Self.report(texts, numbers).columns[0].findings == [.typeChanged(toNumbers: true)])
        let grades = Self.column([("A", 50), ("1", 50)])
        #expect(try await Self.report(grades, Self.column([("1", 90)])).columns[0].findings.isEmpty)
    }

    @Test func `S4.15, S4.24: a change of decisions about a group is found, and how much wider the gap is`()
        async throws
    {
        let report = try await Self.months()
        let women = report.cohorts[1].changes[0][0]
        #expect(women.group == ["f"] && women.rate == .selectionRate && women.verdict == .changed)
        #expect(try #require(women.difference) < -0.2 && women.interval?.contains(women.difference ?? 0) == true)
        #expect(report.cohorts[1].changes[0][1].verdict == .noEvidence)
        let gap = try #require(report.cohorts[1].gaps.first)
        #expect(
            report.gateMetrics["fairness_drift"]?.number?.doubleValue == gap.change.map { abs($0).roundedForJudging })
        #expect(report.cohorts[0].attributes.isEmpty && report.cohorts[0].gaps.isEmpty)
    }

    @Test func `a column of few different numbers is compared value by value`() async throws {
        // Quantiles of zeros and ones leave one bin, in which nothing ever changes.
        let report = try await Self.report(
            Self.column([("0", 90), ("1", 10)]), Self.column([("0.0", 10), ("1.0", 90)]))
        let column = report.columns[0]
        #expect(column.kind == .categorical && column.verdict == .large && column.findings.isEmpty)
        #expect(column.distances?.totalVariation == 0.8)
    }

    @Test func `a value that most rows have is a bin of its own`() async throws {
        let tail = (1...30).map { ("\($0)", 1) }
        let report = try await Self.report(
            Self.column([("0", 920)] + tail), Self.column([("0", 500)] + tail.map { ($0.0, 15) }))
        let column = report.columns[0]
        #expect(column.kind == .numeric && column.verdict == .large)
        #expect(column.distances?.bins.map(\.reference) == [920, 30])
        let edges = FrozenEdges(
            isolatingTiesOf: ValueRuns(exactly: Array(repeating: 5, count: 80) + (0..<10).map(Double.init)), bins: 10)
        #expect(edges.counts(of: ValueRuns(exactly: [4, 5, 6])) == [1, 1, 1])
    }

    @Test func `S4.13: identifiers are not compared, and rare levels are one bin without names`() async throws {
        let names = (0..<300).map { ("p\($0)", 1) }
        #expect(try await Self.report(Self.column(names), Self.column(names)).columns[0].verdict == .notComparable)
        let report = try await Self.report(
            Self.column([("a", 100), ("Ann", 2), ("Bo", 3)]), Self.column([("a", 100), ("Cy", 4)]))
        let bins = try #require(report.columns[0].distances?.bins)
        #expect(bins.map(\.content) == [.level("a"), .rareLevels(3)])
        #expect(bins.map(\.reference) == [100, 5] && bins.map(\.current) == [100, 4])
        #expect(!report.json.compactText.contains("Ann") && !report.json.compactText.contains("Cy"))
    }

    @Test func `small samples get no verdict and make no metric`() async throws {
        let report = try await Self.report(
            Self.column([("a", 20), ("b", 5)]), Self.column([("a", 5), ("b", 20)]))
        #expect(report.columns[0].verdict == .tooFewRows)
        #expect(report.gateMetrics["psi"] == .null)
    }

    @Test func `p-values are corrected over all columns`() async throws {
        // Nothing drifts: every finding is a false alarm.
        var (alarms, uncorrected) = (0, 0)
        for seed in 1...30 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let table = { (rows: Int) -> String in
                let header = (0..<20).map { "c\($0)" }.joined(separator: ",") + "\n"
                return header
                    + (0..<rows).map { _ in
                        (0..<20).map { column in
                            column % 2 == 0
                                ? "\(Double.random(in: 0..<1, using: &random))"
                                : String(random.next(upperBound: 4 as UInt64))
                        }.joined(separator: ",") + "\n"
                    }.joined()
            }
            let (reference, current) = (table(150), table(150))
            let tests = try await Self.report(reference, current).columns.compactMap(\.test)
            #expect(tests.count == 20)
            alarms += tests.contains { $0.adjustedP < 0.05 } ? 1 : 0
            uncorrected += tests.contains { $0.p < 0.05 } ? 1 : 0
        }
        #expect(alarms <= 5, "one and a half in thirty are expected; six come once in 300 runs")
        #expect(uncorrected >= 10)
    }

    @Test(arguments: [(1 << 20, 4), (997, 3), (64, 2)])
    func `blocks and workers change nothing`(block: Int, workers: Int) async throws {
        let bytes = try Blocks.table("february.csv")
        let one = try await Self.profile(bytes, Self.mapping)
        #expect(try await Self.profile(bytes, Self.mapping, block: block, workers: workers) == one)
    }

    @Test func `a column that is asked for and in neither table is an error`() async throws {
        let profile = try await Self.profile(try Blocks.table("january.csv"))
        let wrong = [
            ProfileMapping(columns: ["incom"]),
            {
                var mapping = ProfileMapping()
                mapping.ignored = ["incom"]
                return mapping
            }(),
        ]
        for mapping in wrong {
            let error = #expect(throws: AuditError.self) {
                try DriftAudit().report(of: profile, against: profile, mapping)
            }
            #expect(error?.hint == "did you mean 'income'?")
        }
    }
}
