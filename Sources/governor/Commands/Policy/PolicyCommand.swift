import ArgumentParser

/// `governor policy`: what policy authors need.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Check, test, explain and rehearse policies.",
        discussion: """
            A policy is one YAML file: thresholds for the gate, rules for run time, conditions for promotion.

            Example:
              $ governor policy check examples/policies/adr-006.embedded-governance.yaml
            """,
        subcommands: [PolicyCheck.self, PolicyTest.self, PolicyExplain.self, PolicyBacktest.self, PolicySchema.self])
}
