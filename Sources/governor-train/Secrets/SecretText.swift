import Foundation
import GovernorCore

/// One text and whether it holds a secret.
struct SecretText {
    let text: String
    let holdsSecret: Bool
    let source: String
    /// The rule of the source it illustrates.
    let family: String

    /// The rows of a file: objects with `text`, `label` 0 or 1, `source` and `kind`.
    static func rows(of file: LabelledFile) throws -> [SecretText] {
        try file.rows().enumerated().map { offset, row in
            guard let text = row["text"]?.string, let label = row["label"]?.number?.integer else {
                throw file.unreadable("no text with a label", line: offset + 1)
            }
            return SecretText(
                text: text, holdsSecret: label == 1, source: row["source"]?.string ?? file.source,
                family: row["kind"]?.string ?? "")
        }
    }

    /// Files of ordinary code below a folder, in an order that depends on their names alone, up to a number of lines.
    static func code(in folder: String, lines limit: Int) -> [SecretText] {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        let code = paths.filter { endings.contains(($0 as NSString).pathExtension) }
            .sorted { (hash($0), $0) < (hash($1), $1) }
        var texts: [SecretText] = []
        var lines = 0
        for path in code where lines < limit {
            guard let text = try? String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8) else { continue }
            texts.append(SecretText(text: text, holdsSecret: false, source: folder, family: path))
            lines += texts[texts.count - 1].lines
        }
        return texts
    }

    var lines: Int { text.utf8.reduce(0) { $0 + ($1 == 10 ? 1 : 0) } }

    private static let endings: Set = [
        "py", "swift", "c", "h", "go", "js", "ts", "yaml", "yml", "json", "md", "sh", "toml",
    ]

    /// FNV-1a.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }
}
