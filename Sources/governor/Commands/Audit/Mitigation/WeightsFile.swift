import GovernorAudit

/// Weights that make labels independent of groups, as CSV: the columns of the groups, `label` (0 or 1), `rows`, `weight`.
///
/// Rows of a group and label count as often as if both were independent (Kamiran and Calders, 2012).
struct WeightsFile {
    private let attributes: [String]
    private let groups: [GroupCounts]
    private let reweighing: Reweighing

    init(_ cube: CountCube, per attributes: [String], missing: MissingLevels) throws {
        let groups = try Disaggregation(cube, by: attributes, missing: missing)
        self.attributes = attributes
        self.groups = groups.groups
        reweighing = Reweighing(groups)
    }

    /// The table; without groups and labels that have no rows.
    var text: String {
        let rows = groups.flatMap { counts -> [[String]] in
            Outcome.known.compactMap { label in
                reweighing.weight(of: counts.group, label: label).map { weight in
                    let rows = label == .positive ? counts.rows.positives : counts.rows.labelled - counts.rows.positives
                    return counts.group.levels.map { $0.text ?? "" }
                        + [String(label.rawValue), String(Int(rows)), "\(weight)"]
                }
            }
        }
        return ([attributes + ["label", "rows", "weight"]] + rows).map {
            $0.map(Self.field).joined(separator: ",") + "\n"
        }
        .joined()
    }

    /// A field by RFC 4180.
    private static func field(_ text: String) -> String {
        text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
            ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
}
