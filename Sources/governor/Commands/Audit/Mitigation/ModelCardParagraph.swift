import GovernorAudit

/// What a model card says about fairness, as Markdown: the numbers before and after, for whom the model is least right, and
/// what they rest on.
struct ModelCardParagraph {
    private let report: MitigationReport
    private let data: String
    private let sha256: String
    private let isHoldout: Bool

    /// - Parameters:
    ///   - data: What was compared on.
    ///   - sha256: Of its bytes.
    ///   - isHoldout: Whether the thresholds were found with other rows.
    init(_ report: MitigationReport, data: String, sha256: String, isHoldout: Bool) {
        self.report = report
        self.data = data
        self.sha256 = sha256
        self.isHoldout = isHoldout
    }

    /// The paragraph, under a heading.
    var text: String {
        let singles = zip(report.before.sets, report.after.sets).filter { $0.0.attributes.count == 1 }
        let sentences = [overall] + singles.map { sentence($0, $1) } + [worst, how, limits]
        return "### Fairness\n\n" + sentences.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }

    private var overall: String {
        let (before, after) = (report.before.overall.value(.accuracy), report.after.overall.value(.accuracy))
        return
            "On \(AuditNumber.count(Double(report.before.rows))) rows of \(data.markdownEscaped) decisions agreed with the label in "
            + "\(percent(before)) of the rows before mitigation and in \(percent(after)) after."
    }

    private func sentence(_ before: AttributeSetReport, _ after: AttributeSetReport) -> String {
        let rates = { (rate: Rate) in
            "\(self.list(before, rate)) before, \(self.list(after, rate)) after"
        }
        let ratio = { (set: AttributeSetReport) in
            set.gaps.first { $0.spread.rate == .selectionRate }?.spread.ratio.map { AuditNumber.rounded($0) }
                ?? "not estimable"
        }
        return
            "By \(before.attributes.attributeSetName.markdownEscaped), selection rates were \(rates(.selectionRate)): "
            + "the lowest over the highest was \(ratio(before)) and is \(ratio(after)). Accuracy was \(rates(.accuracy))."
    }

    /// The rate of each group, such as `female 36.0 % (33.9–38.1 %)`.
    private func list(_ set: AttributeSetReport, _ rate: Rate) -> String {
        set.groups.map { counts in
            guard let estimate = counts.estimate(rate, alpha: report.before.audit.alpha) else {
                return "\(counts.group.name.markdownEscaped) not estimable"
            }
            return "\(counts.group.name.markdownEscaped) \(AuditNumber.percent(estimate.value)) "
                + "(\(AuditNumber.percent(estimate.interval)))"
        }.joined(separator: ", ")
    }

    private var worst: String {
        let words = { (report: FairnessReport) -> String? in
            guard let (worst, rows) = self.worst(report) else { return nil }
            return
                "\(worst.group.name.markdownEscaped) (\(AuditNumber.percent(worst.value)), n = \(AuditNumber.count(rows)))"
        }
        guard let before = words(report.before), let after = words(report.after) else { return "" }
        return "The least accurate of all groups and intersections with enough rows was \(before) and is \(after)."
    }

    private func worst(_ report: FairnessReport) -> (extreme: Spread.Extreme, rows: Double)? {
        let lowest = report.sets.compactMap { set in
            set.gaps.first { $0.spread.rate == .accuracy }?.spread.lowest.map { (set, $0) }
        }
        guard let (set, extreme) = lowest.min(by: { $0.1.value < $1.1.value }) else { return nil }
        return (extreme, set.groups.first { $0.group == extreme.group }?.rows.total ?? 0)
    }

    private var how: String {
        guard let plan = report.plan else { return "The decisions after are those of a model that was trained anew." }
        let rules =
            plan.rules.map { "\($0.group.name.markdownEscaped): \(MitigationText.words($0))" }
            + ["others: \(MitigationText.words(plan.fallback))"]
        return "Selected are, by \(plan.attributes.attributeSetName.markdownEscaped), for "
            + "\(plan.aim.constraint.rawValue.replacing("_", with: " ")): \(rules.joined(separator: "; "))."
    }

    private var limits: String {
        (report.plan == nil
            ? ""
            : isHoldout
                ? "The thresholds were found with other rows. " : "The thresholds were found with the same rows. ")
            + "Intervals are those of \(AuditNumber.fixed((1 - report.before.audit.alpha) * 100, places: 0)) %; groups with fewer "
            + "than \(report.before.audit.minimumRows) rows make no gap. SHA-256 of the data: `\(sha256)`."
    }

    private func percent(_ share: Double?) -> String { share.map { AuditNumber.percent($0) } ?? "an unknown share" }
}
