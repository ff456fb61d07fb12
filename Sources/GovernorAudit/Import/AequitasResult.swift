// A table of Aequitas 1.1 as CSV: a row for each group, with the counts of its confusion matrix.
//
//     attribute_name, attribute_value    the column, and the level that is the group
//     tp, fp, tn, fn                     its counts
//     model_id, score_threshold          which decisions; a table may hold several
//
// Tables of `Bias` have the same columns and disparities beside them, which are computed anew.

import GovernorCore

/// Reads a table of Aequitas.
enum AequitasResult {
    private static let cells = ["tp", "fp", "tn", "fn"]
    private static let hint = "write it with Group().get_crosstabs(table)[0].to_csv(\"crosstabs.csv\", index=False)"

    static func read(_ bytes: [UInt8]) throws(AuditError) -> ImportedResult {
        let table = try ImportedTable(bytes, tool: "Aequitas", hint: hint)
        let attributes = try table.texts("attribute_name"), values = try table.texts("attribute_value")
        var counts: [[Double]] = []
        for cell in cells { counts.append(try table.counts(cell)) }
        try requireOne(["model_id", "score_threshold"], table)
        var sets: [ImportedSet] = []
        var (names, levels): (Set<String>, Set<[ExactString]>) = ([], [])
        for row in attributes.indices {
            if sets.last?.name != attributes[row] {
                guard names.insert(attributes[row]).inserted else {
                    throw table.error("the groups of '\(attributes[row])' are apart from each other")
                }
                sets.append(ImportedSet(name: attributes[row]))
            }
            guard levels.insert([ExactString(attributes[row]), ExactString(values[row])]).inserted else {
                throw table.error("row \(row + 1): the group '\(values[row])' is there twice")
            }
            let counts = OutcomeCounts(
                truePositives: Int(counts[0][row]), falsePositives: Int(counts[1][row]),
                trueNegatives: Int(counts[2][row]), falseNegatives: Int(counts[3][row]))
            do throws(ImportedSet.Contradiction) { try sets[sets.count - 1].add(values[row], counts) } catch {
                throw table.error(error.problem)
            }
        }
        guard !sets.isEmpty else { throw table.error("it has no groups") }
        return ImportedResult(sets: sets)
    }

    private static func requireOne(_ names: [String], _ table: ImportedTable) throws(AuditError) {
        for name in names where Set(table.optionalTexts(name)).count > 1 {
            throw table.error("it has the decisions of more than one '\(name)': keep one")
        }
    }
}
