import Foundation
import GovernorCore
import Testing

struct HelpTests {
    @Test func `every command's help is as recorded`() async throws {
        for command in try await CommandDescription.all() {
            let run = try await CommandRun.governor(command.path + ["--help"], in: WorkFolder())
            #expect(run.status == 0)
            let name = (["governor"] + command.path).joined(separator: "-")
            try Golden.expect(run.output, matches: Repository.fixtures("commands/help/\(name).txt"))
        }
    }

    @Test func `every command that does something shows an example that runs`() async throws {
        for command in try await CommandDescription.all() where command.isLeaf {
            let examples = command.examples
            #expect(!examples.isEmpty, "\(command.path.joined(separator: " ")) has no example")
            guard !CommandDescription.endless.contains(command.path) else { continue }
            let folder = try WorkFolder.examples()
            for example in examples {
                let run = try await CommandRun.shell(example, in: folder)
                #expect(run.status == 0, "\(example)\n\(run.everything)")
            }
        }
    }

    @Test func `an example can be pasted as the help shows it`() async throws {
        for command in try await CommandDescription.all() {
            let help = try await CommandRun.governor(command.path + ["--help"], in: WorkFolder()).output
            for line in command.examples.flatMap({ $0.split(separator: "\n") }) {
                #expect(help.contains(line.drop { $0 == " " }), "wrapped: \(line)")
            }
        }
    }

    @Test func `every command that does something says what its exit codes mean, and a page lists them`() async throws {
        var rows: [String] = []
        for command in try await CommandDescription.all() where command.isLeaf || command.path.isEmpty {
            let name = (["governor"] + command.path).joined(separator: " ")
            let found = command.discussion.firstMatch(of: /Exit codes: (0 .*, 2 .*, 64 wrong usage)\./)
            rows.append("| `\(name)` | \(try #require(found?.1, "\(name) names no exit codes")) |")
        }
        let page = """
            # Exit codes

            0 is yes, 1 is no, 2 means that there is no answer, and 64 that the command line is wrong. Every command's help says what
            that means for it. This page is made from the helps.

            | Command | Exit codes |
            | --- | --- |
            \(rows.joined(separator: "\n"))

            """
        try Golden.expect(page, matches: Repository.root.appending(path: "docs/exit-codes.md"))
    }

    @Test func `the version is printed`() async throws {
        let run = try await CommandRun.governor(["--version"], in: WorkFolder())
        #expect(run.status == 0)
        #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test(arguments: [["nonsense"], ["gate"], ["gate", "--confg", "x"], ["check", "--config", "policy.yaml"]])
    func `wrong usage is exit 64, on standard error`(arguments: [String]) async throws {
        let run = try await CommandRun.governor(arguments, in: .world())
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.diagnostics.contains("Usage: governor"))
    }
}

/// A command as the parser describes it.
struct CommandDescription {
    let path: [String]
    let discussion: String
    let isLeaf: Bool

    /// Commands that run until they are stopped, or need a server with something in it; tests of their own run them.
    static let endless: Set<[String]> = Set(
        [["serve"], ["demo"]] + ["list", "show", "release", "edit", "reject"].map { ["holds", $0] }
            + ["stop", "start", "stops"].map { ["gateway", $0] })

    /// All commands but the parser's own `help`.
    static func all() async throws -> [CommandDescription] {
        let run = try await CommandRun.governor(["--experimental-dump-help"], in: WorkFolder())
        let root = try #require(try JSONValue(parsing: run.output)["command"])
        return walk(root, path: [])
    }

    /// The runnable lines: from one that starts with `$ ` to the next blank line.
    var examples: [String] {
        var examples: [String] = []
        var isInside = false
        for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("$ ") {
                examples.append(String(text.dropFirst(2)))
                isInside = true
            } else if text.isEmpty {
                isInside = false
            } else if isInside {
                examples[examples.count - 1] += "\n" + line
            }
        }
        return examples
    }

    private static func walk(_ command: JSONValue, path: [String]) -> [CommandDescription] {
        let children = (command["subcommands"]?.array ?? []).filter { $0["commandName"]?.string != "help" }
        let own = CommandDescription(
            path: path, discussion: command["discussion"]?.string ?? "", isLeaf: children.isEmpty)
        return [own] + children.flatMap { walk($0, path: path + [$0["commandName"]?.string ?? ""]) }
    }
}
