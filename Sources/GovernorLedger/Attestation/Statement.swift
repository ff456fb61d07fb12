public import GovernorCore

/// An in-toto Statement v1: something that is said about artifacts, which are named by their digests.
public struct Statement: Sendable, Equatable {
    /// An artifact. Only the digests identify it; the name is for people.
    public struct Subject: Sendable, Equatable {
        /// The name, such as a file name.
        public let name: String
        /// Hexadecimal digests by algorithm; never empty.
        public let digests: JSONObject

        /// Names an artifact by its SHA-256.
        public init(name: String, sha256 digest: Digest) {
            self.name = name
            digests = ["sha256": .string(digest.hex)]
        }

        fileprivate init(name: String, digests: JSONObject) {
            self.name = name
            self.digests = digests
        }

        /// The SHA-256, if it is among the digests.
        public var sha256: Digest? {
            guard let text = digests["sha256"]?.string, text.utf8.count == 2 * Digest.byteCount else { return nil }
            return Digest(hex: text)
        }
    }

    /// The payload type of a Statement in an envelope.
    public static let payloadType = "application/vnd.in-toto+json"
    /// The value of `_type`.
    public static let type = "https://in-toto.io/Statement/v1"

    /// The artifacts; never empty.
    public let subjects: [Subject]
    /// What kind of thing is said, as a URI.
    public let predicateType: String
    /// What is said.
    public let predicate: JSONObject

    /// Creates a statement about at least one artifact.
    public init(about subjects: [Subject], predicateType: String, predicate: JSONObject) {
        precondition(!subjects.isEmpty, "a statement is about something")
        self.subjects = subjects
        self.predicateType = predicateType
        self.predicate = predicate
    }

    /// Reads a statement. Pass the bytes that an envelope has verified; members that are unknown are ignored.
    ///
    /// - Throws: ``AttestationError``.
    public init(parsing bytes: [UInt8]) throws(AttestationError) {
        let document: JSONValue
        do throws(JSONError) { document = try JSONValue(parsing: bytes) } catch { throw .notJSON(error) }
        guard document["_type"] == .string(Self.type) else {
            throw .malformed(pointer: "/_type", expected: "'\(Self.type)'")
        }
        guard let list = document["subject"]?.array, !list.isEmpty else {
            throw .malformed(pointer: "/subject", expected: "a list of artifacts")
        }
        var subjects: [Subject] = []
        for (position, element) in list.enumerated() {
            guard let digests = element["digest"]?.object, !digests.isEmpty,
                digests.allSatisfy({ $0.value.string != nil })
            else { throw .malformed(pointer: "/subject/\(position)/digest", expected: "a set of digests") }
            subjects.append(Subject(name: element["name"]?.string ?? "", digests: digests))
        }
        guard let predicateType = document["predicateType"]?.string, !predicateType.isEmpty else {
            throw .malformed(pointer: "/predicateType", expected: "a URI")
        }
        let predicate = document["predicate"] ?? .object(JSONObject())
        guard let members = predicate.object else { throw .malformed(pointer: "/predicate", expected: "an object") }
        self.init(about: subjects, predicateType: predicateType, predicate: members)
    }

    /// The statement as JSON.
    public var json: JSONValue {
        [
            "_type": .string(Self.type),
            "subject": .array(
                subjects.map { ["name": .string($0.name), "digest": .object($0.digests)] }),
            "predicateType": .string(predicateType),
            "predicate": .object(predicate),
        ]
    }

    /// The statement in a signed envelope; the payload is the canonical form.
    ///
    /// - Throws: ``GovernorCore/JSONError`` when the predicate holds a number that has no canonical form.
    public func signed(by key: SigningKey) throws(JSONError) -> DSSEEnvelope {
        DSSEEnvelope(signing: try json.canonicalBytes(), type: Self.payloadType, by: key)
    }
}
