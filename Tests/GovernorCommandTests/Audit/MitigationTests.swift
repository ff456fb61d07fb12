import Foundation
import GovernorCore
import Testing

/// Thresholds by group, as files.
struct MitigationTests {
    /// Scores of groups with hostile names; the second group's are lower.
    private static let data: String = {
        let names = ["it's \"x\" \\ && true", "", "ü\u{7}|| 1"]
        return "My Group!,my-group!,good,score\n"
            + (0..<900).map { row in
                let isGood = row * 7 % 10 < 5
                let score = Double(row * 37 % 60) / 100 + (isGood ? 0.3 : 0.1) - Double(row % 3) / 20
                return "\"\(names[row % 3].replacing("\"", with: "\"\""))\",b,\(isGood ? 1 : 0),\(score)\n"
            }.joined()
    }()

    private static func mitigate(_ more: [String]) async throws -> (folder: WorkFolder, run: CommandRun) {
        let folder = try WorkFolder()
        try folder.write(data, to: "data.csv")
        let options = ["--by", "My Group!", "--by", "my-group!", "--label", "good", "--score", "score"]
        let run = try await CommandRun.governor(["audit", "mitigate", "data.csv"] + options + more, in: folder)
        #expect(run.status == 0, "\(run.diagnostics)")
        return (folder, run)
    }

    @Test func `a policy reads the fragment, and decides by the group's threshold`() async throws {
        let (folder, run) = try await Self.mitigate(["--policy-fragment", "p.json", "--format", "json"])
        let check = try await CommandRun.governor(["policy", "check", "p.json"], in: folder)
        #expect(check.status == 0, "\(check.everything)")
        let rules = try #require(try JSONValue(parsing: run.output)["plan"]?["rules"]?.array)
        #expect(rules.count == 3)
        for rule in rules {
            let group = rule["levels"]?.array?.first ?? .null
            let threshold = try #require(
                rule["thresholds"]?.array?.first?["above"]?.number?.doubleValue)
            for (score, isAllowed) in [(threshold.nextUp, true), (threshold, false), (0, false)] {
                let values = [
                    "group_my_group_=\(group.string ?? "")", "group_my_group__2=b", "decision_score=\(score)",
                ]
                let explained = try await CommandRun.governor(
                    ["policy", "explain", "p.json", "--stage", "prompt"] + values.flatMap { ["--set", $0] }, in: folder)
                #expect(explained.status == (isAllowed ? 0 : 1), "\(group) \(score)\n\(explained.everything)")
            }
        }
    }

    @Test func `chance makes rates equal, and is said with every threshold`() async throws {
        let run = try await Self.mitigate(["--per", "My Group!", "--randomised", "--constraint", "equalized_odds"]).run
        #expect(run.output.contains("by chance with"))
        let line = try #require(run.output.split(separator: "\n").first { $0.hasPrefix("true positive rate: gap") })
        #expect(line.contains("→ 0.00"), "\(line)")
    }

    @Test func `thresholds are judged on other rows where there are some`() async throws {
        let (folder, _) = try await Self.mitigate([])
        try folder.write(Self.data.split(separator: "\n").prefix(301).joined(separator: "\n"), to: "other.csv")
        let run = try await CommandRun.governor(
            [
                "audit", "mitigate", "data.csv", "--by", "My Group!", "--label", "good", "--score", "score",
                "--holdout",
                "other.csv", "--format", "json",
            ], in: folder)
        let document = try JSONValue(parsing: run.output)
        #expect(document["data"]?["file"] == "other.csv")
        #expect(document["after"]?["rows"]?.number?.integer == 300)
    }
}
