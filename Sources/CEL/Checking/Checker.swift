/// Finds the type of every part of an expression, and everything that cannot be right about it.
struct Checker {
    private(set) var issues: [Issue] = []
    private let environment: Environment
    private var substitution = Substitution()
    private var locals: [(name: String, type: CELType)] = []

    init(_ environment: Environment) { self.environment = environment }

    /// The type of the whole expression; `issues` says whether it can be trusted.
    mutating func check(_ root: Node) -> CELType {
        let type = type(of: root)
        return substitution.resolve(type, unknownAsDyn: true)
    }

    private mutating func type(of node: Node) -> CELType {
        switch node.kind {
        case .literal(let value): value.type
        case .identifier(let name, let isAbsolute): identifier(name, isAbsolute, at: node)
        case .select(let operand, let field, let isOptional): select(node, operand, field, isOptional)
        case .presence(let operand, _, _): presence(operand)
        case .index(let operand, let key, let isOptional): index(node, operand, key, isOptional)
        case .call(let name, let isAbsolute, let target, let arguments):
            call(node, name, isAbsolute, target, arguments)
        case .list(let elements): list(elements)
        case .map(let entries): map(entries)
        case .message(let name, _): report(.unsupported, "undeclared message type '\(name)'", at: node)
        case .and(let left, let right), .or(let left, let right): logic(left, right)
        case .conditional(let condition, let then, let otherwise): conditional(node, condition, then, otherwise)
        case .comprehension(let comprehension): self.comprehension(comprehension)
        case .bind(let name, let value, let body): bind(name, value, body)
        case .block(let values, let body): block(values, body)
        case .optionalMap(let operand, let name, let body, let isFlat): optionalMap(operand, name, body, isFlat)
        }
    }

    // MARK: Names

    private mutating func identifier(_ name: String, _ isAbsolute: Bool, at node: Node) -> CELType {
        resolve(name, root: name, isAbsolute)
            ?? report(
                .undeclaredReference, "undeclared reference to '\(name)'", hint: nearest(name), at: node)
    }

    private func resolve(_ name: String, root: String, _ isAbsolute: Bool) -> CELType? {
        if !isAbsolute, let local = locals.last(where: { $0.name == root }) { return name == root ? local.type : nil }
        for candidate in environment.scope.candidates(for: name, isAbsolute: isAbsolute) {
            if let slot = environment.slotByName[candidate] { return environment.variables[slot].type }
            if let type = environment.types[candidate] { return .type(type) }
        }
        return nil
    }

    private func nearest(_ name: String) -> String? {
        let candidates = locals.map(\.name) + environment.variables.map(\.name)
        return Spelling.nearest(to: name, among: candidates).map { "did you mean '\($0)'?" }
    }

    // MARK: Selecting

    private mutating func select(_ node: Node, _ operand: Node, _ field: String, _ isOptional: Bool) -> CELType {
        if let (name, root, isAbsolute) = node.dottedName, let type = resolve(name, root: root, isAbsolute) {
            return type
        }
        return lookup(type(of: operand), .string, node, isOptional, isField: true)
    }

    private mutating func presence(_ operand: Node) -> CELType {
        _ = lookup(type(of: operand), .string, operand, false, isField: true)
        return .bool
    }

    private mutating func index(_ node: Node, _ operand: Node, _ key: Node, _ isOptional: Bool) -> CELType {
        let container = type(of: operand)
        return lookup(container, type(of: key), node, isOptional, isField: false)
    }

    /// The type of what lies under a key; an optional container gives an optional.
    private mutating func lookup(
        _ container: CELType, _ key: CELType, _ node: Node, _ isOptional: Bool, isField: Bool
    ) -> CELType {
        let resolved = substitution.resolve(container)
        let inner = resolved.optionalWrapped
        let found: CELType
        switch substitution.resolve(inner ?? resolved) {
        case .dyn, .error: found = .dyn
        case .parameter(let name):
            // What an unconstrained element is cannot be known: it is dyn, also elsewhere.
            _ = substitution.assign([.dyn], to: [.parameter(name)])
            found = .dyn
        case .map(let wanted, let value):
            if !substitution.assign([key], to: [wanted]), !isNumeric(key, wanted) {
                return mismatch("a key of type \(text(wanted))", key, at: node)
            }
            found = value
        case .list(let element) where !isField:
            if !substitution.assign([key], to: [.int]), !isNumeric(key, .int) {
                return mismatch("an index of type int", key, at: node)
            }
            found = element
        default:
            let what = isField ? "fields" : "elements"
            return report(.typeMismatch, "a value of type \(text(resolved)) has no \(what)", at: node)
        }
        return inner != nil || isOptional ? .optional(found) : found
    }

