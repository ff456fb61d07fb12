import Crypto
import Foundation
import GovernorCore
import Testing

/// The files that an audit's report is written to.
struct AuditFilesTests {
    private static let options = [
        "--by", "sex", "--by", "race", "--label", "qualified", "--html", "r.html", "--markdown", "r.md", "--sarif",
        "r.sarif", "--charts", "charts",
    ]

    /// Two groups, one with a hostile name, that have scores.
    private static let hostile: String = {
        let names = ["f", "<script>alert(1)</script>\" onload=\"x", "m | @all"]
        return "sex,race,qualified,score\n"
            + (0..<600).map { row in
                let score = Double(row * 37 % 100) / 100
                return
                    "\"\(names[row % 3].replacing("\"", with: "\"\""))\",\(row % 5 == 0 ? "a" : "b"),\(row * 7 % 2),\(score)\n"
            }.joined()
    }()

    private static func audit(_ data: String, _ more: [String]) async throws -> WorkFolder {
        let folder = try WorkFolder()
        try folder.write(data, to: "data.csv")
        let run = try await CommandRun.governor(["audit", "data.csv"] + options + more, in: folder)
        #expect(run.status == 0, "\(run.diagnostics)")
        return folder
    }

    @Test func `the page has nothing that runs or loads, and what it may use is pinned`() async throws {
        let page = try await Self.audit(Self.hostile, ["--score", "score"]).text("r.html")
        #expect(!page.contains("<script"))
        #expect(!page.contains("onload=\"x"))
        for forbidden in [" style=", "http:", "https:", "url(", "@import", "<link", "<img", "<iframe", " href="] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        let style = try #require(page.firstMatch(of: #/<style>([^<]*)</style>/#)).1
        let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        #expect(page.contains("default-src 'none'; style-src 'sha256-\(hash)'"))
        #expect(page.components(separatedBy: "<style>").count == 2)
    }

    @Test func `no file is written over what is read, or over another result, however it is spelt`() async throws {
        let folder = try WorkFolder.world()
        try folder.write("columns: { by: [sex], prediction: hired }\n", to: "audit.yaml")
        let cases: [([String], Int32)] = [
            (["--html", "audit.yaml"], 2), (["--html", "./data/hiring.csv"], 2),
            (["--html", "r", "--evidence", "./data/../r"], 64), (["--charts", "data", "--html", "data/gaps.svg"], 64),
        ]
        for (options, status) in cases {
            let run = try await CommandRun.governor(
                ["audit", "data/hiring.csv", "--config", "audit.yaml"] + options, in: folder)
            #expect(run.status == status, "\(options): \(run.everything)")
        }
        #expect(try folder.text("audit.yaml").hasPrefix("columns:") && !folder.has("r"))
    }

    @Test func `where one file cannot be written, none is`() async throws {
        let folder = try WorkFolder.world()
        let run = try await CommandRun.governor(
            [
                "audit", "drift", "data/january.csv", "data/february.csv", "--snapshot", "s.json", "--output", "f.json",
                "--html", "h.html", "--sarif", "no/such/x.sarif", "--evidence", "e.json",
            ], in: folder)
        #expect(run.status == 2 && run.diagnostics.contains("no/such/x.sarif"), "\(run.everything)")
        for name in ["s.json", "f.json", "h.html", "e.json"] { #expect(!folder.has(name), "\(name)") }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix(".tmp") }
        #expect(left.isEmpty)
    }

    @Test func `every drawing has a name, words for who does not see it, and a table beside`() async throws {
        let page = try await Self.audit(Self.hostile, ["--score", "score"]).text("r.html")
        let drawings = page.components(separatedBy: "<figure>").dropFirst()
        // Gaps; rates of two columns and of both; calibration of two columns; thresholds.
        #expect(drawings.count == 7)
        for drawing in drawings {
            #expect(drawing.hasPrefix("<svg class=\"chart\""))
            #expect(drawing.contains("role=\"img\" aria-labelledby="))
            #expect(drawing.contains("<title id=") && drawing.contains("<desc id="))
            let after = try #require(drawing.components(separatedBy: "</figure>").last)
            #expect(after.drop(while: \.isWhitespace).hasPrefix("<div class=\"scroll\"><table><caption>"))
        }
        let ids = page.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
    }

    @Test func `drawings are well formed, and the same audit gives the same bytes`() async throws {
        let folders = [
            try await Self.audit(Self.hostile, ["--score", "score"]),
            try await Self.audit(Self.hostile, ["--score", "score"]),
        ]
        let names = try FileManager.default.contentsOfDirectory(atPath: folders[0].url.appending(path: "charts").path)
        #expect(
            names.sorted() == [
                "calibration-1.svg", "calibration-2.svg", "gaps.svg", "rates-1.svg", "rates-2.svg", "rates-3.svg",
                "thresholds.svg",
            ])
        for file in names.map({ "charts/\($0)" }) + ["r.html", "r.md", "r.sarif"] {
            #expect(try folders[0].text(file) == folders[1].text(file), "\(file)")
        }
        let parsed = try await CommandRun.shell(
            "for f in charts/*; do python3 -c 'import sys, xml.dom.minidom as d; d.parse(sys.argv[1])' $f || exit 1; done",
            in: folders[0])
        #expect(parsed.status == 0, "\(parsed.diagnostics)")
    }

    @Test func `what is not estimable is said with its reason, in every form`() async throws {
        let data =
            "sex,race,qualified,hired\n"
            + (0..<90).map { "\($0 % 2 == 0 ? "f" : "m"),a,1,\($0 % 3 == 0 ? 1 : 0)\n" }.joined()
        let folder = try await Self.audit(data, ["--prediction", "hired"])
        let page = try folder.text("r.html")
        #expect(page.contains("not estimable<small>no row labelled negative</small>"))
        #expect(page.contains("<td>not estimable</td>"), "the gate's metric")
        #expect(try folder.text("r.md").contains("| not estimable |"))
        let results = try JSONValue(parsing: try folder.text("r.sarif"))["runs"]?.array?.first?["results"]?.array ?? []
        #expect(results.contains { $0["ruleId"] == "audit.not-estimable" && $0["level"] == "note" })
    }

    @Test func `what rows that lack a column could change is in every form, as a box in drawings`() async throws {
        // f: 40 rows, 20 hired; m: 40 and 10; 10 rows lack a sex, of which 5 are hired.
        let sexes = Array(repeating: ("f", 2), count: 40) + Array(repeating: ("m", 4), count: 40)
        let rows = (sexes + Array(repeating: ("", 2), count: 10)).enumerated().map { row, group in
            "\(group.0),a,1,\(row % group.1 == 0 ? 1 : 0)\n"
        }
        let data = "sex,race,qualified,hired\n" + rows.joined()
        let folder = try await Self.audit(data, ["--prediction", "hired", "--missing", "bounds"])
        let boxes = { (file: String) in try folder.text(file).components(separatedBy: "class=\"bounds\"").count - 1 }
        // Selection rate and true positive rate of two groups, and the legend; precision is 1 in any case. Nobody lacks a race.
        #expect(try boxes("charts/rates-1.svg") == 2 * 2 + 1)
        #expect(try boxes("charts/rates-2.svg") == 0)
        #expect(try boxes("charts/gaps.svg") > 1)
        let drawing = try folder.text("charts/rates-1.svg")
        #expect(drawing.contains("f, selection rate: 50.0 % (35.2–64.8 %), n = 40, bounds 44.4–55.6 %"))
        #expect(drawing.contains("bounds: whatever groups rows belong to that lack a column"))
        #expect(try folder.text("r.html").contains("<small>bounds 22.2–33.3 %</small>"))
        #expect(try folder.text("r.md").contains("| m | 25.0 %, bounds 22.2–33.3 % |"))
        let left = try await Self.audit(data, ["--prediction", "hired", "--missing", "drop"])
        #expect(try !left.text("charts/rates-1.svg").contains("class=\"bounds\""))
        #expect(try !left.text("r.html").contains("<small>bounds") && !left.text("r.md").contains("bounds"))
    }

    @Test func `Markdown takes no markup from the data`() async throws {
        let text = try await Self.audit(Self.hostile, ["--score", "score"]).text("r.md")
        #expect(!text.contains("<script>"))
        #expect(!text.contains("@all"))
        #expect(!text.contains("m | "))
    }

    @Test func `SARIF has what version 2.1.0 requires, and findings that keep their name`() async throws {
        func results(_ selected: Int) async throws -> [JSONValue] {
            let data =
                "sex,race,qualified,hired\n"
                + (0..<2000).map { row in
                    let isHired = row % 2 == 0 ? row % 100 < selected : row % 100 < 50
                    return "\(row % 2 == 0 ? "f" : "m"),a,1,\(isHired ? 1 : 0)\n"
                }.joined()
            let folder = try await Self.audit(data, ["--prediction", "hired"])
            let document = try JSONValue(parsing: try folder.text("r.sarif"))
            #expect(document["version"] == "2.1.0")
            let run = try #require(document["runs"]?.array?.first)
            let rules = (run["tool"]?["driver"]?["rules"]?.array ?? []).map { $0["id"] }
            let results = run["results"]?.array ?? []
            for result in results {
                let index = try #require(result["ruleIndex"]?.number?.integer)
                #expect(rules[Int(index)] == result["ruleId"])
                let place = result["locations"]?.array?.first?["physicalLocation"]
                #expect(place?["artifactLocation"]?["uri"] == "data.csv")
                #expect(place?["region"]?["startLine"] == 1)
            }
            return results
        }
        let (worse, better) = (try await results(20), try await results(30))
        let broken = worse.filter { $0["ruleId"] == "audit.four-fifths" }
        #expect(broken.map { $0["level"] } == ["error", "error"])
        #expect(
            broken.map { $0["partialFingerprints"] }
                == better.filter { $0["ruleId"] == "audit.four-fifths" }.map { $0["partialFingerprints"] })
        #expect(broken[0]["message"] != better[0]["message"])
    }

    @Test func `a folder for drawings that cannot be made is an error that names it`() async throws {
        let folder = try WorkFolder()
        try folder.write("sex,hired\nf,1\nm,0\n", to: "data.csv")
        let run = try await CommandRun.governor(
            ["audit", "data.csv", "--by", "sex", "--prediction", "hired", "--charts", "no/such/folder"], in: folder)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("no/such/folder"))
    }
}
