import GovernorCore
import Testing

@testable import GovernorAudit

struct SliceAuditTests {
    /// Columns whose values are independent, equally likely and numbered from 0.
    private static let sizes = [3, 4, 2, 3, 4]

    /// A table of the columns, a label that is always positive and a prediction that is wrong with a probability.
    private static func table(_ rows: Int, seed: UInt64, wrong: ([Int]) -> Double) -> String {
        var random = SeededGenerator(seed: seed)
        var text = "a,b,c,d,e,label,prediction\n"
        for _ in 0..<rows {
            let values = sizes.map { Int(random.next(upperBound: UInt64($0))) }
            let draw = Double(random.next(upperBound: 1 << 40 as UInt64)) / 0x1p40
            text += values.map { "v\($0)," }.joined() + (draw < wrong(values) ? "1,0\n" : "1,1\n")
        }
        return text
    }

    private static func report(
        of text: String, score: String? = nil, rate: Rate = .accuracy, depth: Int = 3, columns: [String]? = nil,
        minimumRows: Int = 30, bins: Int = 5, workers: Int = 1, block: Int = 1 << 16
    ) async throws -> SliceReport {
        try await report(
            of: text, by: .rate(rate), score: score, depth: depth, columns: columns, minimumRows: minimumRows,
            bins: bins,
            workers: workers, block: block)
    }

    private static func report(
        of text: String, by measure: SliceMeasure, score: String? = nil, depth: Int = 3, columns: [String]? = nil,
        minimumRows: Int = 30, bins: Int = 5, workers: Int = 1, block: Int = 1 << 16
    ) async throws -> SliceReport {
        var decisions = ColumnMapping(attributes: [])
        (decisions.label, decisions.prediction) = ("label", score == nil ? "prediction" : nil)
        decisions.score = score
        var mapping = ProfileMapping(columns: columns)
        mapping.ignored = ["label", "prediction"]
        let bytes = Array(text.utf8)
        let profiled = SlicePlan.profiled(mapping, decisions: decisions, measure: measure)
        let profile = try await ProfileReader.read(profiled, workers: workers, source: Blocks.of(bytes, size: block))
        let plan = try SlicePlan(profile, mapping, decisions: decisions, measure: measure, depth: depth, bins: bins)
        let counts = try await SliceReader.read(plan, workers: workers, source: Blocks.of(bytes, size: block))
        var audit = SliceAudit()
        audit.minimumRows = minimumRows
        return audit.report(of: counts)
    }

    private static func name(_ slice: DataSlice) -> String {
        slice.conditions.map { column, condition in
            guard case .level(let level) = condition else { return "\(column) \(condition)" }
            return "\(column)=\(level)"
        }.joined(separator: " ")
    }

    // MARK: - What is found

    @Test func `a planted slice of three columns is found first, and so are the wider ones that it makes worse`()
        async throws
    {
        let text = Self.table(8000, seed: 1) { $0[0] == 1 && $0[2] == 0 && $0[4] == 2 ? 0.6 : 0.1 }
        let report = try await Self.report(of: text)
        let worst = try #require(report.slices.first)
        #expect(Self.name(worst) == "a=v1 c=v0 e=v2")
        #expect(abs(worst.estimate.value - 0.4) < 0.1 && abs(worst.gap - 0.5) < 0.1)
        #expect(worst.gapInterval.contains(worst.gap) && worst.estimate.interval?.contains(0.4) == true)
        #expect(report.worstGap == worst.gap)
        let names = report.slices.map(Self.name)
        #expect(names.contains("a=v1") && names.contains("a=v1 c=v0"))
        #expect(report.found == report.slices.count && report.found <= 12)
        #expect(report.tested == 16 + 101 + 314, "every combination is large enough")
        let overall = try #require(report.overall)
        #expect(abs(overall.value - (0.9 - 0.5 / 24)) < 0.01 && overall.rows == 8000)
        let interval = try #require(overall.interval)
        #expect(interval.contains(overall.value) && interval.upper - interval.lower < 0.02)
        #expect(report.json["overall"]?["upper"]?.number?.doubleValue == interval.upper)
    }

