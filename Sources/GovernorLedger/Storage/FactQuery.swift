public import GovernorCore

/// Which facts to look for; an empty query matches all.
public struct FactQuery: Sendable, Hashable {
    /// Types of which a fact has one; any when empty. Types of a family are matched by ``typePrefix``.
    public var types: [FactType] = []
    /// What the type begins with, such as `decision.`.
    public var typePrefix: String?
    /// The stream.
    public var stream: StreamName?
    /// The policy's id.
    public var policyID: String?
    /// The earliest time.
    public var from: Timestamp?
    /// The time before which.
    public var until: Timestamp?
    /// The order of the answer.
    public var order: Order = .oldestFirst

    /// An order of the log.
    public enum Order: Sendable, Hashable {
        case oldestFirst
        case newestFirst
    }

    /// Creates a query that matches all facts.
    public init() {}

    /// Whether an entry is among those looked for.
    public func matches(_ entry: IndexedEntry) -> Bool {
        (types.isEmpty || types.contains(entry.type))
            && (typePrefix.map { entry.type.text.utf8.starts(with: $0.utf8) } ?? true)
            && (stream.map { entry.stream == $0 } ?? true)
            && (policyID.map { policy in entry.policyID.map { policy.isExactly($0) } ?? false } ?? true)
            && (from.map { entry.time >= $0 } ?? true) && (until.map { entry.time < $0 } ?? true)
    }
}
