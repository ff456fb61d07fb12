import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorSQLite

/// `governor ledger checkpoint`: prints the latest checkpoint.
struct LedgerCheckpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Print the latest signed checkpoint.",
        discussion: """
            Whoever keeps a checkpoint can later demand a proof that the log only ever grew. Works beside a running server.

            \(ExitCodes.print)

            Example:
              $ echo '{"note": "first light"}' | governor ledger append --create \\
                  --ledger demo --type note.added
                governor ledger checkpoint --ledger demo
            """)

    @OptionGroup var options: LedgerOptions

    func run() async throws {
        let signed = try await LedgerFolder.openForReading(path: options.ledger).checkpoint
        let note = String(decoding: signed.encoded, as: UTF8.self)
        try options.print(
            note,
            [
                "origin": .string(signed.checkpoint.origin), "size": .integer(signed.checkpoint.size),
                "root": .string(signed.checkpoint.root.description), "note": .string(note),
            ])
    }
}
