import Foundation
import Testing

/// A recorded session: what was typed in the small world, and what came back.
///
///     # what the case shows
///     $ governor gate …
///     == exit 0
///     == stdout
///     …
///     == stderr
///     …
struct CommandCase: Sendable, CustomTestStringConvertible {
    let file: URL
    let title: String
    let script: String

    init(reading file: URL) throws {
        self.file = file
        let lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let head = lines.prefix { !$0.hasPrefix("== ") }
        title = head.filter { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) }.joined(separator: "\n# ")
        script = head.filter { !$0.hasPrefix("# ") }.map { $0.hasPrefix("$ ") ? String($0.dropFirst(2)) : String($0) }
            .joined(separator: "\n")
    }

    /// The text of the file for a run.
    func transcript(of run: CommandRun) -> String {
        let typed = "$ \(script.trimmingCharacters(in: .newlines))\n"
        return "# \(title)\n\(typed)== exit \(run.status)\n== stdout\n\(run.output)== stderr\n\(run.diagnostics)"
    }

    var testDescription: String { file.deletingPathExtension().lastPathComponent }

    /// All recorded cases.
    static let all: [CommandCase] = {
        let folder = Repository.fixtures("commands/cases")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".txt") }.sorted().compactMap {
            try? CommandCase(reading: folder.appending(path: $0))
        }
    }()
}
