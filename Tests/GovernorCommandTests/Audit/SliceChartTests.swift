import Foundation
import Testing

@testable import GovernorAudit
@testable import governor

/// The drawing of the worst slices.
struct SliceChartTests {
    private static func document(depth: Int = 3, columns: [String] = ["town", "age", "plan"]) async throws
        -> SliceDocument
    {
        let folder = try WorkFolder()
        var text = columns.joined(separator: ",") + ",label,prediction\n"
        for row in 0..<3000 {
            let age = 20 + row * 7 % 50
            let isWrong = row % 4 == 2 && age >= 50 && row % 3 == 1 || row % 17 == 0
            text += "t\(row % 4),\(age),p\(row % 3),\(row % 2),\(isWrong ? 1 - row % 2 : row % 2)\n"
        }
        try folder.write(text, to: "loans.csv")
        var mapping = ColumnMapping(attributes: [])
        (mapping.label, mapping.prediction) = ("label", "prediction")
        let configuration = SliceConfiguration(
            mapping: mapping, columns: [], ignored: [], measure: .rate(.accuracy), depth: depth, bins: 5,
            minimumRows: 30,
            format: .commaSeparated)
        return try await configuration.report(of: folder.url.appending(path: "loans.csv").path)
    }

    @Test func `each slice is beside the rows outside it, and all beside the rate of all rows`() async throws {
        let document = try await Self.document()
        let chart = try #require(SliceChart(report: document.report).chart)
        let overall = try #require(document.report.overall)
        #expect(document.charts.map(\.id) == ["slices"])
        #expect(chart.content.components(separatedBy: "class=\"mark plain\"").count - 1 == 2, "its legend and all rows")
        let drawn = min(document.report.slices.count, SliceChart.shownSlices)
        #expect(drawn >= 3)
        for kind in ["alarm", "before"] {
            #expect(chart.content.components(separatedBy: "class=\"mark \(kind)\"").count - 1 == drawn + 1, "\(kind)")
        }
        #expect(chart.content.contains("all rows: \(AuditNumber.percent(overall.value))"))
        let worst = try #require(document.report.slices.first)
        #expect(chart.content.contains(">\(worst.name.xmlEscaped)<"))
        #expect(chart.summary.contains(worst.name), "who does not see it is told the worst slice")
    }

    @Test func `where nothing is found, the drawing says so beside the rate of all rows`() async throws {
        let chart = try #require(SliceChart(report: try await Self.document(depth: 1).report.without).chart)
        #expect(chart.content.contains("is worse than what surrounds it by more than chance explains"))
        #expect(!chart.content.contains("mark alarm") && chart.content.contains("mark plain"))
    }

    @Test func `names that are too long lose letters of their columns, not their conditions`() async throws {
        let long = [
            "number_of_times_somebody_was_late", "age_in_years_at_the_time_of_asking", "the_plan_that_was_chosen",
        ]
        let document = try await Self.document(columns: long)
        let worst = try #require(document.report.slices.first { $0.conditions.count == 3 })
        let name = worst.name(fitting: 400)
        #expect(ChartText.width(worst.name) > 400 && ChartText.width(name) <= 400)
        for condition in worst.conditions { #expect(name.contains("… \(condition.condition.words)")) }
        #expect(worst.name(fitting: 4000) == worst.name)
    }
}

extension SliceReport {
    /// The same search that found nothing.
    fileprivate var without: Self {
        SliceReport(
            audit: audit, plan: plan, read: read, rows: rows, overall: overall, tested: tested, found: 0, slices: [])
    }
}
