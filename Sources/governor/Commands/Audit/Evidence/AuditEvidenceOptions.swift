import ArgumentParser
import GovernorCore

/// What becomes of the record of an audit.
struct AuditEvidenceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Write the record for 'governor audit verify' to a file.", valueName: "file"))
    var evidence: String?

    @Option(
        help: ArgumentHelp(
            "Record the audit in a ledger: a data folder, or the URL of an evidence service.", valueName: "path-or-url")
    )
    var ledger: String?

    @Option(help: "The stream of the ledger, usually the AI system: [a-z0-9._-].")
    var stream = "audit"

    @Option(
        help: ArgumentHelp(
            "The file of the API key for the evidence service; GOVERNOR_API_KEY when left out.", valueName: "file"))
    var apiKeyFile: String?

    func validate() throws {
        guard StreamName(stream) != nil else {
            throw ValidationError("The stream must be 1 to 128 of the characters a-z 0-9 . _ -")
        }
        if apiKeyFile != nil, ledger == nil { throw ValidationError("--api-key-file needs --ledger") }
    }

    /// Where to record; nil when no ledger is named. Looked at before the data, which may take long.
    func target() throws -> EvidenceTarget? {
        try ledger.map { try EvidenceTarget($0, apiKeyFile: apiKeyFile, environment: .process) }
    }

    /// Records an audit in the ledger.
    ///
    /// - Returns: What the ledger says; nil when none was named.
    func leave(_ record: AuditRecord, in target: EvidenceTarget?) async throws -> AppendedFact? {
        guard let target, let stream = StreamName(stream) else { return nil }
        var random = SystemRandomNumberGenerator()
        return try await target.record(
            try Fact(of: record, stream: stream, actor: Environment.process.actor, at: .now(), using: &random))
    }
}
