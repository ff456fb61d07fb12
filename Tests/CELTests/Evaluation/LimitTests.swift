import GovernorCore
import Testing

@testable import CEL

/// Expressions that are short to write and would take very long to evaluate, or very much memory.
@Suite struct LimitTests {
    /// `cel.bind`s a list of ten, then lists of ten of the former: 10^depth elements, reached by few references.
    private static func nested(_ depth: Int, in body: String) -> String {
        var expression = body
        for level in stride(from: depth, to: 0, by: -1) {
            let elements = Array(repeating: "v\(level - 1)", count: 10).joined(separator: ",")
            expression = "cel.bind(v\(level), [\(elements)], \(expression))"
        }
        return "cel.bind(v0, 'x', \(expression))"
    }

    static let explosions = [
        nested(12, in: "v12 == v12"),
        nested(12, in: "dyn(v12) != v12"),
        nested(12, in: "v12 in [v12, v12]"),
        nested(12, in: "'%s'.format([v12])"),
        nested(12, in: "'%s'.format([{'a': v12}])"),
        nested(12, in: "{'a': v12} == {'a': v12}"),
        nested(12, in: "optional.of(v12) == optional.of(v12)"),
        "[0,1,2,3,4,5,6,7,8,9].map(a, [0,1,2,3,4,5,6,7,8,9].map(b, [0,1,2,3,4,5,6,7,8,9].map(c,"
            + " [0,1,2,3,4,5,6,7,8,9].map(d, [0,1,2,3,4,5,6,7,8,9].map(e, [0,1,2,3,4,5,6,7,8,9].map(f, a + b))))))",
        doubling(40, "s + s"),
        doubling(40, "s.replace('', s)"),
        doubling(40, "[s, s, s, s].join(s)"),
        doubling(40, "'%s%s%s'.format([s, s, s])"),
        doubling(40, "strings.quote(s + s)"),
        doubling(40, "s.split('').join(s)"),
        doubling(40, "string(bytes(s) + bytes(s))"),
        doubling(40, "base64.encode(bytes(s + s))"),
    ]

    private static func doubling(_ times: Int, _ step: String) -> String {
        var expression = "size(s)"
        for _ in 0..<times { expression = "cel.bind(s, \(step), \(expression))" }
        return "cel.bind(s, 'ab', \(expression))"
    }

    @Test(arguments: explosions)
    func `work that grows beyond the cost limit ends with an error, soon`(expression: String) throws {
        let stopwatch = ProcessorStopwatch()
        let error = try evaluationError(expression, limits: EvaluationLimits(cost: 100_000))
        #expect(error?.kind == .costLimitExceeded)
        #expect(stopwatch.elapsed < .seconds(20))
    }

    @Test func `a spent budget is not absorbed by the operators that absorb errors`() throws {
        let costly = "[1,2,3,4,5,6,7,8,9].map(a, [1,2,3,4,5,6,7,8,9].map(b, a * b)).size() == 9"
        let limits = EvaluationLimits(cost: 20)
        for expression in ["\(costly) || true", "!(\(costly)) && false", "[1].exists(x, \(costly)) || true"] {
            #expect(try evaluationError(expression, limits: limits)?.kind == .costLimitExceeded)
        }
    }

    @Test func `an evaluation whose deadline has passed does not begin`() throws {
        let limits = EvaluationLimits(deadline: ContinuousClock.now)
        #expect(try evaluationError("true", limits: limits)?.code == "cel.deadline-exceeded")
    }

    @Test func `the deadline ends an evaluation that has cost left`() throws {
        let tens = "[0,1,2,3,4,5,6,7,8,9]"
        var expression = "true"
        for depth in 0..<12 { expression = "\(tens).all(x\(depth), \(expression))" }
        let limits = EvaluationLimits(cost: .max, deadline: ContinuousClock.now + .milliseconds(20))
        #expect(try evaluationError(expression, limits: limits)?.kind == .deadlineExceeded)
    }

    @Test(arguments: [10, 100, 1_000])
    func `the cost of a macro grows with its elements, not beyond them`(count: Int) throws {
        let list = Value.list((0..<count).map { .int(Int64($0)) })
        let enough = EvaluationLimits(cost: UInt64(count * 8 + 20))
        #expect(try evaluate("x.all(e, e >= 0)", ["x": list], limits: enough) == true)
        let scarce = EvaluationLimits(cost: UInt64(count))
        #expect(try evaluationError("x.all(e, e >= 0)", ["x": list], limits: scarce)?.kind == .costLimitExceeded)
    }
}
