import Foundation
import GovernorCore
import Testing

/// The files and records of audits of drift, quality and slices.
struct AuditReportsTests {
    /// Names that would be markup, lines, cells or another order of words if they were not escaped.
    private static let names = [
        "</script><script>alert(1)</script>", "\" onload=\"x", "m | @all", "line\nend", "\u{202E}turned\u{7}",
        "'`*_[x](y)",
    ]

    private static func field(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }

    /// Two months of decisions: of the second, some values are others, are missing or are new.
    private static func month(_ second: Bool) -> String {
        field(names[0]) + ",amount,sex,label,prediction,score\n"
            + (0..<600).map { row in
                let region = field(names[(second ? row * row : row) % (second ? 6 : 4)])
                let amount = second && row.isMultiple(of: 9) ? "" : "\(row * 37 % 500 + (second ? 150 : 0))"
                let decided = second ? row % 5 == 0 : row % 2 == 0
                return
                    "\(region),\(amount),\(field(names[row % 3])),\(row % 3 == 0 ? 1 : 0),\(decided ? 1 : 0),\(Double(row * 7 % 100) / 100)\n"
            }.joined()
    }

    /// The audits, with the drawings that they make.
    enum Audit: CaseIterable {
        case drift, quality, regression, slices

        var arguments: [String] {
            let columns = ["--by", "sex", "--label", "label"]
            switch self {
            case .drift: return ["drift", "one.csv", "two.csv", "--prediction", "prediction"] + columns
            case .quality: return ["quality", "two.csv", "--score", "score"] + columns
            case .regression:
                return ["quality", "two.csv", "--prediction", "score", "--task", "regression"] + columns
            case .slices: return ["slices", "two.csv", "--label", "label", "--prediction", "prediction"]
            }
        }
        var drawings: [String] {
            switch self {
            case .drift: ["changes-1.svg", "distributions.svg", "drift.svg", "gaps.svg"]
            case .quality: ["calibration-1.svg", "groups-1.svg", "measures.svg"]
            case .regression: ["errors.svg", "groups-1.svg"]
            case .slices: ["slices.svg"]
            }
        }
        var data: [String] { self == .drift ? ["one.csv", "two.csv"] : ["two.csv"] }
        var isDrift: Bool { self == .drift }
    }

    private static func run(_ audit: Audit) async throws -> WorkFolder {
        let folder = try WorkFolder()
        try folder.write(month(false), to: "one.csv")
        try folder.write(month(true), to: "two.csv")
        let files = [
            "--html", "r.html", "--markdown", "r.md", "--sarif", "r.sarif", "--charts", "charts", "--evidence",
            "record.json",
        ]
        let run = try await CommandRun.governor(["audit"] + audit.arguments + files, in: folder)
        #expect(run.status == 0, "\(run.diagnostics)")
        return folder
    }

