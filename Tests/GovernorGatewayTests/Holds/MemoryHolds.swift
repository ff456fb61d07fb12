import GovernorCore
import Synchronization

@testable import GovernorGateway

/// Keeps holds in memory, and is reviewed by tests.
final class MemoryHolds: HoldStore {
    fileprivate struct State {
        var holds: [Hold] = []
        var contents: [UUIDv7: HeldContent] = [:]
        var edits: [UUIDv7: [String: String]] = [:]
        var uses: [UUIDv7] = []
        var now = Timestamp.now()
        var isFailing = false
        var failsToUse = false
        var limit = Int.max
        /// What tests want done when somebody asks how a hold stands; so they need not wait.
        var onLook: (@Sendable (MemoryHolds) -> Void)?
    }

    private let state = Mutex(State())
    private let isReleasedByExpiry: Bool

    init(isReleasedByExpiry: Bool = false) { self.isReleasedByExpiry = isReleasedByExpiry }

    /// All holds in the order in which they were made.
    var all: [Hold] { state.withLock { $0.holds } }
    /// The decisions that let requests on whose models have answered.
    var uses: [UUIDv7] { state.withLock { $0.uses } }
    /// The time in which holds wait; it does not pass by itself.
    var now: Timestamp { state.withLock { $0.now } }
    var holdsAnswers: Bool { all.contains { $0.stage == .output } }

    /// What is held of the newest hold.
    var content: HeldContent? { state.withLock { state in state.holds.last.flatMap { state.contents[$0.id] } } }

    func fail(_ isFailing: Bool = true) { state.withLock { $0.isFailing = isFailing } }
    func failToUse() { state.withLock { $0.failsToUse = true } }
    func limit(to count: Int) { state.withLock { $0.limit = count } }

    /// Lets time pass; holds wait a minute.
    func pass(seconds: Int64) { state.withLock { $0.now = $0.now.advanced(byMilliseconds: seconds * 1000) } }

    /// Erases what is held of everybody.
    func erase() { state.withLock { $0.contents = [:] } }

    /// Does something the next time that somebody looks how a hold stands.
    func onNextLook(_ body: @escaping @Sendable (MemoryHolds) -> Void) { state.withLock { $0.onLook = body } }

    /// Does something when somebody has looked often enough whether the newest hold still waits.
    func after(looks: Int, _ body: @escaping @Sendable (MemoryHolds) -> Void) {
        let count = all.count
        onNextLook { holds in
            let waits = holds.all.last?.review == nil && !holds.all.isEmpty
            guard looks <= 0, waits || holds.all.count > count else {
                return holds.after(looks: waits ? looks - 1 : looks, body)
            }
            body(holds)
        }
    }

    /// Reviews the newest hold.
    func review(_ outcome: Hold.State, edits: [String: String] = [:]) {
        state.withLock { state in
            guard let place = state.holds.indices.last else { return }
            state.end(place, outcome, by: "reviewer-1")
            state.edits[state.holds[place].id] = edits
        }
    }

    func hold(of key: HoldKey, at stage: Stage) async throws -> Hold? {
        try look()
        return newest(key, stage)
    }

    func hold(_ id: UUIDv7) async throws -> Hold? {
        try look()
        return known(id)
    }

    private func newest(_ key: HoldKey, _ stage: Stage) -> Hold? {
        state.withLock { state in
            guard let place = state.holds.lastIndex(where: { $0.key == key && $0.stage == stage }) else { return nil }
            return state.look(at: place).flatMap { $0.counts(at: state.now) ? $0 : nil }
        }
    }

    private func known(_ id: UUIDv7) -> Hold? {
        state.withLock { state in state.holds.firstIndex { $0.id == id }.flatMap { state.look(at: $0) } }
    }

    private func look() throws {
        let body = state.withLock { state in
            defer { state.onLook = nil }
            return state.onLook
        }
        body?(self)
        if state.withLock({ $0.isFailing }) { throw MemorySink.Unavailable() }
    }

    func park(_ draft: HoldDraft) async throws -> Hold {
        try look()
        return try parked(draft)
    }

    private func parked(_ draft: HoldDraft) throws -> Hold {
        if let hold = newest(draft.key, draft.stage) { return hold }
        return try state.withLock { state in
            guard state.holds.count < state.limit else { throw HoldError.full(limit: state.limit) }
            let known = state.holds.last { hold in
                hold.key == draft.key && hold.stage == draft.stage && hold.counts(at: state.now)
            }
            if let known { return known }
            var random = SystemRandomNumberGenerator()
            let hold = Hold(
                id: UUIDv7(at: state.now, using: &random), key: draft.key, stage: draft.stage, model: draft.model,
                userID: draft.userID, decision: draft.decision, createdAt: state.now, life: .seconds(60),
                isReleasedByExpiry: isReleasedByExpiry)
            state.holds.append(hold)
            state.contents[hold.id] = draft.content
            return hold
        }
    }

    func content(of hold: Hold) async throws -> (content: HeldContent, edits: [String: String]) {
        try look()
        return try state.withLock { state in
            guard let content = state.contents[hold.id] else { throw HoldError.erased }
            return (content, state.edits[hold.id] ?? [:])
        }
    }

    func use(_ hold: Hold, by decision: UUIDv7) async throws {
        try look()
        try state.withLock { state in
            guard !state.failsToUse else { throw MemorySink.Unavailable() }
            guard let place = state.holds.firstIndex(where: { $0.id == hold.id }), !state.holds[place].isUsed else {
                throw HoldError.decided(.used)
            }
            state.holds[place].use()
            state.uses.append(decision)
        }
    }
}

extension MemoryHolds.State {
    fileprivate mutating func look(at place: Int) -> Hold? {
        if holds[place].state(at: now) == .expired { end(place, .expired, by: Hold.nobody) }
        return holds[place]
    }

    fileprivate mutating func end(_ place: Int, _ outcome: Hold.State, by reviewer: String) {
        var random = SystemRandomNumberGenerator()
        holds[place].end(
            Hold.Review(state: outcome, reviewer: reviewer, time: now, fact: UUIDv7(at: now, using: &random)))
    }
}
