public import GovernorCore

extension EvidencePack {
    /// The document to write to a file.
    public var json: JSONValue {
        var document = JSONObject([
            ("format", .string(Self.format)), ("entries", .array(entries.map(\.json))),
        ])
        if !streams.isEmpty { document["streams"] = .array(streams.map { .string($0.text) }) }
        return .object(document)
    }

    /// Reads a pack; members it does not know are errors, so that nothing unchecked looks checked.
    ///
    /// - Throws: ``EvidencePackError``.
    public init(_ document: JSONValue) throws(EvidencePackError) {
        let reader = try PackReader(document, at: "", members: ["format", "entries", "streams"])
        guard try reader.string("format").isExactly(Self.format) else { throw .unexpected(place: "/format") }
        entries = try reader.list("entries") { value, place throws(EvidencePackError) in
            try Entry(PackReader(value, at: place, members: ["receipt", "payload", "fields", "erasure"]))
        }
        streams =
            reader["streams"] == nil
            ? []
            : try reader.list("streams") { value, place throws(EvidencePackError) in
                guard let name = value.string.flatMap({ StreamName($0) }) else { throw .unexpected(place: place) }
                return name
            }
    }
}

extension EvidencePack.Entry {
    fileprivate var json: JSONValue {
        var members = JSONObject([("receipt", .string(receipt.text))])
        if let payload { members["payload"] = payload.json }
        if !fields.isEmpty {
            members["fields"] = .object(JSONObject(fields.map { ($0.pointer.description, $0.disclosure.json) }))
        }
        if let erasure {
            members["erasure"] = ["receipt": .string(erasure.receipt.text), "payload": erasure.payload.json]
        }
        return .object(members)
    }

    fileprivate init(_ reader: PackReader) throws(EvidencePackError) {
        var fields: [(pointer: JSONPointer, disclosure: EvidencePack.Disclosure)] = []
        if let members = reader["fields"] {
            guard let members = members.object else { throw .unexpected(place: reader.place + "/fields") }
            for (name, value) in members {
                let place = reader.place + JSONPointer(tokens: ["fields", name]).description
                guard let pointer = JSONPointer(name) else { throw .unexpected(place: place) }
                fields.append((pointer, try EvidencePack.Disclosure(value, at: place)))
            }
        }
        var payload: EvidencePack.Disclosure?
        if let value = reader["payload"] {
            payload = try EvidencePack.Disclosure(value, at: reader.place + "/payload")
        }
        var erasure: EvidencePack.Erasure?
        if let value = reader["erasure"] {
            let inner = try PackReader(value, at: reader.place + "/erasure", members: ["receipt", "payload"])
            erasure = EvidencePack.Erasure(
                receipt: try inner.receipt(),
                payload: try EvidencePack.Disclosure(inner["payload"] ?? .null, at: inner.place + "/payload"))
        }
        self.init(receipt: try reader.receipt(), payload: payload, fields: fields, erasure: erasure)
    }
}

extension EvidencePack.Disclosure {
    fileprivate var json: JSONValue { ["value": value, "salt": .string(Base64.encode(salt.bytes))] }

    fileprivate init(_ value: JSONValue, at place: String) throws(EvidencePackError) {
        let reader = try PackReader(value, at: place, members: ["value", "salt"])
        guard let disclosed = reader["value"] else { throw .unexpected(place: place + "/value") }
        guard let salt = Base64.decode(try reader.string("salt")).flatMap({ Salt($0) }) else {
            throw .unexpected(place: place + "/salt")
        }
        self.init(value: disclosed, salt: salt)
    }
}

extension Receipt {
    fileprivate var text: String { String(decoding: encoded, as: UTF8.self) }
}

/// Takes the objects of a pack apart, and knows where it is.
private struct PackReader {
    let place: String
    private let members: JSONObject

    init(_ value: JSONValue, at place: String, members known: [String]) throws(EvidencePackError) {
        guard let members = value.object else { throw .unexpected(place: place) }
        if let unknown = members.keys.first(where: { name in !known.contains { $0.isExactly(name) } }) {
            throw .unexpected(place: place + JSONPointer(tokens: [unknown]).description)
        }
        self.place = place
        self.members = members
    }

    subscript(name: String) -> JSONValue? { members[name] }

    func string(_ name: String) throws(EvidencePackError) -> String {
        guard let text = members[name]?.string else { throw .unexpected(place: "\(place)/\(name)") }
        return text
    }

    func list<Item>(
        _ name: String, _ item: (JSONValue, String) throws(EvidencePackError) -> Item
    ) throws(EvidencePackError) -> [Item] {
        guard let elements = members[name]?.array else { throw .unexpected(place: "\(place)/\(name)") }
        var items: [Item] = []
        for (offset, element) in elements.enumerated() { items.append(try item(element, "\(place)/\(name)/\(offset)")) }
        return items
    }

    func receipt() throws(EvidencePackError) -> Receipt {
        let text = try string("receipt")
        do { return try Receipt(parsing: Array(text.utf8)) } catch {
            throw .malformedReceipt(place: place + "/receipt", reason: error.message)
        }
    }
}

/// Why a document is not an evidence pack.
public enum EvidencePackError: GovernorError, Equatable {
    /// The value at a JSON pointer is missing, unknown or not of its form.
    case unexpected(place: String)
    /// The receipt at a JSON pointer is malformed.
    case malformedReceipt(place: String, reason: String)

    public var code: String {
        switch self {
        case .unexpected: "ledger.pack-unexpected"
        case .malformedReceipt: "ledger.pack-malformed-receipt"
        }
    }

    public var message: String {
        switch self {
        case .unexpected(let place):
            "the pack's '\(place.isEmpty ? "/" : place)' is missing, unknown or not of its form"
        case .malformedReceipt(let place, let reason): "the receipt at '\(place)' is malformed: \(reason)"
        }
    }

    public var hint: String? { nil }
}
