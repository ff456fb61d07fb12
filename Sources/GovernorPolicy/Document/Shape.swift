public import GovernorCore

/// What a value of a document must look like: it reads the value, and it describes itself as JSON Schema.
///
/// Shapes are built from smaller ones, so that the loader and the schema for editors are one source and cannot differ:
/// ```swift
/// static let listener: Shape<Listener> = .object(
///     "Where a server listens.",
///     .required("address", .string, "A host name or an IP address."),
///     .defaulted("port", .integer(in: 1...65_535), to: 8080, "The TCP port."),
///     .optional("tls", tls, "Certificate and key; plain text without."),
///     make: Listener.init)
/// let configuration = try Document(bytes, name: path).read(listener)
/// ```
/// Reading goes on after a problem, so that all of a document's problems are found in one run.
public struct Shape<Value: Sendable>: Sendable {
    /// The value's JSON Schema (draft 2020-12), without title and description of the key that holds it.
    public let schema: JSONObject
    /// The value in words for an error message, such as `a whole number from 1 to 65535`.
    public let expectation: String
    let read: @Sendable (DocumentNode, inout DocumentReader) -> Value?

    /// Creates a shape from its parts.
    ///
    /// - Parameters:
    ///   - schema: The members of its JSON Schema.
    ///   - expectation: What is expected, in words that fit behind "expected".
    ///   - read: Makes the value, or reports at least one problem and returns nil.
    public init(
        schema: JSONObject, expectation: String,
        read: @escaping @Sendable (_ node: DocumentNode, _ reader: inout DocumentReader) -> Value?
    ) {
        self.schema = schema
        self.expectation = expectation
        self.read = read
    }

    /// A shape of values made from this one's.
    ///
    /// - Parameters:
    ///   - expectation: What is expected, in words; this shape's if nil.
    ///   - schema: Members to add to this shape's schema.
    ///   - transform: Makes the value; nil is reported as a value of the wrong kind.
    public func map<Other: Sendable>(
        expectation: String? = nil, schema extra: JSONObject = [:], _ transform: @escaping @Sendable (Value) -> Other?
    ) -> Shape<Other> {
        var schema = schema
        for (name, value) in extra { schema[name] = value }
        let expected = expectation ?? self.expectation
        return Shape<Other>(schema: schema, expectation: expected) { node, reader in
            guard let value = read(node, &reader) else { return nil }
            guard let other = transform(value) else {
                reader.reportMismatch(node, expected: expected)
                return nil
            }
            return other
        }
    }

    /// The same values without those of which a check finds something wrong that no shape of a part can say.
    ///
    /// - Parameters:
    ///   - code: The problem's code.
    ///   - problem: What is wrong with a value and what to do; nil when nothing is.
    public func refusing(
        _ code: String, _ problem: @escaping @Sendable (Value) -> (message: String, hint: String)?
    ) -> Shape<Value> {
        Shape<Value>(schema: schema, expectation: expectation) { node, reader in
            guard let value = read(node, &reader) else { return nil }
            guard let (message, hint) = problem(value) else { return value }
            reader.report(code, at: node.position, message, hint: hint)
            return nil
        }
    }

    /// The same values without those of which a check finds something wrong in one of their parts.
    ///
    /// - Parameters:
    ///   - code: The problem's code.
    ///   - problem: What is wrong with a value, where, and what to do; nil when nothing is.
    public func refusing(
        _ code: String,
        located problem: @escaping @Sendable (Value) -> (position: SourcePosition, message: String, hint: String)?
    ) -> Shape<Value> {
        Shape<Value>(schema: schema, expectation: expectation) { node, reader in
            guard let value = read(node, &reader) else { return nil }
            guard let (position, message, hint) = problem(value) else { return value }
            reader.report(code, at: position, message, hint: hint)
            return nil
        }
    }

    /// The value together with its place in the file.
    public var located: Shape<Located<Value>> {
        Shape<Located<Value>>(schema: schema, expectation: expectation) { node, reader in
            read(node, &reader).map { Located(value: $0, position: node.position) }
        }
    }
}

extension Shape {
    /// The value together with whether it was read without a problem, for checks that would only repeat one.
    var checked: Shape<Checked<Value>> {
        Shape<Checked<Value>>(schema: schema, expectation: expectation) { node, reader in
            let before = reader.problems.count
            return read(node, &reader).map { Checked(value: $0, isClean: reader.problems.count == before) }
        }
    }
}

/// A value and whether it was read without a problem.
struct Checked<Value: Sendable>: Sendable {
    let value: Value
    let isClean: Bool
}

/// A value and where it stands in its file.
public struct Located<Value: Sendable>: Sendable {
    /// The value.
    public let value: Value
    /// Where it begins.
    public let position: SourcePosition

    /// Creates a located value.
    public init(value: Value, position: SourcePosition) {
        self.value = value
        self.position = position
    }
}