    /// Numbers of all types find each other's keys.
    private func isNumeric(_ left: CELType, _ right: CELType) -> Bool {
        let numbers: Set<CELType> = [.int, .uint, .double]
        return numbers.contains(substitution.resolve(left)) && numbers.contains(substitution.resolve(right))
    }

    // MARK: Calls

    private mutating func call(
        _ node: Node, _ name: String, _ isAbsolute: Bool, _ target: Node?, _ arguments: [Node]
    ) -> CELType {
        guard let target else {
            let function = function(name, isAbsolute)
            return call(node, name, function, arguments, isMember: false)
        }
        if let function = namespaced(name, target) {
            return call(node, function.name, function, arguments, isMember: false)
        }
        return call(node, name, environment.functions[name], [target] + arguments, isMember: true)
    }

    /// A function of a namespace, such as `math.abs`; a variable of that name would hide the namespace.
    private func namespaced(_ name: String, _ target: Node) -> FunctionDeclaration? {
        guard let (prefix, root, isAbsolute) = target.dottedName, !locals.contains(where: { $0.name == root }) else {
            return nil
        }
        return function("\(prefix).\(name)", isAbsolute)
    }

    private func function(_ name: String, _ isAbsolute: Bool) -> FunctionDeclaration? {
        environment.scope.candidates(for: name, isAbsolute: isAbsolute).lazy
            .compactMap { environment.functions[$0] }.first
    }

    private mutating func call(
        _ node: Node, _ name: String, _ function: FunctionDeclaration?, _ arguments: [Node], isMember: Bool
    ) -> CELType {
        let types = arguments.map { type(of: $0) }
        guard let function else {
            let hint = Spelling.nearest(to: name, among: environment.functions.keys.sorted())
            return report(
                .undeclaredReference, "undeclared function '\(name)'", hint: hint.map { "did you mean '\($0)'?" },
                at: node)
        }
        var result: CELType?
        for overload in function.overloads where overload.isMember == isMember {
            guard let parameters = overload.parameters(count: types.count) else { continue }
            let fresh = substitution.instantiate(parameters + [overload.result])
            guard substitution.assign(types, to: Array(fresh.dropLast())), let output = fresh.last else { continue }
            let type = substitution.resolve(output)
            result = result.map { $0 == type ? type : .dyn } ?? type
        }
        return result ?? noOverload(node, function, types, isMember)
    }

    private mutating func noOverload(
        _ node: Node, _ function: FunctionDeclaration, _ types: [CELType], _ isMember: Bool
    ) -> CELType {
        let given = types.map(text).joined(separator: ", ")
        let forms = function.overloads.filter { $0.isMember == isMember }.prefix(4).map { overload in
            "(\(overload.parameters.map(\.description).joined(separator: ", ")))"
        }
        return report(
            .noSuchOverload, "'\(function.name)' does not take (\(given))",
            hint: forms.isEmpty ? nil : "it takes \(forms.joined(separator: " or "))", at: node)
    }

    private mutating func logic(_ left: Node, _ right: Node) -> CELType {
        for operand in [left, right] { expectBool(operand) }
        return .bool
    }

    private mutating func conditional(_ node: Node, _ condition: Node, _ then: Node, _ otherwise: Node) -> CELType {
        expectBool(condition)
        let (first, second) = (type(of: then), type(of: otherwise))
        if substitution.assign([first], to: [second]) { return substitution.join(first, second) }
        if substitution.assign([second], to: [first]) { return substitution.join(second, first) }
        return mismatch("the same type in both branches, \(text(first))", second, at: otherwise)
    }

    private mutating func expectBool(_ node: Node) {
        let found = type(of: node)
        if !substitution.assign([found], to: [.bool]) { _ = mismatch("bool", found, at: node) }
    }

    // MARK: Aggregates

    private mutating func list(_ elements: [Node.Element]) -> CELType {
        var joined: CELType?
        for element in elements {
            let found = unwrapped(type(of: element.value), element.isOptional, at: element.value)
            joined = joined.map { substitution.join($0, found) } ?? found
        }
        return .list(joined ?? substitution.fresh())
    }

