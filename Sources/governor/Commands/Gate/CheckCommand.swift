import ArgumentParser

/// `governor check`: the gate for one file that holds all metrics.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judge one file of metrics; short for 'gate' with a single artifact.",
        discussion: """
            The file is JSON: {"quality": {"pass_at_5": 0.84}} or {"quality.pass_at_5": 0.84}.

            \(ExitCodes.gate)

            Example:
              $ echo '{"quality.pass_at_5": 0.84, "fairness.subgroup_delta": 0.03,
                  "safety.harmful_rate": 0.002, "drift.psi": 0.08}' |
                governor check --input - \\
                  --config examples/policies/adr-006.embedded-governance.yaml
            """)

    @OptionGroup var options: GateOptions

    @Option(help: ArgumentHelp("The file of metrics, or - for standard input.", valueName: "file"))
    var input: String

    func run() async throws {
        try await GateRunner(options: options, source: .file(input)).run()
    }
}
