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
                guard let value = matrix[cell]?.number?.doubleValue, ImportedTable.isCount(value) else {
                    throw error("'\(cell)' of '\(group)' is no count")
                }
                cells.append(Int(value))
            }
            let counts = OutcomeCounts(
                truePositives: cells[0], falsePositives: cells[1], trueNegatives: cells[2], falseNegatives: cells[3])
            do throws(ImportedSet.Contradiction) { try set.add(group, counts) } catch {
                throw Self.error(error.problem)
            }
        }
        return set
    }

    private static func explanations(_ all: [JSONValue]) throws(AuditError) -> ImportedSet {
        var set = ImportedSet(name: privileged)
        for explanation in all {
            guard let metric = explanation["metric"]?.string else { throw error("an explanation has no 'metric'") }
            for (rate, part, whole) in explained {
                let sides = [(unprivileged, "Unprivileged"), (privileged, "Privileged")].compactMap { group, suffix in
                    let numbers = [part, whole].compactMap { explanation["\($0)\(suffix)"]?.number?.doubleValue }
                    return numbers.count == 2 ? (group: group, part: numbers[0], whole: numbers[1]) : nil
                }
                guard sides.count == 2 else { continue }
                for side in sides {
                    guard [side.part, side.whole].allSatisfy(ImportedTable.isCount), side.part <= side.whole else {
                        throw error("the counts of '\(metric)' are none, or contradict each other")
                    }
                    do throws(ImportedSet.Contradiction) {
                        try set.add(side.group, rate, side.part, of: side.whole)
                    } catch {
                        throw Self.error(error.problem)
                    }
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
            guard value.isNull || value.number.map({ $0.doubleValue.isFinite }) == true else {
                throw error("'\(name)' is no number")
            }
            let number = value.number?.doubleValue
            var stated = set.stated[rate] ?? (nil, nil)
            if name == "disparate_impact" {
                guard number.map({ $0 >= 0 }) ?? true else { throw error("'\(name)' is below 0") }
                // Theirs is the unprivileged rate over the privileged one, whichever is lower.
                stated.ratio = number.map { $0 > 1 ? 1 / $0 : $0 }
            } else {
                guard number.map({ abs($0) <= 1 }) ?? true else { throw error("'\(name)' is not from −1 to 1") }
                let difference = number.map { abs($0) }
                guard stated.difference == nil || difference == nil || stated.difference == difference else {
                    throw error("'\(name)' and another name of the same metric differ")
                }
                stated.difference = stated.difference ?? difference
            }
            set.stated[rate] = stated
        }
        guard !set.stated.isEmpty else { throw error("it has no metric of a group that is known") }
        return set
    }
}
