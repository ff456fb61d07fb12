import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorSQLite

/// `governor ledger erase`: destroys payloads and records that it did.
struct LedgerEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Destroy payloads, their salts and keys, and record why.",
        discussion: """
            The leaves stay and their proofs still verify. There is no way back. Erasing by data subject also destroys \
            the subject's wrapping keys, so that copies in backups of the database cannot be read either. While a server has \
            the ledger open, send the server POST /api/v1/erasures instead.

            \(ExitCodes.erase)

            Example:
              $ echo '{"note": "call 555 0100"}' | governor ledger append --create \\
                  --ledger demo --type note.added --data-subject user-7
                governor ledger erase --ledger demo --data-subject user-7 \\
                  --basis gdpr:art-17 --approver dpo
            """)

    @OptionGroup var options: LedgerOptions

    @Option(help: ArgumentHelp("A fact whose payload to erase; may be repeated.", valueName: "id"))
    var fact: [String] = []

    @Option(help: ArgumentHelp("The person whose payloads and keys to erase.", valueName: "id"))
    var dataSubject: String?

    @Option(help: "The legal basis, such as gdpr:art-17.")
    var basis: String

    @Option(help: "Who approved it.")
    var approver: String

    @Option(help: "Who does it.")
    var actor = "cli"

    func validate() throws {
        guard fact.isEmpty != (dataSubject == nil) else {
            throw ValidationError("Give either --fact (once or more) or --data-subject")
        }
    }

    func run() async throws {
        let target =
            try dataSubject.map { .dataSubject($0) } ?? ErasureRequest.Target.facts(fact.map(LedgerArgument.factID))
        let folder = try await LedgerFolder.open(path: options.ledger)
        let records = try await folder.ledger.erase(
            ErasureRequest(target, basis: basis, approver: approver, actor: actor))
        try await folder.close()
        try options.print(
            records.map { "erased; recorded as \($0.id), entry \($0.index)\n" }.joined(),
            [
                "erasures": .array(
                    records.map { ["id": .string($0.id.description), "index": .integer($0.index)] })
            ])
    }
}
