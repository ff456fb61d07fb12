import GovernorAudit
import GovernorCore

/// An audit's report for people.
struct FairnessText {
    /// A set of attributes shows so many groups; the JSON form has all.
    private static let shownGroups = 20

    private let report: FairnessReport
    private let data: String

    init(_ report: FairnessReport, data: String) {
        self.report = report
        self.data = data
    }

    /// A table a set of attributes, and its gaps.
    var text: String {
        var text = "\(data.singleLine): \(report.rows) rows\n"
        for (set, share) in zip(report.sets, report.missingShares) {
            guard let share, share > 0 else { continue }
            text += "\(set.attributes[0].singleLine) is missing in \(AuditNumber.percent(share)) of the rows\n"
        }
        text += report.smallGroups.map { "\($0)\n" }.joined()
        if report.sets.contains(where: \.hasBounds) {
            text += "in brackets is where a rate lies whatever groups rows belong to that lack a column\n"
        }
        for set in report.sets { text += "\n" + table(set) + gaps(set) + sight(set) }
        return text
    }

    private func table(_ set: AttributeSetReport) -> String {
        let title = set.attributes.attributeSetName
        let header = [title, "rows"] + report.audit.rates.map(\.words) + ["verdict"]
        let rows = set.groups.indices.prefix(Self.shownGroups).map { position in
            [set.groups[position].group.description.singleLine, String(Int(set.groups[position].rows.total))]
                + set.judgements.map { cell($0[position]) } + [FairnessDocument.verdict(set, position)]
        }
        let rest = set.groups.count - Self.shownGroups
        return TextTable.aligned([header] + rows) + (rest > 0 ? "… and \(rest) more groups\n" : "")
    }

    private func cell(_ judgement: GroupJudgement) -> String {
        let bounds = judgement.bounds.flatMap { $0.range == nil ? nil : " [\(Self.range($0))]" } ?? ""
        guard let estimate = judgement.estimate else { return "not estimable\(bounds)" }
        return "\(AuditNumber.rounded(estimate.value)) (\(Self.range(estimate.interval)))\(bounds)"
    }

    private static func range(_ interval: Interval) -> String {
        "\(AuditNumber.rounded(interval.lower))–\(AuditNumber.rounded(interval.upper))"
    }

    private func gaps(_ set: AttributeSetReport) -> String {
        set.gaps.map { gap in
            guard let difference = gap.spread.difference else {
                return "\(gap.spread.rate.words): fewer than two groups are large enough\n"
            }
            var line = "\(gap.spread.rate.words): gap \(AuditNumber.rounded(difference))"
            if let interval = gap.interval {
                line += " (\(AuditNumber.rounded(interval.lower))–\(AuditNumber.rounded(interval.upper)))"
            }
            if let bounds = gap.bounds?.difference {
                line += ", bounds \(AuditNumber.rounded(bounds.lower))–\(AuditNumber.rounded(bounds.upper))"
            }
            if let ratio = gap.spread.ratio { line += ", ratio \(AuditNumber.rounded(ratio))" }
            if gap.spread.rate == .selectionRate, gap.spread.isBelowFourFifths == true { line += ", below four fifths" }
            if let lowest = gap.spread.lowest, difference > 0 {
                line += ", lowest: \(lowest.group.description.singleLine)"
            }
            return line + "\n"
        }.joined()
    }

    /// By rate, the group that hides the largest gap, and what it takes to show the one that matters.
    private func sight(_ set: AttributeSetReport) -> String {
        set.judgements.compactMap { judgements -> String? in
            let unseen = judgements.filter {
                $0.verdict == .noEvidence && $0.sight.map { $0.moreRowsNeeded != 0 } == true
            }
            let gap = { (judgement: GroupJudgement) in judgement.smallestVisibleGap ?? 1 }
            guard let worst = unseen.max(by: { gap($0) < gap($1) }), let estimate = worst.estimate else { return nil }
            let visible = worst.smallestVisibleGap.map { "the smallest visible gap is \(AuditNumber.rounded($0))" }
            let needed = worst.sight?.neededRows.map {
                "; \($0) needed for \(AuditNumber.rounded(report.audit.visibleGap))"
            }
            return
                "\(worst.rate.words) of \(worst.group.description.singleLine): with n = \(AuditNumber.count(estimate.rows)) "
                + "\(visible ?? "no gap is visible")\(needed ?? "")\n"
        }.joined()
    }
}

extension GroupJudgement.Sight {
    /// What it takes to show the gap that matters; nil where it is shown, or nothing would do.
    var neededRows: String? {
        if let moreRowsNeeded {
            return moreRowsNeeded == 0 ? nil : "\(AuditNumber.count(Double(moreRowsNeeded))) more rows"
        }
        return rowsNeededInAll.map { "\(AuditNumber.count(Double($0))) rows of all groups" }
    }
}
