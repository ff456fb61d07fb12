import GovernorCore

/// Where an audit goes: to files, to the gate, into a record and a ledger, and to who reads what is printed.
struct AuditDelivery {
    private let output: String?
    private let files: AuditFiles
    private let evidence: AuditEvidenceOptions
    private let format: OutputFormat
    /// Looked at before the data, which may take long.
    private let target: EvidenceTarget?

    /// - Parameter output: The file of the metrics for the gate.
    init(output: String?, files: AuditFiles, evidence: AuditEvidenceOptions, format: OutputFormat) throws {
        (self.output, self.files, self.evidence, self.format) = (output, files, evidence, format)
        target = try evidence.target()
    }

    /// The paths of all files that are written, but for drawings.
    var paths: [String?] { [output, evidence.evidence] + files.paths }

    /// Writes, records and prints an audit.
    ///
    /// It is printed even when it cannot be recorded, but then the command fails.
    func deliver(_ document: any AuditDocument, by configuration: any AuditConfiguration) async throws {
        try files.write(document)
        if let output { try OutputFile(output).write(document.gateMetrics.prettyText + "\n") }
        var (fact, failure): (AppendedFact?, (any Error)?) = (nil, nil)
        do { fact = try await evidence.leave(document, by: configuration, in: target) } catch { failure = error }
        try print(document, fact)
        if let failure { throw failure }
    }

    private func print(_ document: any AuditDocument, _ fact: AppendedFact?) throws {
        let isRecorded = evidence.ledger != nil
        switch format {
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
