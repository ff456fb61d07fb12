import GovernorAudit
import GovernorCore

/// The slices that were found, with what they were looked for in.
struct SliceDocument: AuditDocument {
    static let subject = "Worst slices"
    static let category = "slices"
    /// So many slices are shown; the JSON form has more.
    private static let shown = 20

    /// What was found.
    let report: SliceReport
    let sources: [AuditSource]

    var rows: Int { report.read }
    var findings: [SliceFinding] {
        report.slices.map { SliceFinding(slice: $0, measure: report.plan.measure) }
    }
    var nothingFound: String {
        report.tested == 0
            ? "No slice is large enough to be looked at."
            : "No slice is worse than what surrounds it by more than chance explains."
    }
    var json: JSONValue { report.json }
    var gateMetrics: JSONValue { report.gateMetrics }

    var settings: [(name: String, value: String)] {
        let ignored = report.plan.ignored.map(\.singleLine).joined(separator: ", ")
        return [
            ("measure", report.plan.measure.words),
            ("columns", report.plan.columns.map(\.name.singleLine).joined(separator: ", ")),
            ("columns of one value, or of too many", ignored.isEmpty ? "none" : ignored),
            ("conditions of a slice", "at most \(report.plan.depth)"),
            ("rows of a slice", "at least \(report.audit.minimumRows)"),
            ("slices looked at", AuditNumber.count(Double(report.tested))),
            (
                "p-values",
                "corrected by \(MultipleTesting.benjaminiYekutieli.words) over all of them, significant below \(AuditNumber.fixed(report.audit.alpha, places: 2))"
            ),
        ]
    }

    var text: String {
        let plan = report.plan
        let overall = report.overall.map { AuditNumber.text($0.value) } ?? "not estimable"
        var text = "\(data.name.singleLine): \(rows) rows, \(plan.measure.words) \(overall)\n"
        if !plan.ignored.isEmpty {
            text +=
                "not looked at, of one value or of too many: \(plan.ignored.map(\.singleLine).joined(separator: ", "))\n"
        }
        text +=
            "\(AuditNumber.count(Double(report.tested))) slices of \(plan.columns.count) columns looked at, "
            + "\(AuditNumber.count(Double(report.found))) worse than what surrounds them\n"
        guard !report.slices.isEmpty else { return text }
        let rows = report.slices.prefix(Self.shown).map { slice in
            let estimate = slice.estimate
            return [
                slice.name, AuditNumber.count(estimate.rows),
                AuditNumber.text(estimate.value, estimate.interval?.lower, estimate.interval?.upper),
                AuditNumber.text(slice.outside), AuditNumber.text(slice.gap),
                AuditNumber.probability(slice.adjustedP),
            ]
        }
        let rest = report.found - rows.count
        return text + "\n"
            + TextTable.aligned([["slice", "rows", plan.measure.words, "outside", "gap", "corrected p"]] + rows)
            + (rest > 0 ? "… and \(AuditNumber.count(Double(rest))) more\n" : "")
    }

    var html: String {
        let measure = report.plan.measure
        let figures = charts.map(HTML.figure).joined()
        let table = HTML.table(
            caption: "The largest gaps first; intervals are 95 %",
            header: ["slice", "rows", measure.words, "outside", measure.gapWords, "corrected p"],
            rows: (report.overall.map { [cells("all rows", $0) + ["", "", ""]] } ?? [])
                + report.slices.prefix(10 * Self.shown).map { slice in
                    cells(slice.name, slice.estimate) + [
                        measure.text(slice.outside),
                        measure.gapText(slice.gap)
                            + "<small>\(measure.gapText(slice.gapInterval.lower))–\(measure.gapText(slice.gapInterval.upper))</small>",
                        AuditNumber.probability(slice.adjustedP),
                    ]
                })
        return AuditPage(document: self).text(
            lead:
                "\(AuditNumber.count(Double(rows))) rows · \(AuditNumber.count(Double(report.tested))) slices looked at",
            warning: "A slice that is too small to show a gap may still have one.", metrics: "What was found",
            body: report.overall == nil ? "" : "<section><h2>Slices</h2>\n\(figures)\(table)</section>\n",
            meaning: Self.meaning)
    }

