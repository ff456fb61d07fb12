import GovernorAudit

/// A report of quality for a pull request: what stands out, the measures over all rows, and the worst groups.
struct QualityMarkdown {
    let document: QualityDocument

    /// The report as GitHub-flavoured Markdown.
    var text: String {
        AuditMarkdown(document: document).text(
            body: measures + worst, note: "Intervals are 95 %; – where no method is sound, or no value is known.")
    }

    private var measures: String {
        AuditMarkdown<QualityDocument>.table(
            ["Measure", "Value", "95 %", "n"],
            document.report.overall.estimates.map { estimate in
                let interval = estimate.interval.map { "\(AuditNumber.text($0.lower))–\(AuditNumber.text($0.upper))" }
                return [
                    estimate.measure.words, estimate.value.map { AuditNumber.text($0) } ?? "not estimable",
                    interval ?? "–", AuditNumber.count(estimate.rows),
                ]
            })
    }

    private var worst: String {
        [QualityMeasure.rate(.accuracy), .meanAbsoluteError].compactMap { measure in
            guard let worst = document.report.worstGroup(measure), let value = worst.estimate.value else { return nil }
            return "\nWorst \(measure.words): \(AuditNumber.text(value)), \(worst.group.group.name.markdownEscaped).\n"
        }.joined()
    }
}
