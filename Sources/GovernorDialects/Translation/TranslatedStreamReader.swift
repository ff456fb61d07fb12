import GovernorCore

/// Says the events of one dialect as those of another.
protocol EventTranslator: Sendable {
    /// What an event is in the other dialect: none, one or several.
    ///
    /// - Throws: ``DialectError/untranslatable(pointer:into:)`` and ``DialectError/foreignAnswer(_:)``.
    mutating func translate(_ event: StreamEvent, saying value: JSONValue) throws(DialectError) -> [ServerSentEvent]
}

/// Reads a server's stream and writes a client's: a reader of each dialect, with a translator between.
struct TranslatedStreamReader<Server: StreamReader, Client: StreamReader, Translator: EventTranslator>: StreamReader {
    private var server: Server
    private var client: Client
    private var translator: Translator

    init(_ server: Server, _ client: Client, _ translator: Translator) {
        (self.server, self.client, self.translator) = (server, client, translator)
    }

    mutating func read(_ event: ServerSentEvent) throws(DialectError) -> StreamEvent { try server.read(event) }

    var endsWithConnection: Bool { server.endsWithConnection }

    func isOver(_ lane: Lane, since later: Lane) -> Bool { server.isOver(lane, since: later) }

    mutating func write(
        _ event: StreamEvent, replacing texts: [JSONPointer: String]
    ) throws(DialectError) -> [ServerSentEvent] {
        let value = event.value(replacing: texts)
        if event.kind == .failure {
            let error = value["error"] ?? .null
            return failure(error["message"]?.string ?? "", code: error["type"]?.string ?? "upstream")
        }
        var written: [ServerSentEvent] = []
        for message in try translator.translate(event, saying: value) {
            written += try client.write(client.read(message), replacing: [:])
        }
        return written
    }

    func refusal(_ refusal: Refusal) -> [ServerSentEvent] { client.refusal(refusal) }

    func failure(_ message: String, code: String) -> [ServerSentEvent] { client.failure(message, code: code) }
}
