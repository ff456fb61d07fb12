import ArgumentParser

/// `governor audit`: what decisions did to whom, how good they are and what changed, computed from the data.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Measure fairness, quality and drift from the data themselves, for the gate to judge.",
        discussion: """
            'governor audit DATA' is short for 'governor audit fairness DATA'.

            Example:
              $ printf 'sex,hired\\nf,1\\nf,0\\nm,1\\nm,1\\n' |
                governor audit - --by sex --prediction hired
            """,
        subcommands: [
            AuditFairness.self, AuditQuality.self, AuditSlices.self, AuditDrift.self, AuditMitigate.self, AuditSQL.self,
            AuditImport.self, AuditVerify.self,
        ],
        defaultSubcommand: AuditFairness.self)
}
