/// Takes facts and makes them durable. No answer leaves before its fact has been taken.
public protocol EvidenceSink: Sendable {
    /// Appends a fact and returns once it can no longer be lost.
    ///
    /// - Parameters:
    ///   - fact: What happened.
    ///   - idempotencyKey: Names the attempt: the same key with the same content yields the first entry again.
    /// - Throws: When the fact is not durable; the caller must then not act as if it were.
    func append(_ fact: Fact, idempotencyKey: String?) async throws -> AppendedFact

    /// Returns while facts are taken, and where only appending would tell.
    ///
    /// After an append that failed it tries by itself, so that a sink that nobody sends anything is found to have recovered.
    /// - Throws: Why no fact can be appended.
    func probe() async throws
}

extension EvidenceSink {
    /// Only appending would tell.
    public func probe() async throws {}

    /// Appends a fact without an idempotency key.
    public func append(_ fact: Fact) async throws -> AppendedFact { try await append(fact, idempotencyKey: nil) }
}

/// Where a durable fact stands.
public struct AppendedFact: Sendable, Hashable {
    /// The fact's id, which is also its receipt's. With an idempotency key seen before, the id of the first entry.
    public let id: UUIDv7
    /// The log index of its leaf, from 0.
    public let index: UInt64
    /// Its number within its stream, from 1.
    public let sequence: UInt64
    /// Whether the idempotency key had been seen before, so that nothing new was written.
    public let isReplay: Bool

    /// Creates a position.
    public init(id: UUIDv7, index: UInt64, sequence: UInt64, isReplay: Bool = false) {
        self.id = id
        self.index = index
        self.sequence = sequence
        self.isReplay = isReplay
    }
}
