import GovernorCore

/// A compiled condition.
struct Expression: Sendable {
    /// Whether the condition holds.
    ///
    /// - Throws: ``ExpressionError`` when it has no value.
    func isTrue(_ values: ExpressionValues, _ limits: ExpressionLimits) throws(ExpressionError) -> Bool {
        throw ExpressionError(message: "expressions are not part of this build")
    }

    static func limits(cost: UInt64, time: Swift.Duration) -> ExpressionLimits {
        ExpressionLimits(cost: cost, deadline: ContinuousClock.now + time)
    }
}

/// Why a condition has no value; never holds the values involved.
struct ExpressionError: Error {
    let message: String
}

struct ExpressionLimits {
    let cost: UInt64
    let deadline: ContinuousClock.Instant
}

struct ExpressionValues: Sendable {}

struct ExpressionEnvironment: Sendable {
    let variables: [RuleVariable]
    init(variables: [RuleVariable]) { self.variables = variables }
    init(untyped names: [String]) { variables = [] }
    func valueText(of text: String, _ values: ExpressionValues, _ limits: ExpressionLimits) -> String { "unknown" }

    func compile(_ words: LogicalWords, _ text: SourceText, _ reader: inout DocumentReader) -> Expression? {
        Expression()
    }
}
