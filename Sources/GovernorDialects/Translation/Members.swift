import GovernorCore

/// The members of an object, each of which is translated, has no effect, or is an error: nothing is dropped in silence.
struct Members {
    let path: [String]
    private let target: Dialect
    private var rest: JSONObject

    /// - Throws: ``DialectError/wrongShape(pointer:expected:)`` if the value is no object.
    init(_ value: JSONValue?, at path: [String], into target: Dialect) throws(DialectError) {
        self.path = path
        self.target = target
        guard let object = value?.object else {
            throw .wrongShape(pointer: JSONPointer(tokens: path).description, expected: "an object")
        }
        rest = object
    }

    /// Takes a member out; nil if it is missing or null.
    mutating func take(_ name: String) -> JSONValue? {
        guard let value = rest[name] else { return nil }
        rest[name] = nil
        // `nil` would be JSON's null.
        return value.isNull ? .none : value
    }

    /// Takes out a member that must be a string.
    mutating func takeString(_ name: String) throws(DialectError) -> String {
        guard let text = take(name)?.string else {
            throw .wrongShape(pointer: pointer(name), expected: "a string")
        }
        return text
    }

    /// Takes out a member that is an object.
    mutating func takeMembers(_ name: String) throws(DialectError) -> Members {
        try Members(take(name), at: path + [name], into: target)
    }

    /// Takes out the elements of a list, each with its place; none if it is missing.
    mutating func takeList(_ name: String) throws(DialectError) -> [(value: JSONValue, path: [String])] {
        guard let value = take(name) else { return [] }
        guard let elements = value.array else { throw .wrongShape(pointer: pointer(name), expected: "a list") }
        return elements.enumerated().map { ($1, path + [name, String($0)]) }
    }

    /// Takes out members that say what holds anyway.
    ///
    /// - Throws: ``DialectError/untranslatable(pointer:into:)`` if one says anything else.
    mutating func takeDefaults(_ defaults: JSONObject) throws(DialectError) {
        for (name, expected) in defaults {
            guard let value = take(name), value != expected else { continue }
            guard let number = value.number?.decimal, number == expected.number?.decimal else {
                throw untranslatable(name)
            }
        }
    }

    /// Says that everything has been translated.
    ///
    /// - Throws: ``DialectError/untranslatable(pointer:into:)`` about a member that is left and not empty.
    func end() throws(DialectError) {
        for (name, value) in rest where !value.isNull && value.array?.isEmpty != true && value.object?.isEmpty != true {
            throw untranslatable(name)
        }
    }

    /// The error about a member. A name that is no word of an API may hold anything, so that it is not repeated.
    func untranslatable(_ name: String) -> DialectError {
        let isWord = name.utf8.count <= 64 && name.unicodeScalars.allSatisfy { $0 == "_" || ("a"..."z").contains($0) }
        return .untranslatable(pointer: pointer(isWord ? name : "…"), into: target)
    }

    private func pointer(_ name: String) -> String { JSONPointer(tokens: path + [name]).description }
}