    @Test func `what is bad for a slice is not found again for its parts`() async throws {
        let text = Self.table(8000, seed: 2) { $0[1] == 3 ? 0.4 : 0.1 }
        let report = try await Self.report(of: text)
        #expect(report.slices.map(Self.name).first == "b=v3")
        #expect(report.found <= 2, "the parts of it are not worse than its rest: \(report.slices.map(Self.name))")
    }

    @Test func `a rate of harm is worse where it is high`() async throws {
        let text = Self.table(4000, seed: 3) { $0[3] == 2 ? 0.5 : 0.1 }
        let report = try await Self.report(of: text, rate: .falseNegativeRate, depth: 1)
        #expect(report.slices.map(Self.name) == ["d=v2"])
        #expect(try #require(report.slices.first).estimate.value > 0.4)
        let other = try await Self.report(of: text, rate: .trueNegativeRate, depth: 1)
        #expect(other.rows == 0 && other.tested == 0 && other.overall == nil, "no row is labelled negative")
        #expect(other.gateMetrics == ["worst_gap": .null, "significant": .null, "tested": 0])
    }

    @Test func `scores decide from the threshold on as predictions do`() async throws {
        let text = Self.table(2000, seed: 4) { $0[0] == 1 ? 0.5 : 0.1 }
        let decided = try await Self.report(of: text, depth: 1)
        let scored = try await Self.report(of: text, score: "prediction", depth: 1, workers: 2, block: 999)
        #expect(scored.slices == decided.slices && scored.found > 0)
    }

    // MARK: - What is not

    @Test func `where rows are all alike, one search in twenty finds something at most`() async throws {
        var searches = 0
        for seed in 1...40 as ClosedRange<UInt64> {
            let text = Self.table(1000, seed: seed) { _ in 0.2 }
            let report = try await Self.report(of: text, minimumRows: 20)
            #expect(report.tested > 300)
            searches += report.found > 0 ? 1 : 0
        }
        #expect(searches <= 5, "two of forty are expected at most; six come once in 70 runs")
    }

    /// Whether a slice is truly worse than its surroundings, from the probabilities that rows were drawn with.
    private static func isTrue(_ slice: DataSlice, wrong: ([Int]) -> Double) -> Bool {
        let conditions = slice.conditions.map { column, condition -> (Int, Int) in
            let position = ["a", "b", "c", "d", "e"].firstIndex(of: column) ?? 0
            guard case .level(let level) = condition else { return (position, -1) }
            return (position, Int(level.text?.dropFirst() ?? "") ?? -1)
        }
        let all = sizes.reduce([[]]) { rows, size in rows.flatMap { row in (0..<size).map { row + [$0] } } }
        func mean(_ rows: [[Int]]) -> Double { rows.map(wrong).reduce(0, +) / Double(rows.count) }
        func meets(_ row: [Int], _ conditions: some Sequence<(Int, Int)>) -> Bool {
            conditions.allSatisfy { row[$0.0] == $0.1 }
        }
        let own = mean(all.filter { meets($0, conditions) })
        return conditions.indices.allSatisfy { left in
            let wider = conditions.enumerated().filter { $0.offset != left }.map(\.element)
            return own > mean(all.filter { meets($0, wider) && !meets($0, conditions) }) + 1e-12
        } && own > mean(all.filter { !meets($0, conditions) }) + 1e-12
    }

    @Test func `of what is found beside true slices, the share that is chance is at most one in twenty`() async throws {
        let wrong = { (values: [Int]) in
            (values[0] == 1 && values[1] == 2 ? 0.45 : 0.1) + (values[3] == 0 && values[4] == 3 ? 0.3 : 0)
        }
        var (share, found) = (0.0, 0)
        for seed in 1...20 as ClosedRange<UInt64> {
            let report = try await Self.report(of: Self.table(3000, seed: seed, wrong: wrong))
            let chance = report.slices.count { !Self.isTrue($0, wrong: wrong) }
            share += Double(chance) / Double(max(1, report.found))
            found += report.found
            let names = report.slices.map(Self.name)
            #expect(names.contains("a=v1 b=v2") && names.contains("d=v0 e=v3"))
        }
        #expect(share / 20 <= 0.05, "of \(found) found")
    }

