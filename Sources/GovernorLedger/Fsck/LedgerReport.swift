/// The result of checking a whole ledger.
public struct LedgerReport: Sendable {
    /// The most findings that are kept; a destroyed database needs no longer list.
    public static let findingLimit = 1000

    /// The number of entries under the checkpoint.
    public let entries: UInt64
    /// The number of streams.
    public let streams: Int
    /// The number of payloads that are erased, as an erasure explains.
    public let erased: Int
    /// How many things are wrong.
    public let findingCount: Int
    /// What is wrong, in the order of the log; the first ``findingLimit``.
    public let findings: [LedgerFinding]

    /// Whether nothing is wrong.
    public var isSound: Bool { findings.isEmpty }
}

/// One thing that is wrong with a ledger.
public struct LedgerFinding: Sendable, Hashable {
    /// What kind of thing; the text is stable.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The database's own structure is damaged.
        case structure
        /// An entry is not there.
        case entryMissing = "entry-missing"
        /// An entry is not a leaf.
        case entryMalformed = "entry-malformed"
        /// An entry's hash is not the one in its tile.
        case entryChanged = "entry-changed"
        /// An entry comes after the end of the tree.
        case entrySurplus = "entry-surplus"
        /// A tile is not there.
        case tileMissing = "tile-missing"
        /// A tile's hashes do not follow from the entries.
        case tileChanged = "tile-changed"
        /// The stored checkpoint, from which the next start goes on, is not signed or does not extend the signed tree.
        case checkpointMismatch = "checkpoint-mismatch"
        /// The tree of the entries does not have the signed root.
        case rootMismatch = "root-mismatch"
        /// A stream's numbers or links are broken.
        case streamGap = "stream-gap"
        /// What is searched by differs from the leaf.
        case indexMismatch = "index-mismatch"
        /// A payload is gone and no erasure explains it.
        case payloadMissing = "payload-missing"
        /// A payload does not decrypt, or is not the one committed to.
        case payloadChanged = "payload-changed"
        /// A payload that was erased is there again.
        case payloadReturned = "payload-returned"
    }

    /// What kind of thing.
    public let kind: Kind
    /// Where, such as `entry 12` or `tile/0/000`.
    public let place: String
    /// What is wrong, for people.
    public let message: String
}

/// How far a check has come.
public struct LedgerCheckProgress: Sendable {
    /// The number of entries checked.
    public let done: UInt64
    /// The number of entries to check.
    public let total: UInt64
}