    private mutating func map(_ entries: [Node.Entry]) -> CELType {
        var keys: CELType?
        var values: CELType?
        for entry in entries {
            let key = type(of: entry.key)
            if !isKey(key) { _ = mismatch("a key of type bool, int, uint or string", key, at: entry.key) }
            let value = unwrapped(type(of: entry.value), entry.isOptional, at: entry.value)
            keys = keys.map { substitution.join($0, key) } ?? key
            values = values.map { substitution.join($0, value) } ?? value
        }
        return .map(key: keys ?? substitution.fresh(), value: values ?? substitution.fresh())
    }

    private func isKey(_ type: CELType) -> Bool {
        switch substitution.resolve(type) {
        case .bool, .int, .uint, .string, .dyn, .error, .parameter: true
        default: false
        }
    }

    private mutating func unwrapped(_ type: CELType, _ isOptional: Bool, at node: Node) -> CELType {
        guard isOptional else { return type }
        let inner = substitution.fresh()
        guard substitution.assign([type], to: [.optional(inner)]) else {
            return mismatch("an optional behind '?'", type, at: node)
        }
        return substitution.resolve(type) == .dyn ? .dyn : inner
    }

    // MARK: Bindings

    private mutating func comprehension(_ it: Comprehension) -> CELType {
        let range = substitution.resolve(type(of: it.range))
        let (first, second) = variables(of: range, isPair: it.second != nil, at: it.range)
        let depth = locals.count
        locals.append((it.first, first))
        if let name = it.second { locals.append((name, second)) }
        defer { locals.removeSubrange(depth...) }
        if let predicate = it.predicate { expectBool(predicate) }
        let transformed = it.transform.map { type(of: $0) }
        switch it.kind {
        case .all, .exists, .existsOne: return .bool
        case .filter: return .list(first)
        case .transformList: return .list(transformed ?? .dyn)
        case .transformMap: return .map(key: first, value: transformed ?? .dyn)
        case .transformMapEntry: return entry(transformed ?? .dyn, it.transform ?? it.range)
        }
    }

    private mutating func entry(_ transformed: CELType, _ node: Node) -> CELType {
        let wanted = CELType.map(key: substitution.fresh(), value: substitution.fresh())
        guard substitution.assign([transformed], to: [wanted]) else {
            return mismatch("a map with one entry", transformed, at: node)
        }
        return substitution.resolve(wanted)
    }

    /// What the variables of a macro over a range stand for.
    private mutating func variables(
        of range: CELType, isPair: Bool, at node: Node
    ) -> (first: CELType, second: CELType) {
        switch range {
        case .list(let element): return isPair ? (.int, element) : (element, .dyn)
        case .map(let key, let value): return (key, value)
        case .dyn, .error: return (.dyn, .dyn)
        case .parameter:
            _ = substitution.assign([.dyn], to: [range])
            return (.dyn, .dyn)
        default:
            let error = mismatch("a list or a map", range, at: node)
            return (error, error)
        }
    }

    private mutating func bind(_ name: String, _ value: Node, _ body: Node) -> CELType {
        let bound = type(of: value)
        return with(name, bound) { $0.type(of: body) }
    }

    private mutating func block(_ values: [Node], _ body: Node) -> CELType {
        let depth = locals.count
        for (index, value) in values.enumerated() { locals.append((Macro.indexName(index), type(of: value))) }
        defer { locals.removeSubrange(depth...) }
        return type(of: body)
    }

    private mutating func optionalMap(_ operand: Node, _ name: String, _ body: Node, _ isFlat: Bool) -> CELType {
        let found = type(of: operand)
        let inner = unwrapped(found, true, at: operand)
        let result = with(name, inner) { $0.type(of: body) }
        guard isFlat else { return .optional(result) }
        return .optional(unwrapped(result, true, at: body))
    }

    private mutating func with(_ name: String, _ type: CELType, _ body: (inout Checker) -> CELType) -> CELType {
        locals.append((name, type))
        defer { locals.removeLast() }
        return body(&self)
    }

    // MARK: Reporting

    private mutating func mismatch(_ expected: String, _ found: CELType, at node: Node) -> CELType {
        report(.typeMismatch, "expected \(expected), found \(text(found))", at: node)
    }

    private mutating func report(
        _ kind: Issue.Kind, _ message: String, hint: String? = nil, at node: Node
    ) -> CELType {
        issues.append(Issue(kind, message, hint: hint, at: node.offset))
        return .error
    }

    private func text(_ type: CELType) -> String { substitution.resolve(type, unknownAsDyn: true).description }
}
