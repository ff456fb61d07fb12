/// Fields and elements of values.
enum Lookup {
    /// `container.field`, `container[key]` and their optional forms.
    ///
    /// An optional container gives an optional, absent if it is absent itself or has no such key.
    static func value(
        of container: Value, under key: Value, isOptional: Bool, isField: Bool
    ) throws(EvaluationError) -> Value {
        if case .optional(let wrapped) = container {
            guard let wrapped else { return container }
            return .optional(try find(in: wrapped, key, isField: isField))
        }
        let found = try find(in: container, key, isField: isField)
        if isOptional { return .optional(found) }
        guard let found else { throw absent(container) }
        return found
    }

    /// `has(container.field)`.
    static func presence(in container: Value, of key: Value) throws(EvaluationError) -> Bool {
        guard case .optional(let wrapped) = container else { return try find(in: container, key, isField: true) != nil }
        return try wrapped.map { value throws(EvaluationError) in try find(in: value, key, isField: true) != nil }
            ?? false
    }

    /// The value of an optional element or entry; nil if it is absent.
    static func unwrap(_ value: Value, at offset: Int) throws(EvaluationError) -> Value? {
        guard case .optional(let wrapped) = value else {
            throw EvaluationError(.noSuchOverload, "expected an optional behind '?'", offset: offset)
        }
        return wrapped
    }

    private static func find(in container: Value, _ key: Value, isField: Bool) throws(EvaluationError) -> Value? {
        switch container {
        case .map(let map):
            guard key.isPossibleKey else { throw EvaluationError(.invalidMapKey, "no such key: unsupported key type") }
            return map[key]
        case .list(let elements) where !isField:
            guard let index = try elementIndex(key) else { return nil }
            return elements.indices.contains(index) ? elements[index] : nil
        case .null where isField: throw .noSuchKey
        default: throw .noSuchOverload(isField ? "." : "[]", container)
        }
    }

    /// An index may be any number that is whole.
    private static func elementIndex(_ key: Value) throws(EvaluationError) -> Int? {
        switch key {
        case .int(let index): return Int(index)
        case .uint(let index): return Int(exactly: index)
        case .double(let index):
            guard let whole = Int(exactly: index) else {
                throw EvaluationError(.invalidArgument, "the index is not a whole number")
            }
            return whole
        default: throw .noSuchOverload("[]", key)
        }
    }

    private static func absent(_ container: Value) -> EvaluationError {
        if case .list = container { return EvaluationError(.outOfRange, "index out of range") }
        return .noSuchKey
    }
}

extension Value {
    fileprivate var isPossibleKey: Bool {
        switch self {
        case .bool, .int, .uint, .double, .string: true
        default: false
        }
    }
}

extension MapValue {
    /// Adds an entry of a map that an expression builds.
    mutating func add(_ key: Value, _ value: Value, at offset: Int? = nil) throws(EvaluationError) {
        guard let stored = MapKey(storing: key) else {
            throw EvaluationError(
                .invalidMapKey, "a key of type \(key.type.name) is not allowed", offset: offset)
        }
        guard insert(key: key, stored: stored, value: value) else {
            throw EvaluationError(.invalidMapKey, "the map repeats a key", offset: offset)
        }
    }
}
