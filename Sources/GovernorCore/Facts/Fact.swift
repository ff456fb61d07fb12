/// One thing that happened and that evidence must show: a gate run, a decision, an incident, an erasure.
///
/// The ledger turns it into a leaf without free text, and keeps the payload apart, encrypted and erasable.
public struct Fact: Sendable, Hashable {
    /// The fact's own identifier, which is also its receipt's.
    public let id: UUIDv7
    /// What happened, dotted and lower case, such as `decision.prompt` or `gate.run`.
    public let type: FactType
    /// When it happened.
    public let time: Timestamp
    /// The sequence the fact belongs to, such as a system or a gateway; facts of one stream are numbered without gaps.
    public let stream: StreamName
    /// Who caused it. The leaf holds a keyed pseudonym of it, never the name.
    public let actor: String
    /// The person the payload is about, if known: its wrapping key can be destroyed. The stream's key is used otherwise.
    public let dataSubject: String?
    /// The artifacts it is about, by digest.
    public let subjects: [Subject]
    /// The policy that was applied, if one was.
    public let policy: PolicyReference?
    /// What happened in full; may hold personal data.
    public let payload: JSONValue
    /// Members of the payload that can later be shown on their own, without the rest.
    public let disclosable: [JSONPointer]
    /// Earlier facts this one follows from.
    public let links: [Link]

    /// Creates a fact; see the properties.
    public init(
        id: UUIDv7, type: FactType, time: Timestamp, stream: StreamName, actor: String, dataSubject: String? = nil,
        subjects: [Subject] = [], policy: PolicyReference? = nil, payload: JSONValue, disclosable: [JSONPointer] = [],
        links: [Link] = []
    ) {
        self.id = id
        self.type = type
        self.time = time
        self.stream = stream
        self.actor = actor
        self.dataSubject = dataSubject
        self.subjects = subjects
        self.policy = policy
        self.payload = payload
        self.disclosable = disclosable
        self.links = links
    }

    /// An artifact named and pinned by its digest.
    public struct Subject: Sendable, Hashable {
        /// A name for people, such as a file's or a model's.
        public let name: String
        /// The artifact's SHA-256.
        public let digest: Digest

        /// Creates a subject.
        public init(name: String, digest: Digest) {
            self.name = name
            self.digest = digest
        }
    }

    /// A relation to another fact.
    public struct Link: Sendable, Hashable {
        /// What the other fact is to this one, such as `gate` or `erases`.
        public let relation: String
        /// The other fact.
        public let id: UUIDv7

        /// Creates a link.
        public init(relation: String, id: UUIDv7) {
            self.relation = relation
            self.id = id
        }
    }
}

/// Which policy, in which version and with which exact content.
public struct PolicyReference: Sendable, Hashable {
    /// The policy's id, such as `adr-006.embedded-governance`.
    public let id: String
    /// The policy's version.
    public let version: String
    /// The SHA-256 of the policy's canonical form.
    public let digest: Digest

    /// Creates a reference.
    public init(id: String, version: String, digest: Digest) {
        self.id = id
        self.version = version
        self.digest = digest
    }
}
