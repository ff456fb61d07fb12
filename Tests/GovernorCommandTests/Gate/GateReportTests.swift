import Foundation
import GovernorCore
import Testing

/// The forms that other programs read: each is parsed by something that is not ours where there is such a thing.
struct GateReportTests {
    @Test func `JUnit XML is well formed and its counts agree with the gate`() async throws {
        let folder = try WorkFolder.world()
        let run = try await rich("junit", in: folder)
        try folder.write(run.output, to: "gate.xml")
        let xml = try await CommandRun.shell(
            """
            python3 -c "
            import xml.etree.ElementTree as tree
            suites = tree.parse('gate.xml').getroot()
            suite = suites[0]
            cases = suite.findall('testcase')
            print(suites.tag, suite.tag, suite.get('name'), suite.get('tests'), suite.get('failures'), suite.get('skipped'))
            print(len(cases), len(suite.findall('*/failure')), len(suite.findall('*/skipped')))"
            """, in: folder)
        #expect(xml.output == "testsuites testsuite Rich & <strange> \"World\" 5 1 1\n5 1 1\n", "\(xml.diagnostics)")
    }

    @Test func `SARIF has what version 2.1.0 requires`() async throws {
        let sarif = try JSONValue(parsing: try await rich("sarif", in: .world()).output)
        #expect(sarif["version"]?.string == "2.1.0")
        #expect(sarif["$schema"]?.string?.contains("sarif-2.1.0") == true)
        let run = try #require(sarif["runs"]?.array?.first)
        let driver = try #require(run["tool"]?["driver"])
        #expect(driver["name"]?.string == "Governor")
        let rules = (driver["rules"]?.array ?? []).map { $0["id"]?.string }
        #expect(rules.count == 5)
        let results = try #require(run["results"]?.array)
        #expect(!results.isEmpty)
        for result in results {
            let index = try #require(result["ruleIndex"]?.number?.integer)
            #expect(rules[Int(index)] == result["ruleId"]?.string)
            #expect(result["message"]?["text"]?.string?.isEmpty == false)
            #expect(["error", "warning"].contains(result["level"]?.string))
            let place = try #require(result["locations"]?.array?.first?["physicalLocation"])
            #expect(place["artifactLocation"]?["uri"]?.string?.isEmpty == false)
            #expect((place["region"]?["startLine"]?.number?.integer ?? 0) >= 1)
        }
        let waived = results.first { $0["ruleId"]?.string == "fairness.subgroup_delta" }
        #expect(waived?["suppressions"]?.array?.first?["kind"]?.string == "external")
    }

    @Test func `the fields of the JSON verdict are those of docs/cli-json.md`() async throws {
        let verdict = try JSONValue(parsing: try await rich("json", in: .world()).output)
        let documentation = try Repository.text("docs/cli-json.md")
        for name in verdict.object?.keys ?? [] { #expect(documentation.contains("`\(name)`"), "\(name)") }
        for name in verdict["thresholds_checked"]?.array?.first?.object?.keys ?? [] {
            #expect(documentation.contains("`thresholds_checked[].\(name)`"), "\(name)")
        }
    }

    @Test func `annotations are shown in GitHub Actions only, and leave standard output to the verdict`() async throws {
        let plain = try await rich("json", in: .world())
        #expect(plain.diagnostics.isEmpty)
        let folder = try WorkFolder.world()
        let action = try await rich(
            "json", in: folder, environment: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "s.md"])
        #expect(
            action.diagnostics.contains(
                "::error file=rich/eval_quality.json,line=4,title=quality.latency_p95::quality.latency_p95 2.5 >= max 2.5%0A"
            ))
        #expect(try JSONValue(parsing: action.output)["outcome"]?.string == "FAIL")
        #expect(try folder.text("s.md").contains("FAIL"))
    }

    @Test func `a policy cannot forge lines, colours or markup of a report`() async throws {
        let folder = try WorkFolder.world()
        try folder.write(
            #"{"meta": {"policy_id": "p", "version": "1", "title": "T\u001b[31m\nOverall: PASS | @everyone <img>"},"#
                + #""thresholds": {"q": {"m": {"target_min": 1}}}}"#, to: "p.yaml")
        try folder.write("{\"q.m\": 0}", to: "m.json")
        for format in ["text", "markdown", "junit"] {
            let run = try await CommandRun.governor(
                ["check", "--config", "p.yaml", "--input", "m.json", "--format", format], in: folder)
            #expect(!run.output.contains("\u{1B}"))
            #expect(!run.output.split(separator: "\n").contains { $0.hasPrefix("Overall: PASS") })
            if format != "text" { #expect(!run.output.contains("<img>")) }
        }
    }

    private func rich(
        _ format: String, in folder: WorkFolder, environment: [String: String] = [:]
    ) async throws -> CommandRun {
        let run = try await CommandRun.governor(
            ["gate", "--config", "rich.yaml", "--artifacts", "rich", "--format", format], in: folder,
            environment: environment)
        #expect(run.status == 1)
        return run
    }
}
