import Testing

@testable import CEL

struct DeadlineTests {
    @Test(arguments: [Duration.seconds(-1), .zero, .seconds(-1_000_000_000_000)])
    func `a moment that is not in the future has passed`(distance: Duration) {
        #expect(Deadline(ContinuousClock.now + distance).hasPassed)
    }

    @Test(arguments: [Duration.seconds(60), .seconds(1_000_000_000_000)])
    func `a moment in the future has not passed, however far it is`(distance: Duration) {
        #expect(!Deadline(ContinuousClock.now + distance).hasPassed)
    }

    @Test func `limits give back the moment they were given, to the nanosecond`() throws {
        let moment = ContinuousClock.now + .milliseconds(1_500)
        var limits = EvaluationLimits(deadline: moment)
        let kept = try #require(limits.deadline)
        #expect(abs((kept - moment) / .nanoseconds(1)) <= 1)
        limits.deadline = nil
        #expect(limits.deadline == nil)
    }

    @Test func `an evaluation past its deadline ends with an error`() throws {
        let environment = Environment()
        let program = try environment.compile("1 + 1 == 2")
        let error = #expect(throws: EvaluationError.self) {
            try program.evaluate(Activation(environment), limits: EvaluationLimits(deadline: .now))
        }
        #expect(error?.kind == .deadlineExceeded)
    }
}
