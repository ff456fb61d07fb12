import GovernorAudit
import GovernorCore

/// An audit's report of quality for people.
struct QualityText {
    /// A set of attributes shows so many groups; the JSON form has all.
    private static let shownGroups = 20

    private let report: QualityReport
    private let data: String

    init(_ report: QualityReport, data: String) {
        self.report = report
        self.data = data
    }

    /// All measures over all rows, the calibration curve, and a table a set of attributes.
    var text: String {
        var text = "\(data.singleLine): \(report.rows) rows\n\n" + measures + calibration
        for set in report.sets { text += "\n" + table(set) }
        for measure in [QualityMeasure.rate(.accuracy), .meanAbsoluteError] {
            guard let worst = report.worstGroup(measure) else { continue }
            let value = AuditNumber.text(worst.estimate.value ?? 0)
            text += "worst \(measure.words): \(value), \(worst.group.group.description.singleLine)\n"
        }
        return text
    }

    private var measures: String {
        let rows = report.overall.estimates.map { estimate -> [String] in
            let interval = estimate.interval.map { "\(AuditNumber.text($0.lower))–\(AuditNumber.text($0.upper))" }
            return [
                estimate.measure.words, estimate.value.map { AuditNumber.text($0) } ?? "not estimable",
                interval ?? "–", String(Int(estimate.rows)),
            ]
        }
        let table = TextTable.aligned([["measure", "value", "95 %", "n"]] + rows)
        let reasons = report.overall.estimates.compactMap { estimate in
            estimate.reason.map { "\(estimate.measure.words): \($0)\n" }
        }
        return table + reasons.joined()
    }

    private var calibration: String {
        guard !report.overall.calibration.isEmpty else { return "" }
        let rows = report.overall.calibration.map { point -> [String] in
            let bins = Double(report.audit.bins)
            let (lower, upper) = (Double(point.bin.position) / bins, Double(point.bin.position + 1) / bins)
            return [
                "\(AuditNumber.text(lower))–\(AuditNumber.text(upper))", AuditNumber.text(point.bin.meanScore),
                AuditNumber.text(point.bin.rate, point.interval?.lower, point.interval?.upper),
                String(Int(point.bin.rows)),
            ]
        }
        return "\n" + TextTable.aligned([["scores", "mean score", "rate (95 %)", "n"]] + rows)
    }

    private func table(_ set: AttributeSetQuality) -> String {
        let title = set.attributes.attributeSetName
        let shown = report.overall.estimates.map(\.measure).filter(\.isShownByGroup)
        let rows = set.groups.prefix(Self.shownGroups).map { group in
            [group.group.description.singleLine, String(group.rows)] + shown.map { cell(group[$0]) }
        }
        let rest = set.groups.count - Self.shownGroups
        return TextTable.aligned([[title, "rows"] + shown.map(\.words)] + rows)
            + (rest > 0 ? "… and \(rest) more groups\n" : "")
    }

    private func cell(_ estimate: QualityEstimate?) -> String {
        guard let estimate, let value = estimate.value else { return "not estimable" }
        return AuditNumber.text(value, estimate.interval?.lower, estimate.interval?.upper)
    }
}
