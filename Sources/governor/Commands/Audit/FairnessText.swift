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
        for (set, share) in zip(report.sets, report.missingShares) where set.attributes.count == 1 && share > 0 {
            text += "\(set.attributes[0].singleLine) is missing in \(percent(share)) of the rows\n"
        }
        for set in report.sets { text += "\n" + table(set) + gaps(set) }
        return text
    }

    private func table(_ set: AttributeSetReport) -> String {
        let title = set.attributes.map(\.singleLine).joined(separator: " × ")
        let header = [title, "rows"] + report.audit.rates.map { name($0) } + ["verdict"]
        let rows = set.groups.indices.prefix(Self.shownGroups).map { position in
            [set.groups[position].group.description.singleLine, String(Int(set.groups[position].rows.total))]
                + set.judgements.map { cell($0[position]) } + [verdict(set, position)]
        }
        let rest = set.groups.count - Self.shownGroups
        return TextTable.aligned([header] + rows) + (rest > 0 ? "… and \(rest) more groups\n" : "")
    }

    private func cell(_ judgement: GroupJudgement) -> String {
        guard let estimate = judgement.estimate else { return "not estimable" }
        return "\(rounded(estimate.value)) (\(rounded(estimate.interval.lower))–\(rounded(estimate.interval.upper)))"
    }

    /// In which rates the group differs from the rest.
    private func verdict(_ set: AttributeSetReport, _ position: Int) -> String {
        let judgements = set.judgements.map { $0[position] }
        let differing = judgements.filter { $0.verdict == .differs }.map { name($0.rate) }
        if !differing.isEmpty { return "differs: \(differing.joined(separator: ", "))" }
        if judgements.allSatisfy({ $0.verdict == .tooFewRows || $0.verdict == .notEstimable }) { return "too few rows" }
        return "–"
    }

    private func gaps(_ set: AttributeSetReport) -> String {
        set.gaps.map { gap in
            guard let difference = gap.spread.difference else {
                return "\(name(gap.spread.rate)): fewer than two groups are large enough\n"
            }
            var line = "\(name(gap.spread.rate)): gap \(rounded(difference))"
            if let interval = gap.interval { line += " (\(rounded(interval.lower))–\(rounded(interval.upper)))" }
            if let ratio = gap.spread.ratio { line += ", ratio \(rounded(ratio))" }
            if let ratio = gap.spread.ratio, gap.spread.rate == .selectionRate, !ParityBand.fourFifths.contains(ratio) {
                line += ", below four fifths"
            }
            if let lowest = gap.spread.lowest, difference > 0 {
                line += ", lowest: \(lowest.group.description.singleLine)"
            }
            return line + "\n"
        }.joined()
    }

    private func name(_ rate: Rate) -> String { rate.rawValue.replacing("_", with: " ") }

    /// Three decimals.
    private func rounded(_ share: Double) -> String {
        let thousandths = Int((share * 1000).rounded())
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
