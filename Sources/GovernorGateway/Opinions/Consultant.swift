import GovernorCore
import GovernorInspect
import Synchronization

/// Asks one classifier, within bounds: of a text's length, of questions at a time, and of patience with failures.
final class Consultant: Sendable {
    /// The most bytes of a text that is sent: what no usual classifier reads as a whole is not judged by a part of it.
    static let textLimit = 64 << 10
    /// The most questions that are under way at a time. More would only wait for each other until their time is up.
    static let questionLimit = 64

    private struct State {
        var questions = 0
        var breaker = CircuitBreaker()
    }

    let opinion: SecondOpinion
    private let timer: DeadlineTimer
    private let state = Mutex(State())

    init(_ opinion: SecondOpinion, timer: DeadlineTimer) {
        self.opinion = opinion
        self.timer = timer
    }

    /// What the classifier says about a text.
    func opinion(on text: String) async -> Opinion {
        let start = timer.now
        let answer = await answer(about: text)
        return Opinion(
            name: opinion.name, answer: answer, onFailure: opinion.onFailure, duration: timer.now - start)
    }

    private func answer(about text: String) async -> Result<Double, OpinionFailure> {
        guard text.utf8.count <= Self.textLimit else { return .failure(.tooLong) }
        if let failure = begin() { return .failure(failure) }
        let answer: Result<Double, OpinionFailure>
        do throws(OpinionFailure) {
            answer = .success(try await opinion.source.probability(of: text))
        } catch {
            answer = .failure(error)
        }
        end(isSilent: answer.failure?.isSilence ?? false)
        return answer
    }

    private func begin() -> OpinionFailure? {
        state.withLock { state in
            guard state.questions < Self.questionLimit else { return .busy }
            guard state.breaker.admits(at: timer.now) else { return .suspended }
            state.questions += 1
            return nil
        }
    }

    private func end(isSilent: Bool) {
        state.withLock { state in
            state.questions -= 1
            state.breaker.record(hasFailed: isSilent, at: timer.now)
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
