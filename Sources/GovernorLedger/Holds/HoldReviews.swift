package import GovernorCore

/// How the waits of held decisions ended, as the facts about holds say it. Their leaves say enough, also where texts are erased.
package struct HoldReviews: Sendable {
    private var holds: [UUIDv7: UUIDv7] = [:]
    private var ends: [UUIDv7: Hold.State] = [:]

    /// The types of the facts to take.
    package static let factTypes = HoldFact.types

    package init() {}

    /// Takes the next fact about a hold, in the order of the ledger.
    package mutating func add(_ fact: RecordedFact) {
        if let hold = HoldFact.subject(of: fact) {
            guard let review = HoldFact.review(of: fact) else { return }
            ends[hold] = ends[hold] ?? review.state
        } else if let decision = fact.leaf.content.links.first(where: { $0.relation == "decision" })?.id {
            holds[decision] = fact.id
        }
    }

    /// What ended the wait of what a decision has held: released, edited, rejected or expired; nil where nothing has.
    package func end(of decision: UUIDv7) -> Hold.State? { holds[decision].flatMap { ends[$0] } }

    /// Whether a decision carries out what was decided about a hold, or says that it still waits.
    package static func isFollowing(_ fact: RecordedFact) -> Bool { HoldFact.subject(of: fact) != nil }
}
