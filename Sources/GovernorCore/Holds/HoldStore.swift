/// Keeps what waits for review, as the gateway needs it. All that it says of a hold is durable.
package protocol HoldStore: Sendable {
    /// Whether there may be holds of answers; when not, nobody need be asked about one.
    var holdsAnswers: Bool { get }

    /// The hold that answers a request, as it stands now; nil where the request is to be judged anew.
    ///
    /// A wait that is over is recorded as such before this returns.
    /// - Throws: Why that cannot be recorded; the request must then not go on.
    func hold(of key: HoldKey, at stage: Stage) async throws -> Hold?

    /// A hold as it stands now; nil where there is none of that id.
    ///
    /// - Throws: As ``hold(of:at:)``.
    func hold(_ id: UUIDv7) async throws -> Hold?

    /// Makes a hold durable. The same request twice at a time has one hold.
    ///
    /// - Throws: ``HoldError/full(limit:)``, or why it is not durable.
    func park(_ draft: HoldDraft) async throws -> Hold

    /// What was held, and the texts that the reviewer has written, by their places.
    ///
    /// - Throws: ``HoldError/erased``, or why it cannot be read.
    func content(of hold: Hold) async throws -> (content: HeldContent, edits: [String: String])

    /// Records that a request goes on, which it does once.
    ///
    /// - Parameter decision: The fact of the decision that lets it on.
    /// - Throws: ``HoldError/decided(_:)`` when it has gone on before, or why it cannot be recorded.
    func use(_ hold: Hold, by decision: UUIDv7) async throws
}

/// Why a hold cannot be made, read or reviewed.
package enum HoldError: GovernorError, Equatable {
    /// There is no such hold, or it ended too long ago.
    case unknown
    /// It does not wait any more.
    case decided(Hold.State)
    /// Who asked does not review what was asked.
    case ownRequest
    /// Its texts are erased, or cannot be read.
    case erased
    /// An edit of what is not there; the number of the edit, from 0.
    case unknownPlace(edit: Int)
    /// As many holds wait as may.
    case full(limit: Int)

    package var code: String {
        switch self {
        case .unknown: "hold.unknown"
        case .decided: "hold.decided"
        case .ownRequest: "hold.own-request"
        case .erased: "hold.erased"
        case .unknownPlace: "hold.unknown-place"
        case .full: "hold.full"
        }
    }

    package var message: String {
        switch self {
        case .unknown: "there is no such hold"
        case .decided(let state): "the hold is \(state.rawValue) already"
        case .ownRequest: "the principal that asked cannot review its own request"
        case .erased: "what was held is erased"
        case .unknownPlace(let edit): "edits/\(edit): there is no text at this place"
        case .full(let limit): "\(limit) holds wait for review, and no more may"
        }
    }

    package var hint: String? {
        switch self {
        case .unknown: "list the holds there are"
        case .decided: "show the hold to see who decided"
        case .ownRequest: "let somebody else review it, with a key of their own"
        case .erased: "nothing can be decided about it any more; it expires by itself"
        case .unknownPlace: "use the 'place' of one of the hold's texts"
        case .full: "review those that wait, or let them expire"
        }
    }
}
