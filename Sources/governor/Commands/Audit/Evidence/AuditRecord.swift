// The record of an audit, for others to repeat it:
//
//     format            governor.audit.record/1
//     engine            name, version, and the sha256 of the program
//     config            what the audit was told, and which one it is; config_sha256 is that of its RFC 8785 form
//     data, reference   name, and the sha256 of the bytes that were read; only audits of drift have a reference
//     rows, metrics     how many, and what the gate gets
//     result_sha256     of the RFC 8785 form of the report, which has every number
//
// It has no time and no name of a person: the same data, configuration and engine give the same bytes. When, and by whom, is
// the ledger's to say.

import GovernorAudit
import GovernorCore
import GovernorLedger

/// What an audit leaves behind.
struct AuditRecord {
    /// The format of ``json``.
    static let format = "governor.audit.record/1"

    /// A file as the user named it, what it is to the audit, and the SHA-256 of its bytes.
    struct Source {
        let role: String
        let name: String
        let digest: Digest
    }

    /// What the audit was told.
    let configuration: any AuditConfiguration
    /// The version of the engine, and the SHA-256 of its program.
    let version: String
    let engine: Digest
    /// What was read, in the order of the configuration's roles.
    let sources: [Source]
    /// How many rows were read.
    let rows: Int64
    /// What the gate gets.
    let metrics: JSONValue
    /// The SHA-256 of the report.
    let result: Digest

    /// Writes down an audit.
    init(_ document: any AuditDocument, by configuration: any AuditConfiguration) throws {
        self.configuration = configuration
        version = BuildInformation.version
        engine = try EngineProgram.digest()
        sources = try document.sources.map { source in
            guard let digest = Digest(hex: source.sha256) else {
                throw CommandError.invalid(path: source.name, problem: "it has no SHA-256", hint: nil)
            }
            return Source(role: source.role, name: source.name, digest: digest)
        }
        (rows, metrics) = (Int64(document.rows), document.gateMetrics)
        result = .sha256(try document.json.canonicalBytes())
    }

    /// The record as it is stored.
    var json: JSONValue {
        get throws(JSONError) {
            var members: JSONObject = [
                "format": .string(Self.format),
                "engine": ["name": "Governor", "version": .string(version), "sha256": .string(engine.hex)],
                "config": configuration.json, "config_sha256": .string(try configurationDigest.hex),
            ]
            for source in sources.reversed() {
                members[source.role] = ["name": .string(source.name), "sha256": .string(source.digest.hex)]
            }
            members["rows"] = .integer(Int(rows))
            members["metrics"] = metrics
            members["result_sha256"] = .string(result.hex)
            return .object(members)
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
            let configuration = json["config"].flatMap(AuditConfigurations.read),
            let version = json["engine"]?["version"]?.string, let engine = digest(json["engine"]?["sha256"]),
            let sources = Self.sources(json, type(of: configuration).roles),
            let rows = json["rows"]?.number?.integer, let metrics = json["metrics"],
            let result = digest(json["result_sha256"])
        else {
            throw CommandError.invalid(
                path: file.displayName, problem: "not the record of an audit",
                hint: "'governor audit --evidence FILE' writes one")
        }
        self.configuration = configuration
        (self.version, self.engine, self.sources) = (version, engine, sources)
        (self.rows, self.metrics, self.result) = (rows, metrics, result)
        guard try digest(json["config_sha256"]) == configurationDigest else {
            throw CommandError.invalid(
                path: file.displayName, problem: "config_sha256 is not the SHA-256 of config",
                hint: "the record was changed")
        }
        // What is compared with nothing would pass for verified.
        guard try self.json.canonicalBytes() == json.canonicalBytes() else {
            throw CommandError.invalid(
                path: file.displayName, problem: "it has members that no record has", hint: "the record was changed")
        }
    }

    private static func sources(_ json: JSONValue, _ roles: [String]) -> [Source]? {
        let sources = roles.compactMap { role -> Source? in
            guard let name = json[role]?["name"]?.string,
                let digest = json[role]?["sha256"]?.string.flatMap({ Digest(hex: $0) })
            else { return nil }
            return Source(role: role, name: name, digest: digest)
        }
        return sources.count == roles.count ? sources : nil
    }

    /// A record is a few kilobytes; this is far above it.
    private static let limit = 1 << 20
}
