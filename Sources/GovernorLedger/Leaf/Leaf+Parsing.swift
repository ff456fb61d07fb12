import GovernorCore

extension Leaf {
    /// Reads the canonical bytes of a leaf, and nothing else: another spelling of the same values is refused.
    ///
    /// - Throws: ``LeafError``.
    public init(parsing bytes: [UInt8]) throws(LeafError) {
        guard bytes.count <= EntryBundle.maximumEntryByteCount else { throw .tooLong(byteCount: bytes.count) }
        let document: JSONValue
        do throws(JSONError) { document = try JSONValue(parsing: bytes) } catch { throw .notJSON(error) }
        let reader = try LeafReader(document)
        self.init(try reader.content(), sequence: try reader.sequence(), previous: try reader.previous())
        guard try encoded() == bytes else { throw .notCanonical }
    }
}

/// Takes the members of a leaf apart; what is not as expected is named.
private struct LeafReader {
    private let document: JSONValue

    init(_ document: JSONValue) throws(LeafError) {
        guard let version = document["v"]?.number?.integer else { throw .unexpectedMember("v") }
        guard version == Leaf.version else { throw .unknownVersion(version) }
        self.document = document
    }

    func content() throws(LeafError) -> LeafContent {
        try LeafContent(
            id: try read("id") { $0.string.flatMap { UUIDv7($0) } },
            type: try read("type") { $0.string.flatMap { FactType($0) } },
            time: try read("time") { $0.string.flatMap { Timestamp($0) } },
            stream: try read("stream") { $0.string.flatMap { StreamName($0) } },
            actor: try read("actor") { $0.string.flatMap { Base64.decode($0) }.flatMap { Digest(bytes: $0) } },
            subjects: try list("subjects", Self.subject),
            policy: try read("policy") { $0.isNull ? .some(nil) : Self.policy($0).map { $0 } },
            payload: try read("payload") { $0.string.flatMap { Commitment(base64: $0) } },
            fields: try fields(),
            links: try list("links", Self.link))
    }

    func sequence() throws(LeafError) -> UInt64 {
        try read("seq") { $0.number?.integer.flatMap { $0 >= 1 ? UInt64($0) : nil } }
    }

    func previous() throws(LeafError) -> UInt64? {
        try read("prev") { $0.isNull ? .some(nil) : $0.number?.integer.flatMap { UInt64(exactly: $0) }.map { $0 } }
    }

    private func fields() throws(LeafError) -> [LeafContent.Field] {
        let members = try read("fields") { $0.object }
        var fields: [LeafContent.Field] = []
        for (name, value) in members {
            guard let pointer = JSONPointer(name), let commitment = value.string.flatMap({ Commitment(base64: $0) })
            else { throw .unexpectedMember("fields") }
            // Written back in the order in which they are read, they would pass for canonical in any order.
            if let last = fields.last, !last.pointer.precedes(pointer) { throw .notCanonical }
            fields.append(LeafContent.Field(pointer: pointer, commitment: commitment))
        }
        return fields
    }

    private func list<Item>(_ name: String, _ item: (JSONValue) -> Item?) throws(LeafError) -> [Item] {
        let elements = try read(name) { $0.array }
        let items = elements.compactMap(item)
        guard items.count == elements.count else { throw .unexpectedMember(name) }
        return items
    }

    private func read<Value>(_ name: String, _ convert: (JSONValue) -> Value?) throws(LeafError) -> Value {
        guard let member = document[name], let value = convert(member) else { throw .unexpectedMember(name) }
        return value
    }

    private static func subject(_ value: JSONValue) -> Fact.Subject? {
        guard let name = value["name"]?.string, let digest = value["digest"]?.string.flatMap({ Digest(hex: $0) })
        else { return nil }
        return Fact.Subject(name: name, digest: digest)
    }

    private static func policy(_ value: JSONValue) -> PolicyReference? {
        guard let id = value["id"]?.string, let version = value["version"]?.string,
            let digest = value["sha256"]?.string.flatMap({ Digest(hex: $0) })
        else { return nil }
        return PolicyReference(id: id, version: version, digest: digest)
    }

    private static func link(_ value: JSONValue) -> Fact.Link? {
        guard let relation = value["rel"]?.string, let id = value["id"]?.string.flatMap({ UUIDv7($0) }) else {
            return nil
        }
        return Fact.Link(relation: relation, id: id)
    }
}
