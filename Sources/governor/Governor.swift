import ArgumentParser
import GovernorCore

/// The root of the command line.
///
/// A command is added by one line in the group it belongs to. Each has a `discussion` that ends with a runnable example
/// (a line that starts with `$ governor`, run by a test from the top of the repository), after its ``ExitCodes``. What they share – exit codes,
/// error text, files, colours – is in `CommandLine/`.
@main
struct Governor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "governor",
        abstract: "Ship AI as fast as you can build it: rules as code, checks in line, evidence anybody can verify.",
        discussion: """
            \(ExitCodes.root)
            'governor <subcommand> --help' shows an example that runs.
            """,
        version: BuildInformation.version,
        groupedSubcommands: groups.filter { !$0.subcommands.isEmpty })

    private static let groups = [
        CommandGroup(name: "Decide", subcommands: deciding),
        CommandGroup(name: "Prove", subcommands: proving),
        CommandGroup(name: "Operate", subcommands: operating),
    ]

    /// Commands that answer yes or no.
    private static let deciding: [any ParsableCommand.Type] = [
        GateCommand.self, CheckCommand.self, PolicyCommand.self, AuditCommand.self, InspectCommand.self,
        CorpusCommand.self, RedTeamCommand.self,
    ]

    /// Commands that write and check evidence.
    private static let proving: [any ParsableCommand.Type] = [
        VerifyCommand.self, LedgerCommand.self,
    ]

    /// Commands that run and set up services.
    private static let operating: [any ParsableCommand.Type] = [
        ServeCommand.self, KeysCommand.self, GatewayCommand.self, HoldsCommand.self, DemoCommand.self,
    ]

    static func main() async {
        StandardStream.occupyMissing()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// Ends the process as the error demands; the parser's own outcomes (help, version, wrong usage) are left to it.
    private static func end(with error: any Error) -> Never {
        let isOurs = error is any GovernorError || (exitCode(for: error) == .failure && !(error is ExitCode))
        guard isOurs else { exit(withError: error) }
        Diagnostics.report(error)
        exit(withError: ExitCode.couldNotRun)
    }
}
