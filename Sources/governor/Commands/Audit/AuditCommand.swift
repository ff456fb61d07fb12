import ArgumentParser

/// `governor audit`: what decisions did to whom and how good they are, computed from the data.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Measure fairness and quality from the data themselves, with intervals, for the gate to judge.",
        discussion: """
            'governor audit DATA' is short for 'governor audit fairness DATA'.

            Example:
              $ printf 'sex,hired\\nf,1\\nf,0\\nm,1\\nm,1\\n' |
                governor audit - --by sex --prediction hired
            """,
        subcommands: [AuditFairness.self, AuditQuality.self], defaultSubcommand: AuditFairness.self)
}
