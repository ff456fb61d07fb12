/// The API keys a server accepts.
public struct APIKeyring: Sendable, CustomStringConvertible, CustomReflectable {
    private var records: [Digest: APIKeyRecord]
    private let digest: DigestFunction

    /// Creates a keyring of known keys.
    public init(_ records: [APIKeyRecord] = [], digest: @escaping DigestFunction) {
        self.records = Dictionary(records.map { ($0.digest, $0) }) { first, _ in first }
        self.digest = digest
    }

    /// Whether no key would be accepted.
    public var isEmpty: Bool { records.isEmpty }

    /// The stored halves, oldest first.
    public var all: [APIKeyRecord] { records.values.sorted { ($0.created, $0.id) < ($1.created, $1.id) } }

    /// Counts the keys and shows nothing of them.
    public var description: String { "\(records.count) API keys" }

    /// Shows nothing of the keys.
    public var customMirror: Mirror { Mirror(self, children: ["count": records.count]) }

    /// Adds a key.
    public mutating func add(_ record: APIKeyRecord) { records[record.digest] = record }

    /// Who bears a secret; nil for one that is not known.
    ///
    /// The look-up is by digest, so its timing tells nothing about the secrets.
    public func principal(bearing secret: some StringProtocol) -> Principal? {
        records[digest(Array(secret.utf8))].map { Principal(id: $0.id, role: $0.role) }
    }
}

extension APIKeyring {
    /// Reads the form that ``json`` writes.
    ///
    /// - Returns: Nil if the document is not a keyring, or names an unknown role.
    public init?(_ json: JSONValue, digest: @escaping DigestFunction) {
        guard let keys = json["keys"]?.array else { return nil }
        var records: [APIKeyRecord] = []
        for key in keys {
            guard let id = key["id"]?.string, let role = key["role"]?.string.flatMap(Role.init(rawValue:)),
                let created = key["created"]?.string.flatMap(Timestamp.init),
                let digest = key["sha256"]?.string.flatMap(Digest.init(hex:))
            else { return nil }
            records.append(APIKeyRecord(id: id, role: role, created: created, digest: digest))
        }
        self.init(records, digest: digest)
    }

    /// The document to store: `{"keys": [{id, role, created, sha256}]}`.
    public var json: JSONValue {
        [
            "keys": .array(
                all.map { record in
                    [
                        "id": .string(record.id), "role": .string(record.role.rawValue),
                        "created": .string(record.created.description), "sha256": .string(record.digest.hex),
                    ]
                })
        ]
    }
}
