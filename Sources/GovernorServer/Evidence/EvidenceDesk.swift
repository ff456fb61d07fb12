import Crypto
import GovernorCore
import GovernorLedger
import GovernorPolicy
import HTTPTypes
import Hummingbird

/// What the routes work with: the ledger, what is derived from it, and the means to make new facts.
struct EvidenceDesk: Sendable {
    let ledger: Ledger
    let policy: Current<Policy>?
    let board: RiskBoard
    let holds: HoldRegister
    let stops: SystemStops
    let events: Counter
    let clock: WallClock

    /// What a caller wants recorded.
    struct Draft {
        let type: FactType
        let stream: StreamName
        var subjects: [Fact.Subject] = []
        var policy: PolicyReference?
        let payload: JSONValue
        var disclosable: [JSONPointer] = []
        var links: [Fact.Link] = []
    }

    /// A fact that can no longer be lost.
    struct Stored {
        let place: AppendedFact
        /// When it was recorded; with a key seen before, the time of the first entry.
        let time: Timestamp

        /// The header that names the receipt.
        var receipt: HTTPFields { [.governorReceipt: place.id.description] }
    }

    /// Records a draft and returns once it is durable.
    ///
    /// - Throws: Why it is not; then nothing may be acknowledged.
    func record(_ draft: Draft, for request: CheckedRequest, operation: String) async throws -> Stored {
        var random = SystemRandomNumberGenerator()
        let now = clock()
        let fact = Fact(
            id: UUIDv7(at: now, using: &random), type: draft.type, time: now, stream: draft.stream,
            actor: request.principal.id, subjects: draft.subjects, policy: draft.policy, payload: draft.payload,
            disclosable: draft.disclosable, links: draft.links)
        let place: AppendedFact
        do {
            place = try await ledger.append(fact, idempotencyKey: request.idempotencyKey(for: operation))
        } catch {
            throw RecordingError(cause: error)
        }
        guard !place.isReplay else {
            let first = try await ledger.reader.fact(place.id)
            return Stored(place: place, time: first?.leaf.content.time ?? now)
        }
        events.increment()
        return Stored(place: place, time: now)
    }

    /// The SHA-256 of a value's canonical form.
    ///
    /// - Throws: ``GovernorCore/JSONError`` for a number that the form would change.
    static func digest(of value: JSONValue) throws(JSONError) -> GovernorCore.Digest? {
        GovernorCore.Digest(bytes: Array(SHA256.hash(data: try value.exactCanonicalBytes())))
    }
}

extension HTTPField.Name {
    /// Names the fact of an answer, which is also its receipt's id.
    static let governorReceipt: HTTPField.Name = {
        guard let name = HTTPField.Name("governor-receipt") else { preconditionFailure("a header name is a token") }
        return name
    }()
}
