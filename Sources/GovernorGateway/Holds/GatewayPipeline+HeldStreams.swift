import GovernorCore
import GovernorDialects

/// A stream that a rule holds, when its server has sent all of it.
struct HeldStream: Sendable {
    /// What the server has sent.
    let sent: [UInt8]
    /// What was decided.
    let decision: Decision
    let report: AnswerReport
    /// What leaves at its end, where a part has left before.
    let rest: [UInt8]
    let routed: RoutedAnswer
    let admission: Admission
    /// What tells the client that there is no more, after a part of the stream; nil where nothing has left.
    let ending: (@Sendable (_ refusal: Refusal) -> [UInt8])?
}

extension GatewayPipeline {
    /// Holds a stream, and ends it, or lets it wait for the review where nothing of it has left.
    func hold(
        _ stream: HeldStream, _ outcome: StreamOutcome, _ write: ([UInt8]) async throws -> Void
    ) async throws {
        guard let reader = stream.admission.reader else { return }
        var problem = await parked(stream)
        if case .held(let id, _, _) = problem, stream.ending == nil, holding?.streamsWait != nil {
            switch try await given(id, stream.admission, write) {
            case .success(let given):
                outcome.settle(given.action.rawValue)
                return try await write(given.events)
            case .failure(let end): problem = end
            }
        }
        outcome.settle(problem.outcome)
        guard let ending = stream.ending, let refusal = problem.refusal else {
            return try await write(problem.end(of: reader))
        }
        try await write(stream.rest + refusal.notes + ending(refusal.said))
    }

    /// Records that a stream is held, and parks it.
    ///
    /// - Returns: What the client is told.
    private func parked(_ stream: HeldStream) async -> ModelProblem {
        let (routed, admission) = (stream.routed, stream.admission)
        let replay: (decision: Decision, report: AnswerReport, bytes: [UInt8])
        let work = await worked(onAnswerOf: stream.sent.count) {
            Result { () throws(ModelProblem) in try self.replayed(stream.sent, routed, admission) }
        }
        do throws(ModelProblem) { replay = try work.get() } catch {
            _ = await recorded(stream.decision, stream.report, routed, admission)
            return error
        }
        let isHeld = replay.decision.action.allows
        let fact = await recorded(isHeld ? stream.decision : replay.decision, replay.report, routed, admission)
        guard let receipt = fact else { return .notRecorded }
        guard isHeld else { return .refused(replay.decision, receipt: receipt.id) }
        do throws(ModelProblem) {
            let hold = try await park(replay.bytes, stream.decision, receipt.id, admission)
            return .held(hold.id, stream.decision, receipt: receipt.id)
        } catch {
            return error
        }
    }

    /// What was held, when somebody has reviewed it.
    private func given(
        _ id: UUIDv7, _ admission: Admission, _ write: ([UInt8]) async throws -> Void
    ) async throws -> Result<GivenAnswer, ModelProblem> {
        switch try await endOfWait(for: id, admission, write) {
        case .failure(let problem): return .failure(problem)
        case .success(let hold):
            do throws(ModelProblem) {
                return .success(try await given(hold, admission))
            } catch {
                return .failure(error)
            }
        }
    }
}
