import ArgumentParser
import GovernorCore
import GovernorPolicy

/// `governor policy check`: is the file a policy, and if not, everything that is wrong with it.
struct PolicyCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find everything that is wrong with a policy.",
        discussion: """
            \(ExitCodes.policyCheck)

            Example:
              $ governor policy check examples/policies/adr-006.embedded-governance.yaml
            """)

    @Argument(help: "Policy files; '-' is standard input.")
    var files: [String]

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    func run() throws {
        let results = try files.map { path in
            let file = InputFile(path, "policy")
            return try CheckedPolicy(file.bytes(), name: file.displayName)
        }
        switch format {
        case .text:
            for result in results { try result.print() }
        case .json:
            try StandardStream.output.write(JSONValue.array(results.map(\.json)).prettyText + "\n")
        }
        if results.contains(where: { !$0.isValid }) { throw ExitCode.couldNotRun }
    }
}

/// What checking one file found.
private struct CheckedPolicy {
    private let name: String
    private let outcome: Result<Policy, DocumentErrors>
    private let bytes: [UInt8]

    init(_ bytes: [UInt8], name: String) {
        self.name = name
        self.bytes = bytes
        outcome = Result { () throws(DocumentErrors) in try PolicyFile.policy(bytes, name: name) }
    }

    var isValid: Bool { if case .success = outcome { true } else { false } }

    func print() throws {
        switch outcome {
        case .success(let policy):
            let terminal = Terminal(.output)
            try StandardStream.output.write(
                """
                \(name): \(terminal.styled("valid", .success)): \(policy.reference.id) \(policy.reference.version), \
                \(counted(policy.thresholds, "threshold")), \(counted(policy.rules.rules, "rule")), \
                \(counted(policy.admission, "admission rule")), \(policy.reference.digest)

                """)
            try StandardStream.error.write(warnings.text(Terminal(.error)))
            warnOfExpiredWaivers(policy)
        case .failure:
            try StandardStream.error.write(problems.text(Terminal(.error)))
        }
    }

    private var problems: ProblemListing {
        var problems: [DocumentProblem] = []
        if case .failure(let errors) = outcome { problems = errors.problems }
        return ProblemListing(.error, problems, of: name, in: bytes)
    }

    private var warnings: ProblemListing {
        var warnings: [DocumentProblem] = []
        if case .success(let policy) = outcome { warnings = policy.warnings }
        return ProblemListing(.warning, warnings, of: name, in: bytes)
    }

    private func counted(_ things: some Collection, _ name: String) -> String {
        "\(things.count) \(name)\(things.count == 1 ? "" : "s")"
    }

    private func warnOfExpiredWaivers(_ policy: Policy) {
        for waiver in policy.waivers where !waiver.isInForce(at: .now()) {
            Diagnostics.warn(
                "the waiver \(waiver.id) expired on \(waiver.expires.description.prefix(10))",
                hint: "remove it, or have \(waiver.owner) renew it with a reason")
        }
    }

    var json: JSONValue {
        switch outcome {
        case .success(let policy):
            [
                "file": .string(name), "valid": true, "policy_id": .string(policy.reference.id),
                "version": .string(policy.reference.version), "sha256": .string(policy.reference.digest.hex),
                "problems": problems.json, "warnings": warnings.json,
            ]
        case .failure:
            ["file": .string(name), "valid": false, "problems": problems.json, "warnings": warnings.json]
        }
    }
}
