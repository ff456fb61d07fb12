/// Turns a syntax tree into steps.
///
/// It resolves names by the same rules as the checker, but never fails: what cannot be resolved becomes a step that fails
/// when it runs, because an unchecked expression may never reach it.
struct Planner {
    private let environment: Environment
    private var scope: [(name: String, place: Place)] = []
    /// The slots of the variables that the expression refers to.
    private(set) var slots: Set<Int> = []
    private(set) var localCount = 0
    private(set) var lazyCount = 0

    private enum Place {
        case local(Int)
        /// A value of `cel.block` and how to compute it.
        case lazy(Int, Step)
    }

    init(_ environment: Environment) { self.environment = environment }

    mutating func step(for node: Node) -> Step {
        switch node.kind {
        case .literal(let value): Self.constant(value)
        case .identifier(let name, let isAbsolute):
            reference(name, root: name, isAbsolute) ?? Self.failure(Self.undeclared(name), at: node.offset)
        case .select(let operand, let field, let isOptional): select(node, operand, field, isOptional)
        case .presence(let operand, let field, _): presence(node, operand, field)
        case .index(let operand, let key, let isOptional): index(node, operand, key, isOptional)
        case .call(let name, let isAbsolute, let target, let arguments):
            call(node, name, isAbsolute, target, arguments)
        case .list(let elements): list(elements)
        case .map(let entries): map(node, entries)
        case .message: Self.failure(EvaluationError(.unsupported, "messages are not supported"), at: node.offset)
        case .and(let left, let right):
            Logic.junction(step(for: left), step(for: right), decisive: false, offset: node.offset)
        case .or(let left, let right):
            Logic.junction(step(for: left), step(for: right), decisive: true, offset: node.offset)
        case .conditional(let condition, let then, let otherwise):
            Logic.conditional(step(for: condition), step(for: then), step(for: otherwise), offset: node.offset)
        case .comprehension(let it): comprehension(it, at: node.offset)
        case .bind(let name, let value, let body): bind(name, value, body)
        case .block(let values, let body): block(values, body)
        case .optionalMap(let operand, let name, let body, let isFlat):
            optionalMap(operand, name, body, isFlat, at: node.offset)
        }
    }

    // MARK: Names

    private mutating func reference(_ name: String, root: String, _ isAbsolute: Bool) -> Step? {
        if !isAbsolute, let local = scope.last(where: { $0.name == root }) {
            return name == root ? Self.reference(local.place) : nil
        }
        for candidate in environment.scope.candidates(for: name, isAbsolute: isAbsolute) {
            if let slot = environment.slotByName[candidate] {
                slots.insert(slot)
                return Self.variable(slot, candidate)
            }
            if let type = environment.types[candidate] { return Self.constant(.type(type)) }
        }
        return nil
    }

    private static func reference(_ place: Place) -> Step {
        switch place {
        case .local(let index): { frame in frame.locals[index] }
        case .lazy(let index, let compute):
            { frame throws(EvaluationError) in
                if let value = frame.lazyValues[index] { return value }
                let value = try compute(&frame)
                frame.lazyValues[index] = value
                return value
            }
        }
    }

    private static func variable(_ slot: Int, _ name: String) -> Step {
        { frame throws(EvaluationError) in
            guard slot < frame.slots.count, let value = frame.slots[slot] else {
                throw EvaluationError(.unboundVariable, "the variable '\(name)' has no value")
            }
            return value
        }
    }

    private static func constant(_ value: Value) -> Step { { _ in value } }

    private static func undeclared(_ name: String) -> EvaluationError {
        EvaluationError(.undeclaredReference, "undeclared reference to '\(name)'")
    }

    private static func failure(_ error: EvaluationError, at offset: Int) -> Step {
        let located = error.located(at: offset)
        return { _ throws(EvaluationError) in throw located }
    }

    /// Runs steps that belong to one operation, and gives their errors its place.
    private static func located(_ offset: Int, _ step: @escaping Step) -> Step {
        { frame throws(EvaluationError) in
            do throws(EvaluationError) { return try step(&frame) } catch { throw error.located(at: offset) }
        }
    }

