import GovernorCore
import GovernorInspect

/// A system that attacks are tried on.
protocol RedTeamTarget: Sendable {
    /// What it is, for reports.
    var name: String { get }
    /// What makes it another target, for results that are continued; it never holds a key.
    var identity: JSONObject { get }

    /// How the system takes a prompt; nil when there is no answer to judge.
    ///
    /// - Throws: `ServiceClientError` when the system cannot be asked, or turns the request down.
    func outcome(of prompt: String) async throws -> AttackOutcome?
}

extension AttackOutcome {
    /// What an action means for a prompt or an answer.
    init(_ action: Action) {
        self =
            switch action {
            case .allow, .logOnly, .redact: .passed
            case .summarize, .safeMode: .restricted
            case .hold, .block, .errorBlock: .stopped
            }
    }
}
