import GovernorCore

/// Where an audit goes: to files, to the gate, into a record and a ledger, and to who reads what is printed.
struct AuditDelivery {
    private let results: AuditResultOptions
    /// Looked at before the data, which may take long.
    private let target: EvidenceTarget?

    init(_ results: AuditResultOptions) throws {
        self.results = results
        target = try results.evidence.target()
    }

    /// The paths of all files that are written, but for drawings.
    var paths: [String?] { results.paths }

    /// Writes, records and prints an audit.
    ///
    /// It is printed even when it cannot be recorded, but then the command fails.
    func deliver(_ document: any AuditDocument, by configuration: any AuditConfiguration) async throws {
        try results.files.write(document)
        if let output = results.output { try OutputFile(output).write(document.gateMetrics.prettyText + "\n") }
        var (fact, failure): (AppendedFact?, (any Error)?) = (nil, nil)
        do { fact = try await results.evidence.leave(document, by: configuration, in: target) } catch {
            failure = error
        }
        try print(document, fact)
        if let failure { throw failure }
    }

    private func print(_ document: any AuditDocument, _ fact: AppendedFact?) throws {
        let isRecorded = results.evidence.ledger != nil
        switch results.format {
        case .text:
            let receipt = fact.map { "true (receipt \($0.id), entry \($0.index))" } ?? "false"
            try StandardStream.output.write(document.text + (isRecorded ? "\nrecorded: \(receipt)\n" : ""))
        case .json:
            var json = document.printedJSON
            if isRecorded {
                json["recorded"] = .bool(fact != nil)
                json["receipt"] = fact.map { ["id": .string($0.id.description), "index": .integer($0.index)] } ?? .null
            }
            try StandardStream.output.write(JSONValue.object(json).prettyText + "\n")
        }
    }
}
