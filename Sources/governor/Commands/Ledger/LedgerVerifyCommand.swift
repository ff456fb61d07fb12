import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorSQLite

/// `governor ledger verify`: checks evidence against the ledger it claims to be from.
struct LedgerVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that a receipt or pack is of this ledger and of its one history.",
        discussion: """
            Does what 'governor verify' does with the ledger's own key, and shows that each signed tree in the file is a \
            prefix of the ledger's latest.

            \(ExitCodes.verify)

            Example:
              $ echo '{"note": "first light"}' | governor ledger append --create \\
                  --ledger demo --type note.added --receipt first.tlog-proof
                governor ledger verify --ledger demo first.tlog-proof
            """)

    @OptionGroup var options: LedgerOptions

    @Argument(help: ArgumentHelp("A .tlog-proof or a pack; - is standard input.", valueName: "file"))
    var file: String

    func run() async throws {
        // First the evidence, then the ledger: a receipt that arrives through a pipe may be newer than the ledger was.
        let bytes = try InputFile(file, "evidence").bytes()
        let reader = try await LedgerFolder.openForReading(path: options.ledger)
        let result = try await reader.verify(bytes)
        try VerificationOutput(result).write(options.format)
    }
}