    // MARK: - Numbers

    /// A table of the columns, a label, and a prediction that is off by a skewed error of a scale: the exponential of a normal number.
    private static func numbers(_ rows: Int, seed: UInt64, scale: ([Int]) -> Double) -> String {
        var random = SeededGenerator(seed: seed)
        var text = "a,b,c,d,e,label,prediction\n"
        for row in 0..<rows {
            let values = sizes.map { Int(random.next(upperBound: UInt64($0))) }
            let sum = (0..<12).reduce(-6.0) { sum, _ in
                sum + Double(random.next(upperBound: 1 << 40 as UInt64)) / 0x1p40
            }
            let error = Double.exp(sum) * scale(values) * (row % 2 == 0 ? 1 : -1)
            text += values.map { "v\($0)," }.joined() + "\(row % 90),\(Double(row % 90) + error)\n"
        }
        return text
    }

    @Test func `a slice whose numbers are further off is found first, with the mean and interval of quality`()
        async throws
    {
        let text = Self.numbers(6000, seed: 1) { $0[0] == 1 && $0[2] == 0 ? 3 : 1 }
        let report = try await Self.report(of: text, by: .meanAbsoluteError)
        let worst = try #require(report.slices.first)
        #expect(Self.name(worst) == "a=v1 c=v0")
        var mapping = QualityMapping(ColumnMapping(attributes: ["a", "c"]))
        (mapping.columns.label, mapping.columns.prediction, mapping.isRegression) = ("label", "prediction", true)
        let statistics = try await QualityReader.read(
            mapping, workers: 1, source: Blocks.of(Array(text.utf8), size: 999))
        let quality = try QualityAudit().report(of: statistics)
        let set = try #require(quality.sets.first { $0.attributes == ["a", "c"] })
        let group = try #require(set.groups.first { $0.group == ["v1", "v0"] })
        for (found, expected) in [
            (worst.estimate, group[.meanAbsoluteError]), (report.overall, quality.overall[.meanAbsoluteError]),
        ] {
            let (found, expected) = (try #require(found), try #require(expected))
            #expect(isNear(found.value, try #require(expected.value), 1e-12) && found.rows == expected.rows)
            let (interval, same) = (try #require(found.interval), try #require(expected.interval))
            #expect(isNear(interval.lower, same.lower, 1e-9) && isNear(interval.upper, same.upper, 1e-9))
            #expect(found.method == expected.method)
        }
        #expect(
            abs(worst.gap - (worst.estimate.value - worst.outside)) < 1e-12 && worst.gapInterval.contains(worst.gap))
        #expect(
            report.json["settings"]?["measure"] == "mean_absolute_error" && report.gateMetrics["worst_gap"] != .null)
        #expect(
            report.plan.columns.map(\.name) == ["a", "b", "c", "d", "e"],
            "the label's range is read, and it is no column")
    }

    @Test(arguments: [(1, 1 << 16), (2, 700), (3, 97)])
    func `of numbers too, threads and blocks change nothing`(workers: Int, block: Int) async throws {
        let text = Self.numbers(3000, seed: 9) { $0[0] == 1 && $0[3] == 2 ? 4 : 1 }
        let expected = try await Self.report(of: text, by: .meanAbsoluteError)
        let report = try await Self.report(of: text, by: .meanAbsoluteError, workers: workers, block: block)
        #expect(report == expected && report.json == expected.json)
        #expect(report.found > 0)
    }

    @Test func `where skewed errors are all alike, one search in twenty finds something at most`() async throws {
        var searches = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            let report = try await Self.report(of: Self.numbers(1500, seed: seed) { _ in 1 }, by: .meanAbsoluteError)
            #expect(report.tested > 150)
            searches += report.found > 0 ? 1 : 0
        }
        #expect(searches <= 3, "one of twenty is expected at most; four come once in 60 runs")
    }

    @Test func `thirty rows are needed for a mean, on both sides of each comparison`() async throws {
        // x is bad and is most of its town: what is left of the town has 20 rows.
        let rows = (0..<600).map { row in
            let isBad = row < 100
            return
                "\(row < 120 ? "t" : "u"),\(isBad ? "x" : row % 2 == 0 ? "y" : "z"),0,\((isBad ? 10 : 1) + row % 3)\n"
        }
        let text = "town,kind,label,prediction\n" + rows.joined()
        let report = try await Self.report(of: text, by: .meanAbsoluteError, minimumRows: 1)
        #expect(report.audit.minimumRows == 30)
        #expect(report.slices.map(Self.name) == ["kind=x", "town=t"])
        #expect(report.slices.allSatisfy { $0.adjustedP < 0.001 })
        let few = try await Self.report(of: "town,label,prediction\nt,1,2\nu,1,4\n", by: .meanAbsoluteError)
        #expect(few.overall?.value == 2 && few.overall?.interval == nil && few.worstGap == nil)
    }

    @Test func `errors of very different sizes are counted, and what is no number is an error with its line`()
        async throws
    {
        let rows = (0..<200).map { "t\($0 % 2),0,\($0 == 7 ? "1e12" : "0.001")\n" }
        let report = try await Self.report(of: "town,label,prediction\n" + rows.joined(), by: .meanAbsoluteError)
        #expect(isNear(try #require(report.overall).value, (1e12 + 199 * 0.001) / 200, 1e-12))
        await #expect(throws: AuditError.invalidRecord(line: 3, column: "prediction", problem: "not a number")) {
            try await Self.report(of: "town,label,prediction\nt,1,2\nu,1,x\n", by: .meanAbsoluteError)
        }
        await #expect(throws: AuditError.self) {
            try await Self.report(of: "town,label,prediction\nt,1,2\nu,-1e308,1e308\n", by: .meanAbsoluteError)
        }
    }

    // MARK: - Columns

    @Test func `numbers are cut at quantiles, rare texts are one condition, and missing values another`() async throws {
        var text = "income,grade,town,id,same,label,prediction\n"
        var random = SeededGenerator(seed: 5)
        for row in 0..<5000 {
            let income = row % 10 == 0 ? "" : "\(random.next(upperBound: 1_000_000 as UInt64))"
            let isWrong = income.isEmpty ? row % 20 == 0 : row % 10 == 1
            text += "\(income),\(row % 3),t\(row % 13),x\(row),1,1,\(isWrong ? 0 : 1)\n"
        }
        let report = try await Self.report(of: text, depth: 1)
        let columns = Dictionary(uniqueKeysWithValues: report.plan.columns.map { ($0.name, $0.conditions) })
        #expect(columns["income"]?.count == 6)
        #expect(columns["income"]?.last == .missing)
        #expect(columns["grade"] == [.number(0), .number(1), .number(2)])
        #expect(columns["town"]?.count == 10)
        #expect(columns["town"]?.last == .otherLevels(4))
        #expect(report.plan.ignored == ["id", "same"])
        let worst = try #require(report.slices.first)
        #expect(worst.conditions.map(\.column) == ["income"])
        #expect(worst.conditions.first?.condition == .missing)
        #expect(worst.estimate.value == 0.5)
        let json = report.json["slices"]?.array?.first
        #expect(json?["conditions"]?.array?.first == ["column": "income", "is": ["missing": true]])
    }

    @Test(arguments: [(1, 1 << 16), (2, 700), (3, 97)])
    func `threads and blocks change nothing`(workers: Int, block: Int) async throws {
        let text = Self.table(3000, seed: 9) { $0[0] == 1 && $0[3] == 2 ? 0.5 : 0.1 }
        let expected = try await Self.report(of: text)
        let report = try await Self.report(of: text, workers: workers, block: block)
        #expect(report == expected && report.json == expected.json)
        #expect(report.found > 0)
    }

    @Test func `more combinations than memory is meant for are an error, and so is a column that is not there`()
        async throws
    {
        let names = (0..<40).map { "c\($0)" }
        var text = (names + ["label", "prediction"]).joined(separator: ",") + "\n"
        for row in 0..<100 { text += names.indices.map { "\((row + $0) % 10)," }.joined() + "1,1\n" }
        await #expect(throws: AuditError.tooManySlices(limit: SliceTables<SliceCount>.maximumCells)) {
            try await Self.report(of: text)
        }
        #expect(try await Self.report(of: text, depth: 2).plan.columns.count == 40)
        await #expect(throws: AuditError.self) { try await Self.report(of: text, columns: ["c1", "gone"]) }
    }

    @Test func `p-values of 1 need not be given to be corrected for`() {
        let p = [0.001, 0.2, 0.03, 0.0004]
        for method in MultipleTesting.allCases {
            let all = method.adjusted(p + [1, 1, 1])
            #expect(zip(method.adjusted(p, of: 7), all).allSatisfy { abs($0 - $1) < 1e-15 }, "\(method)")
        }
    }

    @Test func `a number that many rows have is a part of its own, however many others there are`() async throws {
        var random = SeededGenerator(seed: 8)
        var text = "x,label,prediction\n"
        for row in 0..<170_000 {
            let isTie = row % 5 < 2
            let x = isTie ? 5.0 : 10 * Double(random.next(upperBound: 1 << 40 as UInt64)) / 0x1p40
            text += "\(x),1,\(random.next(upperBound: 10 as UInt64) < (isTie ? 3 : 1) ? 0 : 1)\n"
        }
        let worst = try #require(try await Self.report(of: text, depth: 1).slices.first)
        guard case .range(let lower, let upper) = try #require(worst.conditions.first).condition else {
            Issue.record("\(worst.conditions)")
            return
        }
        #expect(lower == 5 && (upper ?? 6) < 5.001)
        #expect(abs(worst.estimate.value - 0.7) < 0.01 && abs(worst.estimate.rows - 68_000) < 100)
    }

    @Test func `escapes in JSON Lines change nothing`() async throws {
        let lines = (0..<400).map { row in
            (x: "\(row % 4 + 1)", rest: "\"label\":1,\"prediction\":\(row % 4 == 3 && row % 3 > 0 ? 0 : 1)}\n")
        }
        let report = { (digits: (String) -> String) async throws -> SliceReport in
            var decisions = ColumnMapping(attributes: [])
            (decisions.label, decisions.prediction) = ("label", "prediction")
            let bytes = Array(lines.map { "{\"x\":\"\(digits($0.x))\",\($0.rest)" }.joined().utf8)
            let mapping = ProfileMapping(columns: ["x"])
            let profile = try await ProfileReader.read(mapping, .jsonLines, workers: 1, source: Blocks.of(bytes))
            let plan = try SlicePlan(
                profile, mapping, decisions: decisions, measure: .rate(.accuracy), depth: 1, bins: 5)
            let counts = try await SliceReader.read(plan, .jsonLines, workers: 1, source: Blocks.of(bytes))
            return SliceAudit().report(of: counts)
        }
        let plain = try await report { $0 }
        #expect(plain.slices.map { $0.conditions[0].condition } == [.number(4)])
        #expect(try await report { "\\u003\($0)" } == plain)
    }

    @Test func `of rare outcomes chance is not taken for a slice`() async throws {
        // One slice of many that are looked at: the z test's p-value is 5e-5, and of the exact test 6e-4.
        var text = "x,label,prediction\n"
        for row in 0..<50_000 {
            text += "\(row < 500 ? "a" : "b"),1,\((row < 500 ? row < 14 : row % 101 == 7) ? 0 : 1)\n"
        }
        let found = try #require(try await Self.report(of: text, depth: 1).slices.first)
        #expect(found.p > 4e-4 && found.p < 2e-2, "\(found.p)")
    }

    @Test func `a column to be left out that is not there is an error`() {
        let profile = TableProfile(rows: 0, columns: [], cube: nil)
        var mapping = ProfileMapping()
        mapping.ignored = ["idd"]
        #expect(throws: AuditError.unknownColumn("idd", known: [])) {
            try SlicePlan(
                profile, mapping, decisions: ColumnMapping(attributes: []), measure: .rate(.accuracy), depth: 1,
                bins: 5)
        }
    }
}