    // MARK: Selecting

    private mutating func select(_ node: Node, _ operand: Node, _ field: String, _ isOptional: Bool) -> Step {
        if let (name, root, isAbsolute) = node.dottedName, let step = reference(name, root: root, isAbsolute) {
            return step
        }
        return lookup(step(for: operand), Self.constant(.string(field)), isOptional, isField: true, at: node.offset)
    }

    private mutating func index(_ node: Node, _ operand: Node, _ key: Node, _ isOptional: Bool) -> Step {
        lookup(step(for: operand), step(for: key), isOptional, isField: false, at: node.offset)
    }

    private func lookup(
        _ operand: @escaping Step, _ key: @escaping Step, _ isOptional: Bool, isField: Bool, at offset: Int
    ) -> Step {
        Self.located(offset) { frame throws(EvaluationError) in
            let container = try operand(&frame)
            let wanted = try key(&frame)
            try frame.budget.charge()
            return try Lookup.value(of: container, under: wanted, isOptional: isOptional, isField: isField)
        }
    }

    private mutating func presence(_ node: Node, _ operand: Node, _ field: String) -> Step {
        let operand = step(for: operand)
        let key = Value.string(field)
        return Self.located(node.offset) { frame throws(EvaluationError) in
            let container = try operand(&frame)
            try frame.budget.charge()
            return .bool(try Lookup.presence(in: container, of: key))
        }
    }

    // MARK: Calls

    private mutating func call(
        _ node: Node, _ name: String, _ isAbsolute: Bool, _ target: Node?, _ arguments: [Node]
    ) -> Step {
        guard let target else {
            return call(node, function(name, isAbsolute), name, arguments, isMember: false)
        }
        if let (prefix, root, isAbsolute) = target.dottedName, !scope.contains(where: { $0.name == root }),
            let function = function("\(prefix).\(name)", isAbsolute)
        {
            return call(node, function, function.name, arguments, isMember: false)
        }
        return call(node, environment.functions[name], name, [target] + arguments, isMember: true)
    }

    private func function(_ name: String, _ isAbsolute: Bool) -> FunctionDeclaration? {
        environment.scope.candidates(for: name, isAbsolute: isAbsolute).lazy
            .compactMap { environment.functions[$0] }.first
    }

    private mutating func call(
        _ node: Node, _ function: FunctionDeclaration?, _ name: String, _ arguments: [Node], isMember: Bool
    ) -> Step {
        let steps = arguments.map { step(for: $0) }
        guard let function, let implementation = function.implementation,
            function.overloads.contains(where: {
                $0.isMember == isMember && $0.parameters(count: arguments.count) != nil
            })
        else {
            let reason = "no such overload: \(name) with \(arguments.count) arguments"
            return Self.failure(EvaluationError(.noSuchOverload, reason), at: node.offset)
        }
        if name == "matches", case .literal(.string(let pattern)) = arguments.last?.kind, steps.count == 2 {
            return Self.located(node.offset, TextFunctions.match(steps[0], pattern: pattern))
        }
        return Self.located(node.offset, Self.apply(implementation, steps))
    }

    private static func apply(_ implementation: FunctionDeclaration.Implementation, _ steps: [Step]) -> Step {
        switch implementation {
        case .unary(let body) where steps.count == 1:
            let operand = steps[0]
            return { frame throws(EvaluationError) in
                let value = try operand(&frame)
                try frame.budget.charge()
                return try body(value, &frame.budget)
            }
        case .binary(let body) where steps.count == 2:
            let (left, right) = (steps[0], steps[1])
            return { frame throws(EvaluationError) in
                let first = try left(&frame)
                let second = try right(&frame)
                try frame.budget.charge()
                return try body(first, second, &frame.budget)
            }
        case .any(let body):
            return { frame throws(EvaluationError) in
                var values: [Value] = []
                values.reserveCapacity(steps.count)
                for step in steps { values.append(try step(&frame)) }
                try frame.budget.charge()
                return try body(values, &frame.budget)
            }
        case .unary, .binary:
            return { _ throws(EvaluationError) in throw .noSuchOverload }
        }
    }

