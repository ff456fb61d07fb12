/// A request or an answer that waits for a person to review it.
///
///     pending ──► released ──► used       it goes on as it was held
///        ├──────► edited ────► used       it goes on with texts that the reviewer wrote
///        ├──────► rejected
///        └──────► expired                 nobody decided in time; what then was settled when it was held
///
/// A value without texts: those are with its facts, encrypted and erasable.
package struct Hold: Sendable, Hashable {
    /// Where a hold stands.
    package enum State: String, Sendable, Hashable, CaseIterable {
        case pending
        case released
        case edited
        case rejected
        case expired
        /// A request that was let on has gone to its model.
        case used
    }

    /// What ended the wait.
    package struct Review: Sendable, Hashable {
        /// Released, edited, rejected or expired.
        package let state: State
        /// The principal's id, or ``Hold/nobody``.
        package let reviewer: String
        /// When.
        package let time: Timestamp
        /// The fact that records it.
        package let fact: UUIDv7

        /// Creates a review; see the properties.
        package init(state: State, reviewer: String, time: Timestamp, fact: UUIDv7) {
            self.state = state
            self.reviewer = reviewer
            self.time = time
            self.fact = fact
        }
    }

    /// Who ends the wait of a hold that expires.
    package static let nobody = "governor"

    /// The id of the fact that it was held, and the hold's own.
    package let id: UUIDv7
    /// The request that is held, or whose answer is.
    package let key: HoldKey
    /// Whether a request or an answer is held.
    package let stage: Stage
    /// The model that was asked.
    package let model: String
    /// Whom the texts are about, if stated: erasing that person's data makes them unreadable.
    package let userID: String?
    /// The fact of the decision that held it.
    package let decision: UUIDv7
    /// When it was held.
    package let createdAt: Timestamp
    /// How long it waits for a review, and how long the outcome of the review counts.
    package let life: Duration
    /// Whether it is let on when nobody has decided in time.
    package let isReleasedByExpiry: Bool
    /// What ended the wait; nil while it waits.
    package private(set) var review: Review?
    /// Whether the request has gone on.
    package private(set) var isUsed = false

    /// Creates a hold that waits; see the properties.
    package init(
        id: UUIDv7, key: HoldKey, stage: Stage, model: String, userID: String?, decision: UUIDv7, createdAt: Timestamp,
        life: Duration, isReleasedByExpiry: Bool
    ) {
        self.id = id
        self.key = key
        self.stage = stage
        self.model = model
        self.userID = userID
        self.decision = decision
        self.createdAt = createdAt
        self.life = life
        self.isReleasedByExpiry = isReleasedByExpiry
    }

    /// Ends the wait; what ended it first stays.
    package mutating func end(_ review: Review) { self.review = self.review ?? review }

    /// Says that the request has gone on.
    package mutating func use() { isUsed = true }

    /// Where it stands at a time.
    package func state(at time: Timestamp) -> State {
        if isUsed { return .used }
        return review?.state ?? (time < expiresAt ? .pending : .expired)
    }

    /// When it expires if nobody decides, and once somebody has, when the decision stops counting.
    package var expiresAt: Timestamp {
        let wait = createdAt.advanced(byMilliseconds: life.milliseconds)
        guard let review else { return wait }
        return (review.state == .expired ? wait : review.time).advanced(byMilliseconds: life.milliseconds)
    }

    /// Whether what ended the wait lets it go on.
    package var isLetOn: Bool {
        switch review?.state {
        case .released, .edited: true
        case .expired: isReleasedByExpiry
        case .pending, .rejected, .used, nil: false
        }
    }

    /// Whether the same request, sent again, is answered by this hold and not judged anew.
    package func counts(at time: Timestamp) -> Bool { !isUsed && (review == nil || time < expiresAt) }
}

/// Which request: two are the same when the same principal sends the same bytes.
package struct HoldKey: Sendable, Hashable {
    /// Who asks.
    package let principal: String
    /// The SHA-256 of the request: its form, its model and its body.
    package let request: Digest

    /// Creates a key.
    package init(principal: String, request: Digest) {
        self.principal = principal
        self.request = request
    }
}

/// How holds end.
package struct HoldSettings: Sendable, Equatable {
    /// How long a hold waits, and how long what was decided then counts: at least a second, at most ``longestLife``.
    package var expiresAfter: Duration
    /// Whether what nobody has reviewed in time is let on.
    package var isReleasedByExpiry: Bool

    /// The longest that a hold waits.
    package static let longestLife: Duration = .seconds(30 * 86_400)

    /// Creates settings.
    package init(expiresAfter: Duration = .seconds(86_400), isReleasedByExpiry: Bool = false) {
        self.expiresAfter = expiresAfter
        self.isReleasedByExpiry = isReleasedByExpiry
    }
}

extension Duration {
    /// Whole milliseconds.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
