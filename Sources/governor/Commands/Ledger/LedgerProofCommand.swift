import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorSQLite

/// `governor ledger proof`: prints a receipt or an evidence pack.
struct LedgerProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof",
        abstract: "Print the receipt of a fact, or a pack with what facts say.",
        discussion: """
            A receipt (.tlog-proof) proves that a fact is in the log. A pack adds payloads, single members of them, or the \
            records of their erasure. 'governor verify' checks both offline. Works beside a running server.

            \(ExitCodes.print)

            Example:
              $ id=$(echo '{"note": "first light"}' | governor ledger append --create \\
                  --ledger demo --type note.added | cut -d' ' -f2)
                governor ledger proof --ledger demo $id > first.tlog-proof
                governor ledger proof --ledger demo --pack $id > first.json
            """)

    @OptionGroup var options: LedgerOptions

    @Argument(help: ArgumentHelp("The facts; a receipt is of one.", valueName: "id"))
    var ids: [String] = []

    @Flag(help: "Print a pack with the payloads.")
    var pack = false

    @Option(help: ArgumentHelp("Show only this disclosable member in the pack; may be repeated.", valueName: "pointer"))
    var field: [String] = []

    @Option(
        help: ArgumentHelp("Put all facts of a stream in the pack and claim that none is missing.", valueName: "name"))
    var stream: String?

    private var isPack: Bool { pack || !field.isEmpty || stream != nil }

    func validate() throws {
        guard isPack || ids.count == 1 else { throw ValidationError("Give one fact id, or --pack with several") }
        guard !ids.isEmpty || stream != nil else { throw ValidationError("Give fact ids or --stream") }
    }

    func run() async throws {
        let ids = try ids.map(LedgerArgument.factID)
        let reader = try await LedgerFolder.openForReading(path: options.ledger)
        if isPack { return try StandardStream.output.write(try await evidence(ids, reader).json.prettyText + "\n") }
        guard let id = ids.first, case .ready(let receipt) = try await reader.receipt(for: id) else {
            throw LedgerReadError.unknownFact(ids[0])
        }
        let text = String(decoding: receipt.encoded, as: UTF8.self)
        try options.print(text, ["index": .integer(receipt.index), "receipt": .string(text)])
    }

    private func evidence(_ ids: [UUIDv7], _ reader: LedgerReader) async throws -> EvidencePack {
        var ids = ids
        var streams: [StreamName] = []
        if let stream {
            guard let name = StreamName(stream) else { throw ValidationError("'\(stream)' is not a stream name") }
            streams = [name]
            let found = try await all(of: name, reader)
            guard !found.isEmpty else { throw LedgerReadError.emptyStream(name) }
            ids += found
        }
        let pointers = try field.map(LedgerArgument.pointer)
        return try await reader.pack(ids, showing: pointers.isEmpty ? .payloads : .fields(pointers), streams: streams)
    }

    private func all(of stream: StreamName, _ reader: LedgerReader) async throws -> [UUIDv7] {
        var query = FactQuery()
        query.stream = stream
        var ids: [UUIDv7] = []
        var cursor: FactCursor?
        repeat {
            let page = try await reader.facts(matching: query, after: cursor, limit: LedgerReader.pageLimit)
            ids += page.facts.map(\.id)
            cursor = page.next
        } while cursor != nil
        return ids
    }
}
