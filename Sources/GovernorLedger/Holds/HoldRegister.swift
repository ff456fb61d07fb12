// Holds are facts. The fact that something is held carries its texts, under the key of the person it is about, so that an
// erasure reaches them; that it was released, edited, rejected, used or has expired are facts that link to it. What ended a
// wait has one idempotency key for all outcomes: the first to be durable counts, whoever else decides at the same time.
// The register remembers where holds stand, and none of their texts.

package import GovernorCore
import Synchronization

/// The holds of a ledger.
package final class HoldRegister: HoldStore {
    /// How long a hold that has ended stays in the register. Its facts stay in the ledger.
    static let memory: Duration = .seconds(30 * 86_400)
    /// The most holds that wait at a time: more than people review, and a few megabytes of memory.
    package static let limit = 10_000
    /// The facts that are read at a time: payloads may be of several megabytes each.
    private static let pageLimit = 16

    fileprivate struct State {
        var holds: [UUIDv7: Hold] = [:]
        /// The newest hold of each request.
        var newest: [Place: UUIDv7] = [:]
        /// How many requests have holds of their answers.
        var answers = 0
        /// Requests whose hold is being made, with those who wait for it.
        var parking: [Place: [CheckedContinuation<Void, Never>]] = [:]
    }

    fileprivate struct Place: Hashable {
        let key: HoldKey
        let stage: Stage
    }

    private let ledger: Ledger
    private let settings: HoldSettings
    private let clock: WallClock
    private let state = Mutex(State())

    private init(_ ledger: Ledger, _ settings: HoldSettings, _ clock: @escaping WallClock) {
        self.ledger = ledger
        self.settings = settings
        self.clock = clock
    }

    /// Reads where the holds of a ledger stand.
    ///
    /// - Throws: What reading the ledger throws.
    package static func open(
        _ ledger: Ledger, _ settings: HoldSettings = HoldSettings(), clock: @escaping WallClock = Timestamp.now
    ) async throws -> HoldRegister {
        let register = HoldRegister(ledger, settings, clock)
        var query = FactQuery()
        query.types = HoldFact.types
        let oldest = HoldSettings.longestLife + HoldSettings.longestLife + memory
        query.from = clock().advanced(byMilliseconds: -oldest.milliseconds)
        var cursor: FactCursor?
        repeat {
            let page = try await ledger.reader.facts(matching: query, after: cursor, limit: pageLimit)
            for fact in page.facts { register.take(fact) }
            cursor = page.next
        } while cursor != nil
        return register
    }

    /// The holds that a register knows, the newest first.
    ///
    /// - Parameters:
    ///   - wanted: Where they stand; anywhere when nil.
    ///   - id: The hold after which to begin; nil for the first.
    package func holds(_ wanted: Hold.State?, after id: UUIDv7? = nil, limit: Int) -> [Hold] {
        let now = clock()
        let holds = state.withLock {
            $0.holds.values.filter { hold in wanted.map { hold.state(at: now) == $0 } ?? true }
        }
        return Array(
            holds.filter { hold in id.map { hold.id < $0 } ?? true }.sorted { $0.id > $1.id }.prefix(limit))
    }

    package var holdsAnswers: Bool { state.withLock { $0.answers > 0 } }

    package func hold(of key: HoldKey, at stage: Stage) async throws -> Hold? {
        guard let id = state.withLock({ $0.newest[Place(key: key, stage: stage)] }) else { return nil }
        guard let hold = try await hold(id), hold.counts(at: clock()) else { return nil }
        return hold
    }

    package func hold(_ id: UUIDv7) async throws -> Hold? {
        guard let hold = state.withLock({ $0.holds[id] }) else { return nil }
        guard hold.review == nil, hold.state(at: clock()) == .expired else { return hold }
        do {
            return try await end(hold, .expired, by: Hold.nobody, reason: nil, edits: nil)
        } catch HoldError.decided {
            // Somebody was faster, and what they decided counts.
            return state.withLock { $0.holds[id] }
        }
    }

    /// Records of every wait that is over that it is.
    ///
    /// - Throws: Why that cannot be recorded.
    package func expire() async throws {
        for hold in holds(.expired, limit: .max) where hold.review == nil { _ = try await self.hold(hold.id) }
    }

    package func park(_ draft: HoldDraft) async throws -> Hold {
        let place = Place(key: draft.key, stage: draft.stage)
        while !begin(place) { await wait(for: place) }
        defer { finish(place) }
        if let hold = try await hold(of: draft.key, at: draft.stage) { return hold }
        let now = clock()
        try state.withLock { state in
            state.forget(before: now)
            guard state.holds.count < Self.limit else { throw HoldError.full(limit: Self.limit) }
        }
        let hold = Hold(
            id: identifier(at: now), key: draft.key, stage: draft.stage, model: draft.model, userID: draft.userID,
            decision: draft.decision, createdAt: now, life: settings.expiresAfter,
            isReleasedByExpiry: settings.isReleasedByExpiry)
        _ = try await ledger.append(HoldFact.created(hold, draft.content))
        state.withLock { $0.insert(hold) }
        return hold
    }

    package func content(of hold: Hold) async throws -> (content: HeldContent, edits: [String: String]) {
        guard let fact = try await ledger.reader.fact(hold.id), case .present(let payload) = fact.payload,
            let content = HoldFact.content(of: payload)
        else { throw HoldError.erased }
        guard let review = hold.review, review.state == .edited else { return (content, [:]) }
        guard let fact = try await ledger.reader.fact(review.fact), case .present(let payload) = fact.payload,
            let edits = HoldFact.edits(of: payload)
        else { throw HoldError.erased }
        return (content, edits)
    }

    package func use(_ hold: Hold, by decision: UUIDv7) async throws {
        let now = clock()
        let fact = HoldFact.used(hold, by: decision, id: identifier(at: now), time: now)
        do {
            guard try await !ledger.append(fact, idempotencyKey: "hold \(hold.id) use").isReplay else {
                throw HoldError.decided(.used)
            }
        } catch LedgerError.idempotencyConflict, LedgerError.idempotencyErased {
            throw HoldError.decided(.used)
        }
        state.withLock { $0.holds[hold.id]?.use() }
    }

    /// Decides about a hold.
    ///
    /// - Parameters:
    ///   - verdict: What becomes of it.
    ///   - reviewer: Who says so: another than who asked, unless the listeners need no keys.
    ///   - reason: Why; for the record.
    /// - Returns: The hold as it stands then.
    /// - Throws: ``HoldError``, or why the review is not durable.
    package func review(
        _ id: UUIDv7, _ verdict: HoldVerdict, by reviewer: Principal, reason: String
    ) async throws -> Hold {
        guard let hold = try await hold(id) else { throw HoldError.unknown }
        let found = hold.state(at: clock())
        guard found == .pending else { throw HoldError.decided(found) }
        guard reviewer == .local || !reviewer.id.isExactly(hold.key.principal) else { throw HoldError.ownRequest }
        // Nobody decides about what cannot be read.
        let texts = try await content(of: hold).content.texts
        for (number, edit) in verdict.edits.enumerated()
        where !texts.contains(where: { $0.place.isExactly(edit.place) }) {
            throw HoldError.unknownPlace(edit: number)
        }
        return try await end(
            hold, verdict.state, by: reviewer.id, reason: reason, edits: verdict.state == .edited ? verdict.edits : nil)
    }

    /// Records what ends a wait, unless something has ended it before.
    private func end(
        _ hold: Hold, _ outcome: Hold.State, by reviewer: String, reason: String?, edits: [HoldEdit]?
    ) async throws -> Hold {
        let now = clock()
        let fact = HoldFact.ended(
            hold, outcome, by: reviewer, reason: reason, edits: edits, id: identifier(at: now), time: now)
        do {
            let appended = try await ledger.append(fact, idempotencyKey: "hold \(hold.id) end")
            guard !appended.isReplay else { throw LedgerError.idempotencyConflict(first: appended.id) }
        } catch LedgerError.idempotencyConflict(let first), LedgerError.idempotencyErased(let first) {
            if let first = try await ledger.reader.fact(first) { take(first) }
            throw HoldError.decided(state.withLock { $0.holds[hold.id]?.review?.state } ?? .expired)
        }
        return state.withLock { state in
            state.holds[hold.id]?.end(Hold.Review(state: outcome, reviewer: reviewer, time: now, fact: fact.id))
            return state.holds[hold.id] ?? hold
        }
    }

    private func take(_ fact: RecordedFact) {
        state.withLock { state in
            if let hold = HoldFact.hold(of: fact) { return state.insert(hold) }
            guard let id = HoldFact.subject(of: fact) else { return }
            if let review = HoldFact.review(of: fact) { state.holds[id]?.end(review) } else { state.holds[id]?.use() }
        }
    }

    private func identifier(at time: Timestamp) -> UUIDv7 {
        var random = SystemRandomNumberGenerator()
        return UUIDv7(at: time, using: &random)
    }

    // MARK: One hold for requests that come at a time

    private func begin(_ place: Place) -> Bool {
        state.withLock { state in
            guard state.parking[place] == nil else { return false }
            state.parking[place] = []
            return true
        }
    }

    private func wait(for place: Place) async {
        await withCheckedContinuation { continuation in
            let isWaiting = state.withLock { state in
                state.parking[place]?.append(continuation) != nil
            }
            if !isWaiting { continuation.resume() }
        }
    }

    private func finish(_ place: Place) {
        let waiting = state.withLock { $0.parking.removeValue(forKey: place) }
        for continuation in waiting ?? [] { continuation.resume() }
    }
}

extension HoldRegister.State {
    fileprivate mutating func insert(_ hold: Hold) {
        holds[hold.id] = hold
        let place = HoldRegister.Place(key: hold.key, stage: hold.stage)
        if newest.updateValue(hold.id, forKey: place) == nil, hold.stage == .output { answers += 1 }
    }

    /// Forgets holds that ended long ago, and when there are too many, all that count no more.
    fileprivate mutating func forget(before now: Timestamp) {
        let isFull = holds.count >= HoldRegister.limit
        let memory = isFull ? 0 : HoldRegister.memory.milliseconds
        for hold in holds.values where hold.review != nil && !hold.counts(at: now) {
            guard hold.expiresAt.advanced(byMilliseconds: memory) <= now || isFull else { continue }
            holds[hold.id] = nil
            let place = HoldRegister.Place(key: hold.key, stage: hold.stage)
            guard newest[place] == hold.id else { continue }
            newest[place] = nil
            if hold.stage == .output { answers -= 1 }
        }
    }
}
