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
        let pass: CircuitBreaker.Pass
        do throws(OpinionFailure) { pass = try begin() } catch { return .failure(error) }
        let answer: Result<Double, OpinionFailure>
        do throws(OpinionFailure) {
            answer = .success(try await opinion.source.probability(of: text))
        } catch {
            answer = .failure(error)
        }
        end(pass, isSilent: answer.failure?.isSilence ?? false)
        return answer
    }

    private func begin() throws(OpinionFailure) -> CircuitBreaker.Pass {
        try state.withLock { state throws(OpinionFailure) in
            guard state.questions < Self.questionLimit else { throw .busy }
            guard let pass = state.breaker.admit(at: timer.now) else { throw .suspended }
            state.questions += 1
            return pass
        }
    }

    private func end(_ pass: CircuitBreaker.Pass, isSilent: Bool) {
        state.withLock { state in
            state.questions -= 1
            state.breaker.record(pass, hasFailed: isSilent, at: timer.now)
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
