import GovernorCore
import GovernorInspect

/// Prints how good a detector is.
struct EvaluationOutput {
    let detector: EvaluatedDetector
    /// For rows with labels.
    let scores: ClassificationReport?
    /// For rows with spans.
    let spans: SpanReport?
    let agreement: SpanEvaluation.Agreement

    // MARK: Text

    var text: String {
        let tables = [scores.map(table), spans.map(table)].compactMap { $0 }
        return "detector \(detector.rawValue)\n\n" + tables.joined(separator: "\n")
    }

    private func table(_ report: ClassificationReport) -> String {
        var rows = [
            ["source", "1", "0", "AUC", "precision", "recall", "false positives", "F1", "F2"]
                + ClassificationReport.rates.map { "recall at \(Self.percent($0))" }
        ]
        for (name, measures) in report.sources + [("all", report.overall)] {
            let estimates = [
                measures.auc, measures.precision, measures.recall, measures.falsePositiveRate, measures.f1, measures.f2,
            ]
            rows.append(
                [name.singleLine, "\(measures.positives)", "\(measures.negatives)"]
                    + (estimates + measures.recallAtRates).map(Self.cell))
        }
        let thresholds = zip(ClassificationReport.rates, report.rateThresholds).map { rate, threshold in
            "\(Self.percent(rate)) false positives: " + (threshold.map(Self.rounded) ?? "too few negatives to say")
        }
        return Self.aligned(rows)
            + "\nthreshold \(report.threshold); \(thresholds.joined(separator: "; "))\n"
    }

    private func table(_ report: SpanReport) -> String {
        func row(_ name: String, _ measures: SpanReport.Measures) -> [String] {
            [name.singleLine, "\(measures.expected)", "\(measures.found)"]
                + [measures.precision, measures.recall, measures.f1, measures.f2].map(Self.cell)
        }
        let header = ["there", "found", "precision", "recall", "F1", "F2"]
        let entities = [["entity"] + header] + report.entities.map { row($0.name, $0.measures) }
        let sources = [["source"] + header] + report.sources.map { row($0.name, $0.measures) }
        return Self.aligned(entities) + "\n" + Self.aligned(sources + [row("all", report.overall)])
            + "\n\(report.textCount) texts, \(agreement.rawValue) spans\n"
    }

    private static func cell(_ estimate: Estimate?) -> String {
        guard let estimate else { return "–" }
        let interval = estimate.interval.map { "\(rounded($0.lowerBound))–\(rounded($0.upperBound))" }
        return "\(rounded(estimate.value)) (\(interval ?? "too few"))"
    }

    private static func percent(_ share: Double) -> String { "\(JSONNumber(share * 100)?.description ?? "?") %" }

    /// Three decimals, such as `.935`; `1` from where that rounds to.
    private static func rounded(_ share: Double) -> String {
        let thousandths = Int((share * 1000).rounded())
        guard thousandths < 1000 else { return "1" }
        let digits = String(thousandths)
        return "." + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }

    /// Columns as wide as their widest cell; the first one to the left, the others to the right.
    private static func aligned(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { index, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 ? cell.0 + padding : padding + cell.0
            }.joined(separator: "  ") + "\n"
        }.joined()
    }

    // MARK: JSON

    var json: JSONValue {
        [
            "detector": .string(detector.rawValue), "classification": scores.map(json) ?? .null,
            "spans": spans.map(json) ?? .null,
        ]
    }

    private func json(_ report: ClassificationReport) -> JSONValue {
        func json(_ measures: ClassificationReport.Measures) -> JSONValue {
            [
                "positives": .integer(measures.positives), "negatives": .integer(measures.negatives),
                "auc": Self.json(measures.auc), "precision": Self.json(measures.precision),
                "recall": Self.json(measures.recall), "false_positive_rate": Self.json(measures.falsePositiveRate),
                "f1": Self.json(measures.f1), "f2": Self.json(measures.f2),
                "recall_at": .array(
                    zip(ClassificationReport.rates, measures.recallAtRates).map { rate, recall in
                        ["false_positive_rate": Self.json(rate), "recall": Self.json(recall)]
                    }),
            ]
        }
        return [
            "threshold": Self.json(report.threshold),
            "rate_thresholds": .array(report.rateThresholds.map { $0.map(Self.json) ?? .null }),
            "overall": json(report.overall),
            "sources": .object(JSONObject(report.sources.map { ($0.name, json($0.measures)) })),
        ]
    }

    private func json(_ report: SpanReport) -> JSONValue {
        func json(_ measures: SpanReport.Measures) -> JSONValue {
            [
                "expected": .integer(measures.expected), "found": .integer(measures.found),
                "precision": Self.json(measures.precision), "recall": Self.json(measures.recall),
                "f1": Self.json(measures.f1), "f2": Self.json(measures.f2),
            ]
        }
        return [
            "agreement": .string(agreement.rawValue), "texts": .integer(report.textCount),
            "overall": json(report.overall),
            "sources": .object(JSONObject(report.sources.map { ($0.name, json($0.measures)) })),
            "entities": .object(JSONObject(report.entities.map { ($0.name, json($0.measures)) })),
        ]
    }

    private static func json(_ estimate: Estimate?) -> JSONValue {
        guard let estimate else { return .null }
        return [
            "value": json(estimate.value), "low": estimate.interval.map { json($0.lowerBound) } ?? .null,
            "high": estimate.interval.map { json($0.upperBound) } ?? .null,
        ]
    }

    private static func json(_ value: Double) -> JSONValue { JSONNumber(value).map(JSONValue.number) ?? .null }
}
