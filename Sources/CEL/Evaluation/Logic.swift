/// The operators that do not need all their operands.
enum Logic {
    /// `&&` (decisive `false`) and `||` (decisive `true`): a decisive operand on either side wins over an error on the other.
    static func junction(
        _ left: @escaping Step, _ right: @escaping Step, decisive: Bool, offset: Int
    ) -> Step {
        { frame throws(EvaluationError) in
            try frame.budget.charge()
            let first = outcome(left, &frame)
            if case .decided(let value) = first, value == decisive { return .bool(decisive) }
            if case .failed(let error) = first, !error.isAbsorbable { throw error }
            let second = outcome(right, &frame)
            if case .decided(let value) = second, value == decisive { return .bool(decisive) }
            if case .failed(let error) = second, !error.isAbsorbable { throw error }
            if case .failed(let error) = first { throw error.located(at: offset) }
            if case .failed(let error) = second { throw error.located(at: offset) }
            return .bool(!decisive)
        }
    }

    /// `condition ? then : otherwise`; only the chosen branch runs.
    static func conditional(
        _ condition: @escaping Step, _ then: @escaping Step, _ otherwise: @escaping Step, offset: Int
    ) -> Step {
        { frame throws(EvaluationError) in
            try frame.budget.charge()
            guard case .bool(let isTrue) = try condition(&frame) else {
                throw .noSuchOverload.located(at: offset)
            }
            return isTrue ? try then(&frame) : try otherwise(&frame)
        }
    }

    enum Outcome {
        case decided(Bool)
        case failed(EvaluationError)
    }

    /// What a condition says; a value that is no `bool` is an error like any other.
    static func outcome(_ step: Step, _ frame: inout Frame) -> Outcome {
        do throws(EvaluationError) {
            guard case .bool(let value) = try step(&frame) else { return .failed(.noSuchOverload) }
            return .decided(value)
        } catch {
            return .failed(error)
        }
    }
}
