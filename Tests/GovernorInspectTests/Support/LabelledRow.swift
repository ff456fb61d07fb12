import Foundation
import Testing

/// A row of labelled data outside of the repository, in the folder that the environment's `GOVERNOR_DATA` names.
struct LabelledRow {
    static let data = ProcessInfo.processInfo.environment["GOVERNOR_DATA"]

    private let fields: [String: Any]

    /// The rows of a JSON Lines file.
    static func rows(_ path: String) throws -> [LabelledRow] {
        let file = URL(filePath: try #require(data)).appending(path: path)
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            LabelledRow(fields: try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]))
        }
    }

    /// A field of text; empty when the row has none of that name.
    subscript(_ name: String) -> String { fields[name] as? String ?? "" }

    var label: Int? { fields["label"] as? Int }
}
