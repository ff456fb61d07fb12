public import GovernorCore

/// What checking a receipt or a pack has shown.
public struct Verification: Sendable {
    /// The answer in one word; the worst of all that was found.
    public enum Outcome: String, Sendable, Hashable {
        /// Everything shown is proven.
        case valid
        /// Everything shown is proven, and at least one payload has been erased, with the reason on record.
        case erased
        /// The signatures are by keys that are not trusted here.
        case unknownKey = "unknown-key"
        /// Something was changed, left out, or is not what it claims to be.
        case tampered
    }

    /// Something that does not hold.
    public struct Problem: Sendable, Hashable {
        /// Where, such as `entry 12` or `/entries/0/receipt`.
        public let place: String
        /// What, for people.
        public let message: String
        /// Whether only the key is unknown, not the content wrong.
        public let isUnknownKey: Bool
    }

    /// A fact that is proven to be in the log.
    public struct ProvenFact: Sendable {
        /// The name of the log, the origin of its checkpoints.
        public let log: String
        /// The log index.
        public let index: UInt64
        /// The leaf.
        public let leaf: Leaf
        /// The size of the signed tree it is in.
        public let treeSize: UInt64
        /// What is known of the payload.
        public let payload: Payload
    }

    /// What is known of a proven fact's payload.
    public enum Payload: Sendable, Equatable {
        /// It is not part of what was checked.
        case notShown
        /// It was shown, and is the one committed to.
        case proven(JSONValue)
        /// Some members were shown, and are the ones committed to.
        case fields([JSONPointer])
        /// It was erased.
        case erased(basis: String, by: UUIDv7)
    }

    /// A stream that is proven to be complete.
    public struct CompleteStream: Sendable, Hashable {
        /// The name of the log; streams of two logs are two streams.
        public let log: String
        /// The stream.
        public let stream: StreamName
        /// The numbers of its first and last entry.
        public let numbers: ClosedRange<UInt64>
    }

    /// A tree that a trusted key has signed.
    struct Tree: Sendable, Hashable {
        let size: UInt64
        let root: Digest
    }

    /// The facts that are proven: log by log as they come first, and in the order of each.
    public internal(set) var facts: [ProvenFact] = []
    /// The streams that are proven to be complete.
    public internal(set) var completeStreams: [CompleteStream] = []
    /// The signed trees that the facts were proven to be in.
    var trees: [Tree] = []
    /// What does not hold.
    public internal(set) var problems: [Problem] = []

    /// The answer in one word.
    public var outcome: Outcome {
        if problems.contains(where: { !$0.isUnknownKey }) { return .tampered }
        if !problems.isEmpty { return .unknownKey }
        return facts.contains { if case .erased = $0.payload { true } else { false } } ? .erased : .valid
    }

    /// What was proven, in sentences.
    public var statements: [String] {
        facts.map(\.statement)
            + completeStreams.map {
                "Stream '\($0.stream)' of log '\($0.log)' is complete from number \($0.numbers.lowerBound) to "
                    + "\($0.numbers.upperBound)."
            }
    }
}

extension Verification.ProvenFact {
    fileprivate var statement: String {
        let content = leaf.content
        let place = "Entry \(index) of log '\(log)' is included in the signed tree of \(treeSize) entries"
        let what = "'\(content.type)' at \(content.time), number \(leaf.sequence) of stream '\(content.stream)'"
        return switch payload {
        case .notShown: "\(place): \(what)."
        case .proven: "\(place): \(what). The payload shown is the one recorded."
        case .fields(let pointers):
            "\(place): \(what). The members shown are the ones recorded: \(pointers.map(\.description).joined(separator: ", "))."
        case .erased(let basis, let erasure):
            "\(place): \(what). Its payload was erased under basis '\(basis)', recorded as \(erasure)."
        }
    }
}
