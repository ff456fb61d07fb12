import GovernorCore
import GovernorInspect
import GovernorServer

/// Tries attacks on a target, several at a time.
struct RedTeamRunner {
    let target: any RedTeamTarget
    /// Chooses what is random in disguises.
    let seed: UInt64
    /// How many prompts are under way at a time.
    let concurrency: Int

    /// After so many prompts in a row without an answer the target is taken to be gone.
    static let failureLimit = 10

    /// More would wait for a connection, and their time would run.
    static let concurrencyLimit = ServiceClient.connectionLimit

    /// What a target is asked before attacks, to see that it answers at all.
    private static let harmlessPrompt = "What is the capital of France?"

    /// How the target takes a harmless question.
    ///
    /// - Throws: Whatever keeps the target from answering, also a request that it turns down.
    func probe() async throws -> AttackOutcome? { try await target.outcome(of: Self.harmlessPrompt) }

    /// Runs trials, in their order as far as they are not under way at the same time.
    ///
    /// - Parameter record: Takes each outcome; nil when no answer came.
    /// - Throws: What `record` throws, and what keeps the target from answering, once that is more than one prompt.
    func run(
        _ trials: [AttackTrial], record: (_ trial: AttackTrial, _ outcome: AttackOutcome?) throws -> Void
    ) async throws {
        var rest = trials.makeIterator()
        var failures = 0
        try await withThrowingTaskGroup(of: (AttackTrial, Result<AttackOutcome?, any Error>).self) { group in
            for _ in 0..<concurrency {
                if let trial = rest.next() { group.addTask { try await (trial, result(of: trial)) } }
            }
            while let (trial, result) = try await group.next() {
                switch result {
                case .success(let outcome):
                    failures = 0
                    try record(trial, outcome)
                case .failure(let error):
                    failures += 1
                    try record(trial, nil)
                    guard failures < Self.failureLimit else { throw error }
                }
                if let trial = rest.next() { group.addTask { try await (trial, self.result(of: trial)) } }
            }
        }
    }

    /// What becomes of one trial; it throws what another prompt would meet as well.
    private func result(of trial: AttackTrial) async throws -> Result<AttackOutcome?, any Error> {
        do {
            return .success(try await target.outcome(of: trial.prompt(seed: seed)))
        } catch let error as ServiceClientError {
            if error.isAboutThePrompt { return .success(.rejected) }
            guard error.isTransient else { throw error }
            return .failure(error)
        }
    }
}

extension ServiceClientError {
    /// Whether a service that has answered before turned down this one prompt: too long, filtered, unprocessable.
    fileprivate var isAboutThePrompt: Bool {
        if case .refused(_, let status, _, _, _) = self { [400, 403, 413, 422, 451].contains(status) } else { false }
    }
}
