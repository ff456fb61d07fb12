import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorSQLite

/// `governor ledger append`: records one fact.
struct LedgerAppendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append",
        abstract: "Record a fact whose payload is a JSON document.",
        discussion: """
            Returns once the fact is durable. While a server has the ledger open, send facts to the server instead.

            \(ExitCodes.append)

            Example:
              $ echo '{"note": "first light"}' | governor ledger append --create \\
                  --ledger demo --type note.added --receipt first.tlog-proof
            """)

    @OptionGroup var options: LedgerOptions

    @Argument(help: ArgumentHelp("The payload; - is standard input.", valueName: "file"))
    var payload = "-"

    @Option(help: "What happened, such as decision.prompt.")
    var type: String

    @Option(help: "The sequence the fact belongs to.")
    var stream = "cli"

    @Option(help: "Who caused it; the leaf holds a pseudonym.")
    var actor = "cli"

    @Option(help: ArgumentHelp("The person the payload is about, so that it can be erased.", valueName: "id"))
    var dataSubject: String?

    @Option(
        help: ArgumentHelp("A member of the payload that can be shown alone; may be repeated.", valueName: "pointer"))
    var disclosable: [String] = []

    @Option(
        help: ArgumentHelp(
            "Names the attempt: repeating it with the same payload records nothing new.", valueName: "key"))
    var idempotencyKey: String?

    @Option(help: ArgumentHelp("Where to write the fact's receipt.", valueName: "file"))
    var receipt: String?

    @Flag(help: "Create the ledger and its keys if there is none.")
    var create = false

    func run() async throws {
        let fact = try fact()
        let folder = try await LedgerFolder.open(path: options.ledger, createIfMissing: create)
        let appended = try await folder.ledger.append(fact, idempotencyKey: idempotencyKey)
        let lookup = receipt == nil ? .unknown : try await folder.ledger.receipt(for: appended.id)
        try await folder.close()
        let verb = appended.isReplay ? "already recorded" : "recorded"
        try options.print(
            "\(verb) \(appended.id) as entry \(appended.index), number \(appended.sequence) of stream '\(stream)'\n",
            [
                "id": .string(appended.id.description), "index": .integer(appended.index),
                "sequence": .integer(appended.sequence), "stream": .string(stream), "replay": .bool(appended.isReplay),
            ])
        // Only now: the fact is durable, and its id must be known even if the receipt cannot be written.
        if let receipt, case .ready(let proof) = lookup {
            try OutputFile(receipt).write(String(decoding: proof.encoded, as: UTF8.self))
        }
    }

    private func fact() throws -> Fact {
        guard let type = FactType(type) else { throw ValidationError("--type takes lower-case letters, digits, . _ -") }
        guard let name = StreamName(stream) else {
            throw ValidationError("--stream takes lower-case letters, digits, . _ -")
        }
        let file = InputFile(payload, "payload")
        let document: JSONValue
        let bytes = try file.bytes()
        do throws(JSONError) { document = try JSONValue(parsing: bytes) } catch {
            throw CommandError.invalid(path: file.displayName, problem: error.message, hint: error.hint)
        }
        var random = SystemRandomNumberGenerator()
        let now = Timestamp.now()
        return Fact(
            id: UUIDv7(at: now, using: &random), type: type, time: now, stream: name, actor: actor,
            dataSubject: dataSubject, payload: document, disclosable: try disclosable.map(LedgerArgument.pointer))
    }
}
