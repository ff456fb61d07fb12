import Foundation
import GovernorCore
import GovernorPolicy
import Testing

/// The tables of `docs/policies.md` come from the code; `RECORD_GOLDENS=1 swift test` writes them anew.
@Suite struct PolicyReferenceTests {
    @Test func `the reference page has every key and variable as the loader has them`() throws {
        let page = Fixture.root.appending(path: "docs/policies.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let expected = Self.replace("keys", in: Self.replace("variables", in: text, by: Self.variables), by: Self.keys)
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
            try expected.write(to: page, atomically: true, encoding: .utf8)
        }
        #expect(text == expected)
        #expect(Policy.keys.allSatisfy { !$0.sentence.isEmpty })
    }

    private static var keys: String {
        let rows = Policy.keys.map { key in
            let type = key.range.map { "\(key.type): \($0)" } ?? (key.type.isEmpty ? "any" : key.type)
            let value = key.isRequired ? "required" : key.defaultValue.map { "`\($0.compactText)`" } ?? ""
            return "| `\(key.path)` | \(type) | \(value) | \(key.sentence) |"
        }
        return "| Key | Type | Default | Meaning |\n| --- | --- | --- | --- |\n" + rows.joined(separator: "\n")
    }

    private static var variables: String {
        let rows = RuleVariable.builtIn.map { variable in
            let stages = Stage.allCases.filter(variable.stages.contains).map(\.rawValue)
            let places = stages.count == Stage.allCases.count ? "all" : stages.joined(separator: ", ")
            let head = "| `\(variable.name)` | \(variable.kind.rawValue) | \(variable.origin.rawValue)"
            return "\(head) | \(places) | `\(variable.defaultValue.compactText)` | \(variable.sentence) |"
        }
        return "| Variable | Type | Origin | Stages | Default | Meaning |\n| --- | --- | --- | --- | --- | --- |\n"
            + rows.joined(separator: "\n")
    }

    /// Puts a table behind a marker, in place of the one that is there.
    private static func replace(_ marker: String, in text: String, by table: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: "<!-- \(marker) -->") else { return text }
        var end = start + 1
        while end < lines.count, lines[end].hasPrefix("|") { end += 1 }
        lines.replaceSubrange((start + 1)..<end, with: table.split(separator: "\n").map(String.init))
        return lines.joined(separator: "\n")
    }
}
