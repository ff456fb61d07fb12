import GovernorCore
import GovernorLedger

/// A recorded fact as projections read it.
struct ProjectedFact: Sendable {
    let id: UUIDv7
    let index: UInt64
    let type: FactType
    let time: Timestamp
    let stream: StreamName
    let payload: JSONValue

    /// Creates a fact.
    init(
        id: UUIDv7, index: UInt64, type: FactType, time: Timestamp, stream: StreamName, payload: JSONValue
    ) {
        self.id = id
        self.index = index
        self.type = type
        self.time = time
        self.stream = stream
        self.payload = payload
    }

    /// A fact of the ledger; nil when its payload is erased or damaged, which then says nothing any more.
    init?(_ recorded: RecordedFact) {
        guard case .present(let payload) = recorded.payload else { return nil }
        let content = recorded.leaf.content
        self.init(
            id: content.id, index: recorded.index, type: content.type, time: content.time, stream: content.stream,
            payload: payload)
    }
}
