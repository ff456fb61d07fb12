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
    let leftOut: LeftOut

    /// What the detector does not claim to find, and so is not measured on.
    struct LeftOut {
        /// Whole texts, because each is about one entity.
        var texts = 0
        /// Labelled spans, in those texts and in others.
        var spans = 0
    }

    // MARK: Text

    var text: String {
        let tables = [scores.map(table), spans.map(table)].compactMap { $0 }
        return "detector \(detector.rawValue)\n\n" + tables.joined(separator: "\n") + leftOutLine
    }

    private var leftOutLine: String {
        guard leftOut.texts + leftOut.spans > 0 else { return "" }
        return "not measured, because their entities are not looked for: "
            + "\(leftOut.spans) labelled spans, \(leftOut.texts) whole texts\n"
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
                    + (estimates + measures.recallAtRates).map(\.cell))
        }
        let thresholds = zip(ClassificationReport.rates, report.rateThresholds).map { rate, threshold in
            "\(Self.percent(rate)) false positives: " + (threshold.map(Estimate.rounded) ?? "too few negatives to say")
        }
        return TextTable.aligned(rows)
            + "\nthreshold \(report.threshold); \(thresholds.joined(separator: "; "))\n"
    }

    private func table(_ report: SpanReport) -> String {
        func row(_ name: String, _ measures: SpanReport.Measures) -> [String] {
            [name.singleLine, "\(measures.expected)", "\(measures.found)"]
                + [measures.precision, measures.recall, measures.f1, measures.f2].map(\.cell)
        }
        let header = ["there", "found", "precision", "recall", "F1", "F2"]
        let entities = [["entity"] + header] + report.entities.map { row($0.name, $0.measures) }
        let sources = [["source"] + header] + report.sources.map { row($0.name, $0.measures) }
        return TextTable.aligned(entities) + "\n" + TextTable.aligned(sources + [row("all", report.overall)])
            + "\n\(report.textCount) texts, \(agreement.rawValue) spans; without a difference: "
            + report.agreeingTexts.cell + "\n"
    }

    private static func percent(_ share: Double) -> String { "\(JSONNumber(share * 100)?.description ?? "?") %" }

    // MARK: JSON

    var json: JSONValue {
        [
            "detector": .string(detector.rawValue), "classification": scores.map(json) ?? .null,
            "spans": spans.map(json) ?? .null,
            "left_out": ["texts": .integer(leftOut.texts), "spans": .integer(leftOut.spans)],
        ]
    }

    private func json(_ report: ClassificationReport) -> JSONValue {
        func json(_ measures: ClassificationReport.Measures) -> JSONValue {
            [
                "positives": .integer(measures.positives), "negatives": .integer(measures.negatives),
                "auc": measures.auc.json, "precision": measures.precision.json,
                "recall": measures.recall.json, "false_positive_rate": measures.falsePositiveRate.json,
                "f1": measures.f1.json, "f2": measures.f2.json,
                "recall_at": .array(
                    zip(ClassificationReport.rates, measures.recallAtRates).map { rate, recall in
                        ["false_positive_rate": Self.json(rate), "recall": recall.json]
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
                "precision": measures.precision.json, "recall": measures.recall.json,
                "f1": measures.f1.json, "f2": measures.f2.json,
            ]
        }
        return [
            "agreement": .string(agreement.rawValue), "texts": .integer(report.textCount),
            "agreeing_texts": report.agreeingTexts.json,
            "overall": json(report.overall),
            "sources": .object(JSONObject(report.sources.map { ($0.name, json($0.measures)) })),
            "entities": .object(JSONObject(report.entities.map { ($0.name, json($0.measures)) })),
        ]
    }

    private static func json(_ value: Double) -> JSONValue { JSONNumber(value).map(JSONValue.number) ?? .null }
}
