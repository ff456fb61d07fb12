import CEL
import Testing

@testable import GovernorPolicy

@Suite struct DecisionLimitsTests {
    private static func value(_ limits: inout DecisionLimits) throws(EvaluationError) -> Value {
        let environment = Environment()
        guard let program = try? environment.compile("1 + 1 == 2") else { return .null }
        return try limits.value(of: program, Activation(environment))
    }

    @Test func `a machine that stands still takes no time from the rules`() throws {
        var limits = DecisionLimits(cost: 100, time: .seconds(3600))
        limits.evaluation.deadline = .now
        #expect(try Self.value(&limits) == .bool(true))
    }

    @Test func `rules that have worked for too long have no time left`() {
        var limits = DecisionLimits(cost: 100, time: .zero)
        let error = #expect(throws: EvaluationError.self) { try Self.value(&limits) }
        #expect(error?.kind == .deadlineExceeded)
    }
}
