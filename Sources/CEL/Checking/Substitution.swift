/// What type parameters stand for, as far as an expression has told.
///
/// The rules are those of the language's reference checker: a parameter takes the first type it meets and widens to `dyn`
/// when it meets a more general one.
struct Substitution {
    private var types: [String: CELType] = [:]
    /// What the attempt under way changed, so that a failed one is undone without having copied all types.
    private var changes: [(name: String, former: CELType?)] = []
    private var freshCount = 0

    /// A parameter that no other part of the expression knows.
    mutating func fresh() -> CELType {
        freshCount += 1
        return .parameter("_\(freshCount)")
    }

    /// A copy of the types with their parameters made fresh, the same parameter in all of them alike.
    mutating func instantiate(_ declared: [CELType]) -> [CELType] {
        var names: [String: CELType] = [:]
        return declared.map { instantiate($0, &names) }
    }

    private mutating func instantiate(_ type: CELType, _ names: inout [String: CELType]) -> CELType {
        switch type {
        case .parameter(let name):
            if let known = names[name] { return known }
            let new = fresh()
            names[name] = new
            return new
        case .list(let element): return .list(instantiate(element, &names))
        case .map(let key, let value):
            let key = instantiate(key, &names)
            return .map(key: key, value: instantiate(value, &names))
        case .type(let inner): return .type(instantiate(inner, &names))
        case .opaque(let name, let parameters):
            return .opaque(name: name, parameters: parameters.map { instantiate($0, &names) })
        default: return type
        }
    }

    /// The type with every known parameter replaced; unknown ones stay, or become `dyn` if the caller is at the end.
    func resolve(_ type: CELType, unknownAsDyn: Bool = false) -> CELType {
        switch type {
        case .parameter(let name):
            types[name].map { resolve($0, unknownAsDyn: unknownAsDyn) } ?? (unknownAsDyn ? .dyn : type)
        case .list(let element): .list(resolve(element, unknownAsDyn: unknownAsDyn))
        case .map(let key, let value):
            .map(key: resolve(key, unknownAsDyn: unknownAsDyn), value: resolve(value, unknownAsDyn: unknownAsDyn))
        case .type(let inner): .type(resolve(inner, unknownAsDyn: unknownAsDyn))
        case .opaque(let name, let parameters):
            .opaque(name: name, parameters: parameters.map { resolve($0, unknownAsDyn: unknownAsDyn) })
        default: type
        }
    }

    /// Whether values of the first types may stand where the second are wanted; learns what that says of parameters.
    mutating func assign(_ given: [CELType], to wanted: [CELType]) -> Bool {
        guard given.count == wanted.count else { return false }
        changes.removeAll(keepingCapacity: true)
        for (given, wanted) in zip(given, wanted) {
            guard unify(given, wanted) else {
                for change in changes.reversed() { types[change.name] = change.former }
                return false
            }
        }
        return true
    }

    /// The type of a list or map that holds both: the more general of the two if they agree, else `dyn`.
    mutating func join(_ left: CELType, _ right: CELType) -> CELType {
        assign([left], to: [right]) ? Self.moreGeneral(left, right) : .dyn
    }

    private mutating func unify(_ left: CELType, _ right: CELType) -> Bool {
        if case .parameter(let name) = right {
            let isKnown = types[name] != nil
            if bind(name, to: left) { return true }
            if isKnown { return false }
        }
        if case .parameter(let name) = left { return bind(name, to: right) }
        if left.isAnything || right.isAnything { return true }
        switch (left, right) {
        case (.null, _): return right.acceptsNull
        case (_, .null): return left.acceptsNull
        case (.wrapper(let left), .wrapper(let right)): return left == right
        case (.wrapper(let inner), let other), (let other, .wrapper(let inner)): return inner == other
        case (.type, .type): return true
        case (.list(let left), .list(let right)): return unify(left, right)
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            return unify(leftKey, rightKey) && unify(leftValue, rightValue)
        case (.opaque(let left, let leftParameters), .opaque(let right, let rightParameters)):
            guard left == right, leftParameters.count == rightParameters.count else { return false }
            for (left, right) in zip(leftParameters, rightParameters) {
                guard unify(left, right) else { return false }
            }
            return true
        default: return left == right
        }
    }

    private mutating func bind(_ name: String, to type: CELType) -> Bool {
        if type == .parameter(name) { return true }
        guard let known = types[name] else {
            guard !mentions(name, in: type) else { return false }
            learn(name, type)
            return true
        }
        if type == known { return true }
        guard unify(type, known) else { return false }
        let general = Self.moreGeneral(type, known)
        if !mentions(name, in: general) { learn(name, general) }
        return true
    }

    private mutating func learn(_ name: String, _ type: CELType) {
        changes.append((name, types[name]))
        types[name] = type
    }

    /// Whether a parameter occurs in a type, itself or through what is known of others.
    private func mentions(_ name: String, in type: CELType) -> Bool {
        switch type {
        case .parameter(let other): other == name || types[other].map { mentions(name, in: $0) } ?? false
        case .list(let element): mentions(name, in: element)
        case .map(let key, let value): mentions(name, in: key) || mentions(name, in: value)
        case .type(let inner): mentions(name, in: inner)
        case .opaque(_, let parameters): parameters.contains { mentions(name, in: $0) }
        default: false
        }
    }

    private static func moreGeneral(_ left: CELType, _ right: CELType) -> CELType {
        isAtLeastAsGeneral(left, as: right) ? left : right
    }

    private static func isAtLeastAsGeneral(_ left: CELType, as right: CELType) -> Bool {
        if left.isOpen { return true }
        if right.isOpen { return false }
        switch (left, right) {
        case (.list(let left), .list(let right)): return isAtLeastAsGeneral(left, as: right)
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            return isAtLeastAsGeneral(leftKey, as: rightKey) && isAtLeastAsGeneral(leftValue, as: rightValue)
        case (.opaque(let left, let leftParameters), .opaque(let right, let rightParameters)):
            return left == right && leftParameters.count == rightParameters.count
                && zip(leftParameters, rightParameters).allSatisfy { isAtLeastAsGeneral($0, as: $1) }
        case (.type, .type): return true
        case (_, .null): return left.acceptsNull
        case (.wrapper(let inner), let other): return inner == other || left == right
        default: return left == right
        }
    }
}

extension CELType {
    fileprivate var isAnything: Bool { self == .dyn || self == .error }

    fileprivate var isOpen: Bool {
        switch self {
        case .dyn, .error, .parameter: true
        default: false
        }
    }

    fileprivate var acceptsNull: Bool {
        switch self {
        case .null, .wrapper, .opaque, .timestamp, .duration: true
        default: false
        }
    }
}
