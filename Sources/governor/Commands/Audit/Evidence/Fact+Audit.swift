import GovernorCore

extension Fact {
    /// The fact that an audit ran: about the data, the configuration and the engine, with the record as payload.
    init(
        of record: AuditRecord, stream: StreamName, actor: String, at time: Timestamp,
        using random: inout some RandomNumberGenerator
    ) throws(JSONError) {
        self.init(
            id: UUIDv7(at: time, using: &random), type: "evidence.audit", time: time, stream: stream, actor: actor,
            subjects: record.sources.reversed().map {
                Fact.Subject(name: Self.fileName($0.name), digest: $0.digest)
            } + [
                Fact.Subject(name: "configuration", digest: try record.configurationDigest),
                Fact.Subject(name: "engine", digest: record.engine),
            ], payload: try record.json,
            disclosable: ["/metrics", "/config_sha256", "/result_sha256"].compactMap { JSONPointer($0) })
    }
}
