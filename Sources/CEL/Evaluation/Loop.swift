/// A macro over a list or a map, ready to run.
struct Loop: Sendable {
    let range: Step
    let first: Int
    let second: Int?
    let predicate: Step?
    let transform: Step?

    /// The step of a kind of macro.
    func step(_ kind: Comprehension.Kind) -> Step {
        switch kind {
        case .all: quantifier(decisive: false)
        case .exists: quantifier(decisive: true)
        case .existsOne: existsOne
        case .filter, .transformList: list
        case .transformMap, .transformMapEntry: map(isEntry: kind == .transformMapEntry)
        }
    }

    /// Like a chain of `&&` or `||`: a decisive element wins over errors of others.
    private func quantifier(decisive: Bool) -> Step {
        { frame throws(EvaluationError) in
            let elements = try elements(&frame)
            var failure: EvaluationError?
            for position in 0..<elements.count {
                try enter(position, elements, &frame)
                guard let predicate else { continue }
                switch Logic.outcome(predicate, &frame) {
                case .decided(let value): if value == decisive { return .bool(decisive) }
                case .failed(let error):
                    guard error.isAbsorbable else { throw error }
                    failure = failure ?? error
                }
            }
            if let failure { throw failure }
            return .bool(!decisive)
        }
    }

    private var existsOne: Step {
        { frame throws(EvaluationError) in
            let elements = try elements(&frame)
            var count = 0
            for position in 0..<elements.count {
                try enter(position, elements, &frame)
                if try isKept(&frame) { count += 1 }
            }
            return .bool(count == 1)
        }
    }

    private var list: Step {
        { frame throws(EvaluationError) in
            let elements = try elements(&frame)
            var results: [Value] = []
            for position in 0..<elements.count {
                try enter(position, elements, &frame)
                guard try isKept(&frame) else { continue }
                results.append(try transform?(&frame) ?? frame.locals[first])
            }
            return .list(results)
        }
    }

    private func map(isEntry: Bool) -> Step {
        { frame throws(EvaluationError) in
            let elements = try elements(&frame)
            var results = MapValue()
            for position in 0..<elements.count {
                try enter(position, elements, &frame)
                guard try isKept(&frame), let transform else { continue }
                let key = frame.locals[first]
                let value = try transform(&frame)
                guard isEntry else {
                    try results.add(key, value)
                    continue
                }
                guard case .map(let entries) = value else { throw .noSuchOverload("transformMapEntry", value) }
                for (key, value) in zip(entries.keys, entries.values) { try results.add(key, value) }
            }
            return .map(results)
        }
    }

    // MARK: Elements

    private struct Elements {
        /// The keys of a map; nil for a list, whose indices they are.
        let keys: [Value]?
        let values: [Value]
        var count: Int { values.count }
    }

    private func elements(_ frame: inout Frame) throws(EvaluationError) -> Elements {
        switch try range(&frame) {
        case .list(let values): return Elements(keys: nil, values: values)
        case .map(let map): return Elements(keys: map.keys, values: map.values)
        case let other: throw .noSuchOverload("a macro", other)
        }
    }

    /// Binds the variables to an element: with one variable a list's element or a map's key.
    private func enter(_ position: Int, _ elements: Elements, _ frame: inout Frame) throws(EvaluationError) {
        try frame.budget.charge()
        guard let second else {
            frame.locals[first] = (elements.keys ?? elements.values)[position]
            return
        }
        frame.locals[first] = elements.keys?[position] ?? .int(Int64(position))
        frame.locals[second] = elements.values[position]
    }

    private func isKept(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        guard let predicate else { return true }
        let value = try predicate(&frame)
        guard case .bool(let isKept) = value else { throw .noSuchOverload("a condition", value) }
        return isKept
    }
}
