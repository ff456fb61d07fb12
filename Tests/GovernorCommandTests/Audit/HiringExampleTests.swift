import Foundation
import GovernorCore
import Testing

/// The worked example: invented applicants, a closed gate, thresholds, an open gate, a paragraph.
struct HiringExampleTests {
    private static let charts = [
        "gaps", "rates-1", "rates-2", "rates-3", "calibration-1", "thresholds", "mitigation",
    ]

    @Test func `S2.35: the example runs from data to a paragraph, and its page shows what came out`() async throws {
        let folder = try WorkFolder(copying: Repository.root.appending(path: "examples/hiring"))
        let run = try await CommandRun.shell("sh run.sh", in: folder)
        #expect(run.status == 0, "\(run.everything)")
        #expect(try folder.text("gate-before.txt").contains("Overall: FAIL"))
        #expect(try folder.text("gate-after.txt").contains("Overall: PASS"))
        let recording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"
        for chart in Self.charts {
            try Golden.expect(
                try folder.text("charts/\(chart).svg"),
                matches: Repository.root.appending(path: "docs/hiring/\(chart).svg"))
        }
        guard !recording else { return }
        let page = try Repository.text("docs/hiring.md")
        for file in ["gate-before.txt", "gate-after.txt", "model-card.md"] {
            let text = try folder.text(file).trimmingCharacters(in: .newlines)
            #expect(page.contains(text), "docs/hiring.md does not show \(file):\n\(text)")
        }
        for chart in Self.charts { #expect(page.contains("](hiring/\(chart).svg)"), "\(chart)") }
    }

    @Test func `S2.35: the rates are those that were stated, before and after`() async throws {
        let folder = try WorkFolder(copying: Repository.root.appending(path: "examples/hiring"))
        let run = try await CommandRun.shell(
            """
            python3 generate.py > a.csv
            governor audit mitigate a.csv --by sex --by race --per sex --label qualified --prediction hired --score score \
            --format json
            """, in: folder)
        let report = try JSONValue(parsing: run.output)
        let (before, after) = (try #require(report["before"]), try #require(report["after"]))
        #expect(before["overall"]?["accuracy"]?["value"]?.number?.doubleValue == 0.85)
        #expect(Self.percent(before, set: 0, "accuracy") == ["female": 80, "male": 87])
        #expect(Self.percent(before, set: 1, "accuracy") == ["black": 78, "hispanic": 81, "white": 86])
        let both = Self.percent(before, set: 2, "accuracy")
        #expect(both["female black"] == 74)
        #expect(both.values.min() == 74)
        #expect(Self.percent(before, set: 0, "selection_rate") == ["female": 32, "male": 40])
        #expect(Self.ratio(before) == 0.8)
        #expect(Self.percent(after, set: 0, "accuracy") == ["female": 83, "male": 84])
        #expect(Self.percent(after, set: 0, "selection_rate") == ["female": 36, "male": 38])
        #expect(try #require(Self.ratio(after)) > 0.9465)
        #expect(try #require(Self.ratio(after)) < 0.9475)
    }

    private static func percent(_ report: JSONValue, set: Int, _ rate: String) -> [String: Int] {
        let groups = (report["sets"]?.array ?? [])[set]["groups"]?.array ?? []
        return Dictionary(
            uniqueKeysWithValues: groups.map { group in
                let name = (group["levels"]?.array ?? []).compactMap(\.string).joined(separator: " ")
                let value = group["rates"]?[rate]?["value"]?.number?.doubleValue ?? -1
                return (name, Int((value * 100).rounded()))
            })
    }

    private static func ratio(_ report: JSONValue) -> Double? {
        report["sets"]?.array?.first?["gaps"]?["selection_rate"]?["ratio"]?.number?.doubleValue
    }
}