    /// The beginning of a line of the table, as markup.
    private func cells(_ name: String, _ estimate: SliceEstimate) -> [String] {
        let measure = report.plan.measure
        return [
            HTML.text(name), AuditNumber.count(estimate.rows),
            measure.text(estimate.value) + "<small>\(measure.text(estimate.interval))</small>",
        ]
    }

    var markdown: String {
        AuditMarkdown(document: self).text(
            body: "", note: "\(AuditNumber.count(Double(report.tested))) slices were looked at.")
    }

    var charts: [Chart] { [SliceChart(report: report).chart].compactMap(\.self) }

    /// What the numbers mean.
    private static let meaning = """
        <p>A slice is the rows that meet up to three conditions on columns: a text, a number, a range of numbers cut at quantiles, or \
        that there is no value. It is told when its rate, or its mean absolute error, is worse than that of all other rows, and than that of what is left of every \
        wider slice when it is taken out, so that what is bad for a slice is not told again for its parts. p-values are corrected for \
        all slices that were looked at (Benjamini and Yekutieli, 2001): of those that are told, the expected share that is chance \
        is at most 5 %, however slices overlap. Intervals are those of each slice by itself; those of errors \
        are normal, and their p-value is the larger one of Welch’s test and of a z test with the variance of all rows together.</p>
        """
}

/// A slice that was found.
struct SliceFinding: AuditFinding {
    let slice: DataSlice
    let measure: SliceMeasure

    static let rules = [
        AuditRule(
            id: "audit.worst-slice", label: "Slice", severity: .warning,
            summary: "No slice of the rows is worse than what surrounds it by more than chance explains",
            help: "Look at rows of the slice: labels may be wrong there, values missing, or rows too few in training.")
    ]

    var ruleIndex: Int { 0 }

    var message: String {
        "\(slice.name): \(measure.words) \(measure.text(slice.estimate.value)) of \(AuditNumber.count(slice.estimate.rows)) rows, "
            + "\(measure.text(slice.outside)) outside (\(AuditNumber.probability(slice.adjustedP)))"
    }

    var fingerprint: String {
        Self.key(slice.conditions.map(\.column)) + "/" + Self.key(slice.conditions.map { $0.condition.words })
    }
}

extension DataSlice {
    /// Its conditions on one line.
    var name: String { name { column, _ in column } }

    /// Its conditions on one line that is no wider than the room, if need be with shorter names of columns.
    func name(fitting room: Double) -> String {
        guard ChartText.width(name) > room else { return name }
        let share = (room - Double(conditions.count - 1) * ChartText.width(Self.and)) / Double(conditions.count)
        return name { column, words in
            ChartText.shortened(column, to: max(Self.leastColumn, share - ChartText.width(" " + words)))
        }
    }

    private func name(_ column: (_ name: String, _ words: String) -> String) -> String {
        conditions.map { condition in
            let words = condition.condition.words.singleLine
            return "\(column(condition.column.singleLine, words)) \(words)"
        }.joined(separator: Self.and)
    }

    private static let and = " ∧ "
    /// A column's name is never cut to less.
    private static let leastColumn = 40.0
}

extension SliceColumn.Condition {
    /// What is said about a value, after the name of the column.
    var words: String {
        switch self {
        case .level(let level): "= \(level.description)"
        case .otherLevels(let count): "= one of \(count) rarer"
        case .number(let value): "= \(value.plain)"
        case .range(nil, let upper?): "< \(upper.plain)"
        case .range(let lower?, nil): "≥ \(lower.plain)"
        case .range(let lower?, let upper?): "in [\(lower.plain), \(upper.plain))"
        case .range(nil, nil): "is a number"
        case .missing: "is missing"
        }
    }
}

extension Double {
    /// The number as it is written, a whole one without a point.
    fileprivate var plain: String { Int64(exactly: self).map { String($0) } ?? String(self) }
}
