import Foundation
import GovernorCore
import Testing

@testable import GovernorAudit

/// Results that other tools wrote (`Tests/Fixtures/audit/imports/make.py`), in the gate's terms.
struct ImportedFairnessTests {
    private static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: AuditCaseTests.project.appending(path: "Tests/Fixtures/audit/imports/\(name)")))
    }

    private static func read(_ name: String, _ tool: ImportedFairness.Tool) throws -> ImportedFairness {
        try ImportedFairness(reading: try bytes(name), from: tool)
    }

    /// What an explainer says about two groups of a hundred rows.
    private static func explanation(_ unprivileged: Double, _ privileged: Double) -> String {
        "{\"metric\":\"x\",\"numPositivesUnprivileged\":\(unprivileged),\"numInstancesUnprivileged\":100,"
            + "\"numPositivesPrivileged\":\(privileged),\"numInstancesPrivileged\":100}"
    }

    private static func number(_ metrics: JSONObject, _ name: String) -> Double? { metrics[name]?.number?.doubleValue }

    /// The counts of Aequitas for two columns, as rows with a column of how many.
    private static func counted(_ attribute: String) throws -> [UInt8] {
        let table = try CSVTable(parsing: try bytes("aequitas_crosstabs.csv"))
        let column = { (name: String) in (table[name] ?? []).map { $0 ?? "" } }
        let (names, values) = (column("attribute_name"), column("attribute_value"))
        var text = "g,label,prediction,n\n"
        for row in names.indices where names[row] == attribute {
            for (cell, label, prediction) in [("tp", 1, 1), ("fp", 0, 1), ("tn", 0, 0), ("fn", 1, 0)] {
                text += "\"\(values[row].replacing("\"", with: "\"\""))\",\(label),\(prediction),\(column(cell)[row])\n"
            }
        }
        return [UInt8](text.utf8)
    }

    @Test(arguments: ["aequitas_crosstabs.csv", "aequitas_bias.csv"])
    func `S2.9: crosstabs of Aequitas give the gaps and intervals that the rows give`(name: String) async throws {
        let imported = try Self.read(name, .aequitas)
        #expect(Set(imported.gaps.map(\.set)) == ["sex", "region"])
        #expect(imported.gaps.allSatisfy { $0.difference == nil || $0.basis == .counts })
        for attribute in ["sex", "region"] {
            var mapping = ColumnMapping(attributes: ["g"])
            (mapping.label, mapping.prediction, mapping.count) = ("label", "prediction", "n")
            let cube = try await CubeReader.read(
                mapping, workers: 1, source: Blocks.of(try Self.counted(attribute)))
            let gaps = try FairnessAudit().report(of: cube).sets[0].gaps
            for (own, other) in zip(gaps, imported.gaps.filter { $0.set == attribute }) {
                #expect(own.spread.rate == other.rate)
                #expect(own.spread.difference?.roundedForJudging == other.difference?.roundedForJudging)
                #expect(own.spread.ratio?.roundedForJudging == other.ratio?.roundedForJudging)
                let limits = [
                    (own.interval?.lower, other.interval?.lower), (own.interval?.upper, other.interval?.upper),
                ]
                for (own, other) in limits {
                    #expect(abs(try #require(own) - (try #require(other))) < 1e-12)
                }
            }
        }
    }

    @Test func `S2.9: a rate without rows to divide by is no rate, whatever the tool writes`() throws {
        // Of the isles nobody is labelled positive: their true positive rate is none, and their 12 selected are too few.
        let gaps = try Self.read("aequitas_crosstabs.csv", .aequitas).gaps.filter { $0.set == "region" }
        #expect(gaps.first { $0.rate == .truePositiveRate }?.lowest == "north")
        let metrics = try Self.read("aequitas_crosstabs.csv", .aequitas).gateMetrics
        #expect(metrics["gaps_not_estimable"] == 0)
        #expect(metrics["attribute_missing_share"] == .null)
        #expect(Self.number(metrics, "subgroup_delta_low").map { $0 >= 0 } == true)
        // Fairlearn writes 0 for it, which a remark says.
        let fairlearn = try Self.read("fairlearn_by_group.csv", .fairlearn)
        #expect(fairlearn.remarks.count == 1)
        #expect(try Self.read("fairlearn_by_group.json", .fairlearn).remarks.isEmpty)
    }

    @Test(arguments: ["fairlearn_by_group.json", "fairlearn_by_group_split.json", "fairlearn_by_group_index.json"])
    func `S2.9: metric frames of Fairlearn in every form say what the counts say`(name: String) throws {
        let (imported, counts) = (try Self.read(name, .fairlearn), try Self.read("aequitas_crosstabs.csv", .aequitas))
        let (own, other) = (imported.gaps, counts.gaps.filter { $0.set == "sex" })
        for (gap, exact) in zip(own, other) {
            #expect(gap.rate == exact.rate && gap.lowest == exact.lowest)
            #expect(abs(try #require(gap.difference) - (try #require(exact.difference))) < 1e-9)
        }
        // With the number of rows selection rates are counts again; the other rates have no denominators.
        #expect(own[0].basis == .counts && own[0].interval == other[0].interval)
        #expect(own[1].basis == .rates && own[1].interval == nil)
        #expect(imported.gateMetrics["equal_opportunity_difference_low"] == .null)
        #expect(imported.gateMetrics["subgroup_delta_low"] != .null)
    }

    @Test func `S2.9: intersections of Fairlearn keep their names, and small groups make no gap`() throws {
        let gap = try #require(try Self.read("fairlearn_by_group.csv", .fairlearn).gaps.first)
        #expect(gap.set == "sex × region")
        // The isles' women are 25, fewer than 30; their men 35.
        #expect(gap.lowest == "m · isle, \"far\"")
    }

    @Test(arguments: ["aif360_metrics.json", "aif360_confusion.json", "aif360_explainer.json"])
    func `S2.9: AI Fairness 360 says the same by metrics, matrices and explanations`(name: String) throws {
        let metrics = try Self.read(name, .aif360).gateMetrics
        #expect(Self.number(metrics, "subgroup_delta").map { abs($0 - 35 / 300) < 1e-9 } == true)
        #expect(Self.number(metrics, "disparate_impact_ratio").map { abs($0 - 100 / 135) < 1e-9 } == true)
        #expect(
            Self.number(metrics, "equal_opportunity_difference").map { abs($0 - (97 / 129 - 73 / 130)) < 1e-9 } == true)
        let hasCounts = name != "aif360_metrics.json"
        #expect((metrics["subgroup_delta_low"] == .null) == !hasCounts)
        // Precision is no metric there. The false positive rates are those of the explanation that has both.
        let unknown = ["aif360_metrics.json": 1, "aif360_confusion.json": 0, "aif360_explainer.json": 1]
        #expect(metrics["gaps_not_estimable"]?.number?.integer == unknown[name].map { Int64($0) })
    }

    @Test func `disparate impact above 1 is the lower rate over the higher one`() throws {
        let metrics = try ImportedFairness(reading: Array("{\"disparate_impact\": 1.25}".utf8), from: .aif360)
            .gateMetrics
        #expect(Self.number(metrics, "disparate_impact_ratio") == 0.8)
        #expect(metrics["subgroup_delta"] == .null)
    }

    @Test(arguments: [
        ("fairlearn_by_group.csv", ImportedFairness.Tool.aequitas, "there is no column 'attribute_name'"),
        ("aequitas_crosstabs.csv", .fairlearn, "it is a table of Aequitas"),
        ("aif360_metrics.json", .fairlearn, "it has no groups"),
        ("fairlearn_overall.json", .fairlearn, "frame.overall says nothing about gaps"),
        ("fairlearn_by_group.json", .aif360, "no metric of a group that is known"),
        ("aequitas_crosstabs.csv", .aif360, ""),
    ])
    func `another tool's file is refused with what to write instead`(
        name: String, tool: ImportedFairness.Tool, problem: String
    ) throws {
        let error = #expect(throws: AuditError.self) { try Self.read(name, tool) }
        guard case .notAResult(_, let found, let hint)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found.contains(problem) || problem.isEmpty, "\(found)")
        #expect(!hint.isEmpty)
    }

    @Test(arguments: [
        (ImportedFairness.Tool.aif360, "{\"disparate_impact\": NaN}"), (.aif360, "{\"disparate_impact\": \"0.8\"}"),
        (.aif360, "{\"statistical_parity_difference\": 2}"), (.aif360, "{\"privileged\": {\"TP\": 1}}"),
        (.aif360, "[{\"metric\": \"Theil Index\"}]"), (.aif360, "[]"),
        (.fairlearn, "{\"selection_rate\": {\"f\": 1.5}}"), (.fairlearn, "[{\"selection_rate\": 0.5}]"),
        (.fairlearn, "{\"selection_rate\": {\"f\": null}}"), (.fairlearn, "selection_rate\n0.5\n"),
        (.fairlearn, "sex,selection_rate\nf,high\n"), (.fairlearn, "sex,selection_rate\n"),
        (.aequitas, "attribute_name,attribute_value,tp,fp,tn,fn\nsex,f,1.5,0,0,0\n"),
        (.aequitas, "attribute_name,attribute_value,tp,fp,tn,fn\nsex,f,NaN,0,0,0\n"),
        (.aequitas, "attribute_name,attribute_value,tp,fp,tn,fn\nsex,,1,0,0,0\n"),
        (.aequitas, "attribute_name,attribute_value,tp,fp,tn,fn\n"),
        (.aequitas, "model_id,attribute_name,attribute_value,tp,fp,tn,fn\n1,sex,f,1,0,0,0\n2,sex,f,1,0,0,0\n"),
        (.aequitas, "model_id,attribute_name,attribute_value,tp,fp,tn,fn\n,sex,f,1,0,0,0\n2,sex,m,1,0,0,0\n"),
        (.aequitas, "attribute_name,attribute_value,tp,fp,tn,fn\nsex,f,50,0,50,0\nsex,f,40,0,60,0\n"),
        (.fairlearn, #"{"columns":["selection_rate"],"index":["f","f","m"],"data":[[0.1],[0.9],[0.5]]}"#),
        (.fairlearn, #"{"columns":["selection_rate"],"index":["f","f","m"],"data":[[0.1],[null],[0.5]]}"#),
        (.fairlearn, "sex,selection_rate\nf,0.1\nf,0.5\n"),
        (.fairlearn, "sex,true_positive_rate,recall\nf,0.1,0.7\nm,0.2,0.2\n"),
        (.fairlearn, "sex,selection_rate,count\nf,0.1,1e308\nm,0.2,50\n"),
        (.fairlearn, "sex,selection_rate,count\nf,0.1,-5\nm,0.2,50\n"),
        (.aif360, "{\"statistical_parity_difference\":-0.5,\"mean_difference\":-0.1}"),
        (.aif360, "{\"disparate_impact\":1e999}"),
        (.aif360, "[\(explanation(50.0, 60))]".replacing("100", with: "100.25")),
        (.aif360, "[\(explanation(50, 60)),\(explanation(10, 60))]"),
    ])
    func `what no tool writes is an error, never a number`(tool: ImportedFairness.Tool, text: String) {
        let error = #expect(throws: AuditError.self) { try ImportedFairness(reading: Array(text.utf8), from: tool) }
        #expect(error?.code == "audit.not-a-result")
        #expect(error?.hint != nil)
    }

    @Test func `results with any byte changed, doubled or lost are read or refused`() throws {
        let names = [
            "aequitas_crosstabs.csv", "fairlearn_by_group.csv", "fairlearn_by_group.json",
            "fairlearn_by_group_split.json", "aif360_metrics.json", "aif360_confusion.json", "aif360_explainer.json",
        ]
        let bytes = Array("0129.-eE,\"{}[]:\nnatNu".utf8)
        var random = SeededGenerator(seed: 17)
        for name in names {
            let whole = try Self.bytes(name)
            for _ in 0..<400 {
                var text = whole
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let place = Int.random(in: 0..<text.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: text[place] = bytes.randomElement(using: &random) ?? 0
                    case 1: text.insert(text[place], at: place)
                    default: text.remove(at: place)
                    }
                }
                for tool in ImportedFairness.Tool.allCases {
                    guard let imported = try? ImportedFairness(reading: text, from: tool) else { continue }
                    for gap in imported.gaps {
                        #expect(gap.difference.map { (0...1).contains($0) } ?? true)
                        #expect(gap.ratio.map { (0...1).contains($0) } ?? true)
                        #expect(gap.interval.map { $0.lower <= $0.upper } ?? true)
                    }
                    #expect(imported.gateMetrics["subgroup_delta"] != nil)
                }
            }
        }
    }
}
