/// That an operator has stopped an AI system: nothing is asked of it, and nothing of it leaves.
public struct SystemStop: Sendable, Hashable {
    /// The id of the fact that records it.
    public let id: UUIDv7
    /// What is stopped: a model, a target of one, all models whose names begin so, or with `*` everything.
    public let system: String
    /// Why; nil once that was erased.
    public let reason: String?
    /// When.
    public let time: Timestamp

    /// Creates a stop; see the properties.
    public init(id: UUIDv7, system: String, reason: String?, time: Timestamp) {
        self.id = id
        self.system = system
        self.reason = reason
        self.time = time
    }

    /// Whether it stops what has any of these names.
    public func concerns(_ names: [String]) -> Bool {
        names.contains { NamePattern.matches($0, system) }
    }
}
