public import GovernorCore

/// Everything a leaf says apart from its place in its stream, which only the sequencer knows.
public struct LeafContent: Sendable, Hashable {
    /// The fact's id.
    public let id: UUIDv7
    /// What happened.
    public let type: FactType
    /// When it happened.
    public let time: Timestamp
    /// The stream.
    public let stream: StreamName
    /// The keyed pseudonym of who caused it.
    public let actor: Digest
    /// The artifacts it is about.
    public let subjects: [Fact.Subject]
    /// The policy that was applied.
    public let policy: PolicyReference?
    /// Commits to the payload.
    public let payload: Commitment
    /// Commits to the members of the payload that can be shown alone, in the canonical order of their pointers.
    public let fields: [Field]
    /// Earlier facts this one follows from.
    public let links: [Fact.Link]

    /// A member of the payload that can be shown alone.
    public struct Field: Sendable, Hashable {
        /// Where it is in the payload.
        public let pointer: JSONPointer
        /// Commits to its value.
        public let commitment: Commitment

        /// Creates a field.
        public init(pointer: JSONPointer, commitment: Commitment) {
            self.pointer = pointer
            self.commitment = commitment
        }
    }

    /// Creates the content of a leaf.
    ///
    /// - Throws: ``LeafError`` when a name is not one that a leaf may hold.
    init(
        id: UUIDv7, type: FactType, time: Timestamp, stream: StreamName, actor: Digest, subjects: [Fact.Subject],
        policy: PolicyReference?, payload: Commitment, fields: [Field], links: [Fact.Link]
    ) throws(LeafError) {
        for subject in subjects { try Self.check(subject.name, "subjects") }
        if let policy {
            try Self.check(policy.id, "policy.id")
            try Self.check(policy.version, "policy.version")
        }
        for field in fields where !Self.isOneShortLine(field.pointer.description) {
            throw .unsuitableName(member: "fields")
        }
        for link in links where FactType(link.relation) == nil { throw .unsuitableName(member: "links.rel") }
        self.id = id
        self.type = type
        self.time = time
        self.stream = stream
        self.actor = actor
        self.subjects = subjects
        self.policy = policy
        self.payload = payload
        self.fields = fields
        self.links = links
    }

    /// The most bytes a name in a leaf may have: room for a path, none for prose.
    public static let maximumNameByteCount = 256

    /// A leaf is public and for ever, so it holds names of things only: short, one line.
    private static func check(_ name: String, _ member: String) throws(LeafError) {
        guard !name.isEmpty, isOneShortLine(name) else { throw .unsuitableName(member: member) }
    }

    private static func isOneShortLine(_ name: String) -> Bool {
        name.utf8.count <= maximumNameByteCount
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}

extension JSONPointer {
    /// Whether the pointer comes before another one among the names of one object in canonical form.
    func precedes(_ other: JSONPointer) -> Bool {
        description.precedesByUTF16(other.description)
    }
}
