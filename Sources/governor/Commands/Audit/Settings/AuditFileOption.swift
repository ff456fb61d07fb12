import ArgumentParser
import GovernorAudit

/// The file of what an audit looks at.
struct AuditFileOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("A file of what follows (YAML or JSON); options take precedence.", valueName: "audit.yaml"))
    var config: String?

    /// What the file says; nothing when none is named.
    ///
    /// - Parameter isFairness: Whether the command hides small groups; another refuses a file that wants that.
    /// - Throws: `DocumentErrors` with every problem of the file, ``CommandError`` for one that cannot be read, or wants what the
    ///   command does not do.
    func settings(isFairness: Bool = false) throws -> AuditSettings {
        guard let config else { return AuditSettings() }
        let file = try AuditSettings.load(config)
        guard file.suppress == nil || isFairness else {
            throw CommandError.invalid(
                path: config, problem: "'suppress' is set, and this command shows small groups",
                hint: "only 'governor audit fairness' hides them; use a file without 'suppress' for what stays inside")
        }
        return file
    }
}
