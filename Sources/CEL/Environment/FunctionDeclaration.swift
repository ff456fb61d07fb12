/// A function that expressions may call.
public struct FunctionDeclaration: Sendable {
    /// The full name, dots included.
    public let name: String
    /// The forms it takes.
    public let overloads: [Overload]
    let implementation: Implementation?

    /// Declares a function.
    ///
    /// - Parameter implementation: What it computes of its arguments, the receiver first; nil to check only.
    public init(_ name: String, _ overloads: [Overload], implementation: Implementation? = nil) {
        self.name = name
        self.overloads = overloads
        self.implementation = implementation
    }

    /// One form of a function.
    public struct Overload: Sendable, Hashable {
        /// Whether it is called as `first.name(others)`.
        public let isMember: Bool
        /// The types of the arguments, the receiver first.
        public let parameters: [CELType]
        /// The type of the result.
        public let result: CELType
        /// Whether the last parameter may repeat.
        public let isVariadic: Bool

        /// Declares `name(parameters) -> result`.
        public static func global(_ parameters: CELType..., returns result: CELType) -> Overload {
            Overload(isMember: false, parameters: parameters, result: result, isVariadic: false)
        }

        /// Declares `first.name(others) -> result`.
        public static func member(_ parameters: CELType..., returns result: CELType) -> Overload {
            Overload(isMember: true, parameters: parameters, result: result, isVariadic: false)
        }

        /// Declares a form of any signature.
        public init(isMember: Bool, parameters: [CELType], result: CELType, isVariadic: Bool = false) {
            self.isMember = isMember
            self.parameters = parameters
            self.result = result
            self.isVariadic = isVariadic
        }

        /// The parameters for a call with that many arguments; nil if the form does not take as many.
        func parameters(count: Int) -> [CELType]? {
            if parameters.count == count { return parameters }
            guard isVariadic, count > parameters.count, let last = parameters.last else { return nil }
            return parameters + Array(repeating: last, count: count - parameters.count)
        }
    }

    /// What a function computes; it charges the budget for work that grows with its input.
    public enum Implementation: Sendable {
        case unary(@Sendable (Value, inout Budget) throws(EvaluationError) -> Value)
        case binary(@Sendable (Value, Value, inout Budget) throws(EvaluationError) -> Value)
        case any(@Sendable ([Value], inout Budget) throws(EvaluationError) -> Value)
    }
}