    // MARK: Aggregates

    private mutating func list(_ elements: [Node.Element]) -> Step {
        if let constants = Self.constants(elements.map(\.value)), !elements.contains(where: \.isOptional) {
            return Self.constant(.list(constants))
        }
        let steps = elements.map { (step(for: $0.value), $0.isOptional, $0.value.offset) }
        return { frame throws(EvaluationError) in
            var values: [Value] = []
            values.reserveCapacity(steps.count)
            try frame.budget.charge(UInt64(steps.count) + 1)
            for (step, isOptional, offset) in steps {
                let value = try step(&frame)
                if let kept = isOptional ? try Lookup.unwrap(value, at: offset) : value { values.append(kept) }
            }
            return .list(values)
        }
    }

    private mutating func map(_ node: Node, _ entries: [Node.Entry]) -> Step {
        let steps = entries.map { (step(for: $0.key), step(for: $0.value), $0.isOptional, $0.key.offset) }
        return { frame throws(EvaluationError) in
            var map = MapValue()
            try frame.budget.charge(UInt64(steps.count) + 1)
            for (key, value, isOptional, offset) in steps {
                let name = try key(&frame)
                let found = try value(&frame)
                guard let kept = isOptional ? try Lookup.unwrap(found, at: offset) : found else { continue }
                try map.add(name, kept, at: offset)
            }
            return .map(map)
        }
    }

    private static func constants(_ nodes: [Node]) -> [Value]? {
        var values: [Value] = []
        for node in nodes {
            guard case .literal(let value) = node.kind else { return nil }
            values.append(value)
        }
        return values
    }

    // MARK: Bindings

    private mutating func comprehension(_ it: Comprehension, at offset: Int) -> Step {
        let range = step(for: it.range)
        let depth = scope.count
        let first = addLocal(it.first)
        let second = it.second.map { addLocal($0) }
        defer { scope.removeSubrange(depth...) }
        let loop = Loop(
            range: range, first: first, second: second, predicate: it.predicate.map { step(for: $0) },
            transform: it.transform.map { step(for: $0) })
        return Self.located(offset, loop.step(it.kind))
    }

    private mutating func bind(_ name: String, _ value: Node, _ body: Node) -> Step {
        let bound = step(for: value)
        let depth = scope.count
        let place = addLocal(name)
        defer { scope.removeSubrange(depth...) }
        let result = step(for: body)
        return { frame throws(EvaluationError) in
            frame.locals[place] = try bound(&frame)
            return try result(&frame)
        }
    }

    private mutating func block(_ values: [Node], _ body: Node) -> Step {
        let depth = scope.count
        let firstPlace = lazyCount
        lazyCount += values.count
        for (index, value) in values.enumerated() {
            let compute = step(for: value)
            scope.append((Macro.indexName(index), .lazy(firstPlace + index, compute)))
        }
        defer { scope.removeSubrange(depth...) }
        let places = firstPlace..<lazyCount
        let result = step(for: body)
        return { frame throws(EvaluationError) in
            // A block inside a loop begins anew with each element.
            for place in places { frame.lazyValues[place] = nil }
            return try result(&frame)
        }
    }

    private mutating func optionalMap(
        _ operand: Node, _ name: String, _ body: Node, _ isFlat: Bool, at offset: Int
    ) -> Step {
        let target = step(for: operand)
        let depth = scope.count
        let place = addLocal(name)
        defer { scope.removeSubrange(depth...) }
        let result = step(for: body)
        return Self.located(offset) { frame throws(EvaluationError) in
            guard case .optional(let wrapped) = try target(&frame) else { throw .noSuchOverload }
            guard let wrapped else { return .optional(nil) }
            frame.locals[place] = wrapped
            let value = try result(&frame)
            guard isFlat else { return .optional(value) }
            guard case .optional = value else { throw .noSuchOverload }
            return value
        }
    }

    /// A place of its own for each variable: a lazy value may run in the middle of a loop, and must not disturb it.
    private mutating func addLocal(_ name: String) -> Int {
        defer { localCount += 1 }
        scope.append((name, .local(localCount)))
        return localCount
    }
}