    @Test(arguments: Audit.allCases)
    func `names from the data are words and nothing else`(audit: Audit) async throws {
        let folder = try await Self.run(audit)
        let page = try folder.text("r.html")
        for forbidden in [
            "<script", "</script", "onload=\"x", " style=", "http:", "url(", "\u{202E}", "\u{7}", "line\nend",
        ] {
            #expect(!page.contains(forbidden), "\(forbidden.debugDescription)")
        }
        #expect(page.contains("&lt;/script&gt;"))
        let text = try folder.text("r.md")
        for forbidden in ["<script", "@all", "m | ", "\u{202E}", "line\nend", "[x](y)"] {
            #expect(!text.contains(forbidden), "\(forbidden.debugDescription)")
        }
        // Every line of a table has the cells of the one before.
        let tables = text.split(separator: "\n\n").filter { $0.hasPrefix("|") }
        for table in tables {
            let cells = table.split(separator: "\n").map { $0.replacing("\\|", with: "").count { $0 == "|" } }
            #expect(Set(cells).count == 1, "\(table)")
        }
        let run = try #require(try JSONValue(parsing: try folder.text("r.sarif"))["runs"]?.array?.first)
        let rules = run["tool"]?["driver"]?["rules"]?.array ?? []
        for result in run["results"]?.array ?? [] {
            let index = try #require(result["ruleIndex"]?.number?.integer)
            #expect(rules[Int(index)]["id"] == result["ruleId"])
            let message = result["message"]?["text"]?.string ?? ""
            #expect(!message.isEmpty && !message.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }

    @Test(arguments: Audit.allCases)
    func `drawings are well formed, have a table beside, and repeat byte for byte`(audit: Audit) async throws {
        let folders = [try await Self.run(audit), try await Self.run(audit)]
        let names = try FileManager.default.contentsOfDirectory(atPath: folders[0].url.appending(path: "charts").path)
        #expect(names.sorted() == audit.drawings)
        for file in names.map({ "charts/\($0)" }) + ["r.html", "r.md", "r.sarif", "record.json"] {
            #expect(try folders[0].text(file) == folders[1].text(file), "\(file)")
        }
        let parsed = try await CommandRun.shell(
            "for f in charts/*; do python3 -c 'import sys, xml.dom.minidom as d; d.parse(sys.argv[1])' $f || exit 1; done",
            in: folders[0])
        #expect(parsed.status == 0, "\(parsed.diagnostics)")
        let drawings = try folders[0].text("r.html").components(separatedBy: "<figure>").dropFirst()
        #expect(drawings.count == audit.drawings.count)
        for drawing in drawings {
            let after = try #require(drawing.components(separatedBy: "</figure>").last)
            #expect(after.drop(while: \.isWhitespace).hasPrefix("<div class=\"scroll\"><table><caption>"))
        }
    }

    @Test(arguments: Audit.allCases)
    func `a record is repeated by its audit, and says what is others`(audit: Audit) async throws {
        let folder = try await Self.run(audit)
        let valid = try await CommandRun.governor(["audit", "verify", "record.json"] + audit.data, in: folder)
        #expect(valid.status == 0, "\(valid.everything)")
        #expect(valid.output.contains("VALID"))
        let wrong = Array(audit.data.reversed().map { $0 == "two.csv" ? "one.csv" : "two.csv" }.reversed())
        let other = try await CommandRun.governor(["audit", "verify", "record.json"] + wrong, in: folder)
        #expect(other.status == 1)
        #expect(other.output.contains("the data are others: SHA-256 "))
        #expect(other.output.contains("the reference is another: SHA-256 ") == audit.isDrift)
        let many = try await CommandRun.governor(
            ["audit", "verify", "record.json"] + audit.data + ["one.csv"], in: folder)
        #expect(many.status == 64)
    }

    @Test func `what changed is found, in the order of how much it matters`() async throws {
        let folder = try await Self.run(.drift)
        let results = try JSONValue(parsing: try folder.text("r.sarif"))["runs"]?.array?.first?["results"]?.array ?? []
        let rules = results.compactMap { $0["ruleId"]?.string }
        var order: [String] = []
        for rule in rules where order.last != rule { order.append(rule) }
        #expect(
            order == ["audit.drift-large", "audit.rate-changed", "audit.missing-changed", "audit.new-values"],
            "\(rules)")
        let messages = results.compactMap { $0["message"]?["text"]?.string }
        #expect(
            messages.contains { $0.hasPrefix("amount: missing in 11.2 % of the rows, before in 0.0 % (p < 0.001)") })
        #expect(messages.contains { $0.hasPrefix("selection rate of all rows changed from 50.0 % to 20.0 %") })
    }

    @Test func `a column that is left out is not compared, and a misspelt one is an error`() async throws {
        let folder = try await Self.run(.drift)
        let run = try await CommandRun.governor(
            ["audit", "drift", "one.csv", "two.csv", "--ignore", "amount", "--format", "json"], in: folder)
        #expect(run.status == 0, "\(run.diagnostics)")
        let names = try JSONValue(parsing: run.output)["columns"]?.array?.map { $0["name"] }
        #expect(names?.contains("amount") == false && names?.contains("sex") == true)
        let wrong = try await CommandRun.governor(
            ["audit", "drift", "one.csv", "two.csv", "--ignore", "amont"], in: folder)
        #expect(wrong.status == 2)
        #expect(wrong.diagnostics.contains("did you mean 'amount'?"))
    }

    @Test func `reports need current data, and go neither over the data nor between what is printed`() async throws {
        let folder = try await Self.run(.drift)
        let none = try await CommandRun.governor(
            ["audit", "drift", "one.csv", "--snapshot", "s.json", "--html", "r.html"], in: folder)
        #expect(none.status == 64)
        for path in ["one.csv", "-"] {
            let over = try await CommandRun.governor(
                ["audit", "drift", "one.csv", "two.csv", "--html", path], in: folder)
            #expect(over.status == 2)
        }
        #expect(try folder.text("one.csv") == Self.month(false))
    }
}
