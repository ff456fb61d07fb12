// The record of an audit, for others to repeat it:
//
//     format            governor.audit.record/1
//     engine            name, version, and the sha256 of the program
//     config            what the audit was told; config_sha256 is that of its RFC 8785 form
//     data              name, and the sha256 of the bytes that were read
//     rows, metrics     how many, and what the gate gets
//     result_sha256     of the RFC 8785 form of the report, which has every number
//
// It has no time and no name of a person: the same data, configuration and engine give the same bytes. When, and by whom, is
// the ledger's to say.

import GovernorAudit
import GovernorCore
import GovernorLedger

/// What an audit leaves behind.
struct AuditRecord: Equatable {
    /// The format of ``json``.
    static let format = "governor.audit.record/1"

    /// What the audit was told.
    let configuration: AuditConfiguration
    /// The version of the engine, and the SHA-256 of its program.
    let version: String
    let engine: Digest
    /// The data as the user named them, and their SHA-256.
    let dataName: String
    let data: Digest
    /// How many rows were read.
    let rows: Int64
    /// What the gate gets.
    let metrics: JSONValue
    /// The SHA-256 of the report.
    let result: Digest

    /// Writes down an audit.
    init(_ document: FairnessDocument, by configuration: AuditConfiguration) throws {
        guard let data = Digest(hex: document.sha256) else {
            throw CommandError.invalid(path: document.data, problem: "it has no SHA-256", hint: nil)
        }
        self.configuration = configuration
        version = BuildInformation.version
        engine = try EngineProgram.digest()
        (dataName, self.data) = (document.data, data)
        (rows, metrics) = (Int64(document.report.rows), document.report.gateMetrics)
        result = .sha256(try document.report.json.canonicalBytes())
    }

    /// The record as it is stored.
    var json: JSONValue {
        get throws(JSONError) {
            [
                "format": .string(Self.format),
                "engine": ["name": "Governor", "version": .string(version), "sha256": .string(engine.hex)],
                "config": configuration.json, "config_sha256": .string(try configurationDigest.hex),
                "data": ["name": .string(dataName), "sha256": .string(data.hex)], "rows": .integer(Int(rows)),
                "metrics": metrics, "result_sha256": .string(result.hex),
            ]
        }
    }

    /// The SHA-256 of the configuration's canonical form.
    var configurationDigest: Digest {
        get throws(JSONError) { .sha256(try configuration.json.canonicalBytes()) }
    }

    /// Reads a record.
    ///
    /// - Throws: ``CommandError/invalid(path:problem:hint:)`` for what is none, or contradicts itself.
    init(reading file: InputFile) throws {
        let bytes = try file.bytes(limit: Self.limit)
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: bytes) } catch {
            throw CommandError.invalid(path: file.displayName, problem: error.message, hint: error.hint)
        }
        let digest = { (json: JSONValue?) in json?.string.flatMap { Digest(hex: $0) } }
        guard json["format"]?.string == Self.format,
            let configuration = json["config"].flatMap({ AuditConfiguration(json: $0) }),
            let version = json["engine"]?["version"]?.string, let engine = digest(json["engine"]?["sha256"]),
            let dataName = json["data"]?["name"]?.string, let data = digest(json["data"]?["sha256"]),
            let rows = json["rows"]?.number?.integer, let metrics = json["metrics"],
            let result = digest(json["result_sha256"])
        else {
            throw CommandError.invalid(
                path: file.displayName, problem: "not the record of an audit",
                hint: "'governor audit --evidence FILE' writes one")
        }
        self.configuration = configuration
        (self.version, self.engine, self.dataName, self.data) = (version, engine, dataName, data)
        (self.rows, self.metrics, self.result) = (rows, metrics, result)
        guard try digest(json["config_sha256"]) == configurationDigest else {
            throw CommandError.invalid(
                path: file.displayName, problem: "config_sha256 is not the SHA-256 of config",
                hint: "the record was changed")
        }
    }

    /// A record is a few kilobytes; this is far above it.
    private static let limit = 1 << 20
}
