import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorSQLite

/// `governor ledger keygen`: creates the key files of a new ledger.
struct LedgerKeygenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Create the keys of a new ledger and print the public one.",
        discussion: """
            Give the printed line to everybody who shall verify. Existing keys are never overwritten.

            \(ExitCodes.keygen)

            Example:
              $ governor ledger keygen --ledger demo --origin example.com/governor
            """)

    @OptionGroup var options: LedgerOptions

    @Option(
        help: ArgumentHelp("The log's name, usually an address without scheme; random if left out.", valueName: "name"))
    var origin: String?

    func run() async throws {
        let key = try LedgerKeys.create(LedgerPaths(options.ledger), origin: origin)
        try options.print("\(key)\n", ["verifier_key": .string(key.description)])
    }
}
