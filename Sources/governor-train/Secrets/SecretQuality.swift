import Foundation
import GovernorInspect

/// What is printed of a measurement.
enum SecretQuality {
    /// For all texts and for each source: recall, false positives and F1, with intervals.
    static func lines(_ scored: [ScoredText], threshold: Double) -> [String] {
        let report = ClassificationReport(scored, threshold: threshold)
        return [line("all", report.overall)] + report.sources.map { line($0.name, $0.measures) }
    }

    private static func line(_ name: String, _ measures: ClassificationReport.Measures) -> String {
        "  \(name): recall \(text(measures.recall)) of \(measures.positives), "
            + "false positives \(text(measures.falsePositiveRate)) of \(measures.negatives), F1 \(text(measures.f1))"
    }

    private static func text(_ estimate: Estimate?) -> String {
        guard let estimate else { return "–" }
        let interval = estimate.interval.map { String(format: " [%.3f, %.3f]", $0.lowerBound, $0.upperBound) } ?? ""
        return String(format: "%.3f", estimate.value) + interval
    }
}
