import ArgumentParser
import GovernorCore
import GovernorGateway
import GovernorPolicy

/// `governor policy test`: does the policy decide as its own cases say.
struct PolicyTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run a policy's own cases.",
        discussion: """
            The cases stand beside the policy: name.tests.yaml beside name.yaml.
            \(ExitCodes.policyTest)

            Example:
              $ governor policy test examples/policies/adr-006.embedded-governance.yaml
            """)

    @Argument(help: "The policy file.")
    var policy: String

    @Option(help: "The file of cases; the one beside the policy if left out.")
    var tests: String?

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    func run() throws {
        let file = PolicyFile(policy)
        let cases = InputFile(tests ?? file.testsPath, "policy tests")
        let loaded = try file.load()
        let decisions = try DecisionMaker(rehearsing: loaded)
        let report = try PolicyTestSuite(cases.bytes(), name: cases.displayName)
            .run(on: loaded, at: .now(), measuring: decisions.measure)
        switch format {
        case .text: try StandardStream.output.write(text(report, cases.displayName))
        case .json: try StandardStream.output.write(json(report, loaded).prettyText + "\n")
        }
        if report.results.isEmpty {
            Diagnostics.warn("\(cases.displayName) has no cases", hint: "add 'gate:' or 'rules:'")
        }
        if !report.isPassed { throw ExitCode.answerIsNo }
    }

    private func text(_ report: PolicyTestReport, _ name: String) -> String {
        let terminal = Terminal(.output)
        var text = ""
        for result in report.results {
            let mark = result.isPassed ? terminal.styled("ok  ", .success) : terminal.styled("FAIL", .failure)
            text += "\(mark)  \(result.name)"
            text += result.isPassed ? "\n" : terminal.styled("  \(name):\(result.position)", .subdued) + "\n"
            text += result.differences.map { "        \($0)\n" }.joined()
        }
        let failed = report.results.count { !$0.isPassed }
        return text + "\(report.results.count) cases, \(failed) failed\n"
    }

    private func json(_ report: PolicyTestReport, _ policy: Policy) -> JSONValue {
        [
            "policy_id": .string(policy.reference.id), "sha256": .string(policy.reference.digest.hex),
            "passed": .bool(report.isPassed),
            "cases": .array(
                report.results.map { result in
                    [
                        "name": .string(result.name), "passed": .bool(result.isPassed),
                        "line": .integer(result.position.line),
                        "differences": .array(result.differences.map { .string($0) }),
                    ]
                }),
        ]
    }
}
