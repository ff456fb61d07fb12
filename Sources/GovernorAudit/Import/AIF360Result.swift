// Results of AI Fairness 360 0.6 about an unprivileged and a privileged group, as JSON:
//
//     {"statistical_parity_difference": −0.1, …}                  metrics by the names of their methods
//     {"privileged": {"TP": 9, "FP": …}, "unprivileged": {…}}     binary_confusion_matrix(privileged=…) of both
//     [{"metric": "Disparate Impact", "message": …, counts}, …]   what a MetricJSONExplainer says, alone or in an array

import GovernorCore

/// Reads a result of AI Fairness 360.
enum AIF360Result {
    private static let hint =
        "write the metrics as {\"disparate_impact\": …}, the confusion matrices as {\"privileged\": {\"TP\": …}, \"unprivileged\": …}, "
        + "or what a MetricJSONExplainer says; NaN as null"
    private static let (unprivileged, privileged) = ("unprivileged", "privileged")

    /// Differences by the names of methods.
    private static let differences: [String: Rate] = [
        "statistical_parity_difference": .selectionRate, "mean_difference": .selectionRate,
        "equal_opportunity_difference": .truePositiveRate, "true_positive_rate_difference": .truePositiveRate,
        "false_positive_rate_difference": .falsePositiveRate,
    ]
    /// What an explainer counts: rows, and those they are a share of, before `Unprivileged` and `Privileged`.
    private static let explained: [(rate: Rate, part: String, whole: String)] = [
        (.selectionRate, "numPositives", "numInstances"), (.selectionRate, "numPositivePredictions", "num"),
        (.truePositiveRate, "numTruePositives", "numPositives"),
        (.falsePositiveRate, "numFalsePositives", "numNegatives"),
    ]

    static func read(_ bytes: [UInt8]) throws(AuditError) -> ImportedResult {
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: bytes) } catch { throw Self.error(error.message) }
        let set: ImportedSet
        if json[privileged]?.object != nil || json[unprivileged]?.object != nil {
            set = try matrices(json)
        } else if json["metric"] != nil || json.array != nil {
            set = try explanations(json.array ?? [json])
        } else {
            set = try metrics(json)
        }
        return ImportedResult(
            sets: [set],
            remarks: ["AI Fairness 360 compares two groups; the worst of several may be hidden in one of them"])
    }

    private static func error(_ problem: String) -> AuditError {
        .notAResult(of: "AI Fairness 360", problem: problem, hint: hint)
    }

    private static func matrices(_ json: JSONValue) throws(AuditError) -> ImportedSet {
        var set = ImportedSet(name: privileged)
        for group in [unprivileged, privileged] {
            guard let matrix = json[group] else { throw error("the group '\(group)' is missing") }
            var cells: [Int] = []
            for cell in ["TP", "FP", "TN", "FN"] {
                guard let value = matrix[cell]?.number?.doubleValue, value >= 0,
                    value <= ImportedTable.maximumCount, value == value.rounded()
                else { throw error("'\(cell)' of '\(group)' is no count") }
                cells.append(Int(value))
            }
            set.add(
                group,
                OutcomeCounts(
                    truePositives: cells[0], falsePositives: cells[1], trueNegatives: cells[2],
                    falseNegatives: cells[3]))
        }
        return set
    }

    private static func explanations(_ all: [JSONValue]) throws(AuditError) -> ImportedSet {
        var set = ImportedSet(name: privileged)
        for explanation in all {
            guard explanation["metric"]?.string != nil else { throw error("an explanation has no 'metric'") }
            for (rate, part, whole) in explained where set.shares(of: rate).isEmpty {
                for (group, suffix) in [(unprivileged, "Unprivileged"), (privileged, "Privileged")] {
                    guard let part = explanation["\(part)\(suffix)"]?.number?.doubleValue,
                        let whole = explanation["\(whole)\(suffix)"]?.number?.doubleValue
                    else { break }
                    guard part >= 0, part <= whole, whole <= ImportedTable.maximumCount else {
                        throw error("the counts of '\(explanation["metric"]?.string ?? "")' contradict each other")
                    }
                    set.add(group, rate, part, of: whole)
                }
            }
        }
        guard !set.shares.isEmpty else { throw error("no explanation has the counts of both groups") }
        return set
    }

    private static func metrics(_ json: JSONValue) throws(AuditError) -> ImportedSet {
        guard let members = json.object else { throw error("it is no object") }
        var set = ImportedSet(name: privileged)
        for (name, value) in members {
            guard let rate = differences[name] ?? (name == "disparate_impact" ? .selectionRate : nil) else { continue }
            guard value.isNull || value.number != nil else { throw error("'\(name)' is no number") }
            var stated = set.stated[rate] ?? (nil, nil)
            if name == "disparate_impact" {
                guard value.number.map({ $0.doubleValue >= 0 }) ?? true else { throw error("'\(name)' is below 0") }
                // Theirs is the unprivileged rate over the privileged one, whichever is lower.
                stated.ratio = value.number.map(\.doubleValue).map { $0 > 1 ? 1 / $0 : $0 }
            } else {
                guard value.number.map({ abs($0.doubleValue) <= 1 }) ?? true else {
                    throw error("'\(name)' is not from −1 to 1")
                }
                stated.difference = value.number.map { abs($0.doubleValue) }
            }
            set.stated[rate] = stated
        }
        guard !set.stated.isEmpty else { throw error("it has no metric of a group that is known") }
        return set
    }
}
