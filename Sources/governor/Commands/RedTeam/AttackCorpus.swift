import GovernorInspect

/// Reads attacks (label 1) and harmless texts (label 0) from labelled data.
enum AttackCorpus {
    private static let form =
        #"write {"text": …, "label": 1} for an attack, {"text": …, "label": 0} for a harmless text"#

    /// The texts of files.
    ///
    /// - Throws: ``CommandError/invalid(path:problem:hint:)`` for rows that are no labelled texts, for empty texts, for two
    ///   texts of one id and for files without rows.
    static func attacks(in files: [String]) throws -> [Attack] {
        var ids: Set<String> = []
        let attacks = try LabelledRow.rows(of: files, hint: form).map { row in
            guard case .isPositive(let isAttack) = row.label else {
                throw row.error("it has spans", hint: form)
            }
            let text = String(decoding: row.text, as: UTF8.self)
            guard !text.allSatisfy(\.isWhitespace) else {
                throw row.error("the text is empty, which is no prompt", hint: "leave the row out")
            }
            guard ids.insert(row.id).inserted else {
                throw invalid(files, "two rows have the id '\(row.id)'", "results are told apart by their ids")
            }
            return Attack(
                id: row.id, source: row.source, kind: row.kind ?? "unknown", isBenign: !isAttack, text: text)
        }
        guard !attacks.isEmpty else {
            throw invalid(files, "there are no rows", form)
        }
        return attacks
    }

    private static func invalid(_ files: [String], _ problem: String, _ hint: String) -> CommandError {
        .invalid(path: files.joined(separator: ", "), problem: problem, hint: hint)
    }
}
