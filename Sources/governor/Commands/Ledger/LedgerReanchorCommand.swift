import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorSQLite

/// `governor ledger reanchor`: makes a lost anchor anew.
struct LedgerReanchorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reanchor",
        abstract: "Make the anchor of a ledger anew after its file was lost, and record that.",
        discussion: """
            The anchor shows that a database is not an older copy. Without it, only you can know: look for the largest tree \
            that was ever signed, in receipts and kept checkpoints, and give its number of entries. Everything stored is \
            checked first, and the new anchor is written with a fact that says who approved it.

            \(ExitCodes.reanchor)

            Example:
              $ echo '{"note": "first light"}' | governor ledger append --create \\
                  --ledger demo --type note.added
                rm demo/anchor
                governor ledger reanchor --ledger demo --accept-size 1 --approver dpo
            """)

    @OptionGroup var options: LedgerOptions

    @Option(help: ArgumentHelp("The number of entries that the newest database has.", valueName: "entries"))
    var acceptSize: UInt64

    @Option(help: "Who approved it.")
    var approver: String

    @Option(help: "Who does it.")
    var actor = "cli"

    func run() async throws {
        let (folder, record) = try await LedgerFolder.reanchor(
            path: options.ledger, ReanchoringRequest(acceptedSize: acceptSize, approver: approver, actor: actor))
        try await folder.close()
        try options.print(
            "anchored \(acceptSize) entries; recorded as \(record.id), entry \(record.index)\n",
            [
                "accepted_size": .integer(acceptSize), "id": .string(record.id.description),
                "index": .integer(record.index),
            ])
    }
}
