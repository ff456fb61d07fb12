/// Why an expression has no value.
///
/// The message names operations and types, never the values involved: those may be somebody's data.
public struct EvaluationError: Error, Sendable, Equatable {
    /// What went wrong, for code that reacts to it.
    public enum Kind: String, Sendable {
        case noSuchOverload = "no-such-overload"
        case noSuchKey = "no-such-key"
        case unboundVariable = "unbound-variable"
        case undeclaredReference = "undeclared-reference"
        case divisionByZero = "division-by-zero"
        case overflow = "overflow"
        case outOfRange = "out-of-range"
        case invalidArgument = "invalid-argument"
        case invalidConversion = "invalid-conversion"
        case invalidMapKey = "invalid-map-key"
        case absentOptional = "absent-optional"
        case unsupported = "unsupported"
        case costLimitExceeded = "cost-limit-exceeded"
        case deadlineExceeded = "deadline-exceeded"
    }

    /// What went wrong.
    public let kind: Kind
    /// What is wrong, for the person who must fix the expression.
    public let message: String
    /// Where in the source it happened, in Unicode scalars from the start; nil outside an evaluation.
    public private(set) var offset: Int?

    /// An error of `kind`.
    public init(_ kind: Kind, _ message: String, offset: Int? = nil) {
        self.kind = kind
        self.message = message
        self.offset = offset
    }

    /// A stable code that scripts may match on.
    public var code: String { "cel.\(kind.rawValue)" }

    /// Whether `&&`, `||` and the like may absorb this error; a spent budget ends the evaluation whatever else is true.
    var isAbsorbable: Bool { kind != .costLimitExceeded && kind != .deadlineExceeded }

    /// The same error with the position of the innermost operation that raised it.
    func located(at offset: Int) -> EvaluationError {
        guard self.offset == nil else { return self }
        var located = self
        located.offset = offset
        return located
    }
}

extension EvaluationError {
    static let costLimitExceeded = EvaluationError(.costLimitExceeded, "the expression reached its cost limit")
    static let deadlineExceeded = EvaluationError(.deadlineExceeded, "the expression passed its deadline")
    static let noSuchKey = EvaluationError(.noSuchKey, "no such key")
    static let divisionByZero = EvaluationError(.divisionByZero, "division by zero")
    static let overflow = EvaluationError(.overflow, "integer overflow")
    static let noSuchOverload = EvaluationError(.noSuchOverload, "no such overload")

    static func noSuchOverload(_ function: String, _ arguments: Value...) -> EvaluationError {
        let types = arguments.map(\.type.name).joined(separator: ", ")
        return EvaluationError(.noSuchOverload, "no such overload: \(function)(\(types))")
    }
}
