public import GovernorCore

/// Why a document is not what a dialect says it is.
public enum DialectError: GovernorError, Equatable {
    /// A member of a request is missing or of another kind.
    case wrongShape(pointer: String, expected: String)
    /// A member of a request, an answer or an event has no counterpart in the dialect that it is translated into.
    case untranslatable(pointer: String, into: Dialect)
    /// An answer or an event of a server is not of its dialect.
    case foreignAnswer(Dialect)

    /// Where in a document the error is, as a JSON pointer; nil where it is about all of it.
    public var pointer: String? {
        switch self {
        case .wrongShape(let pointer, _), .untranslatable(let pointer, _): pointer
        case .foreignAnswer: nil
        }
    }

    public var code: String {
        switch self {
        case .wrongShape: "request.wrong-shape"
        case .untranslatable: "request.untranslatable"
        case .foreignAnswer: "upstream.foreign-answer"
        }
    }

    public var message: String {
        switch self {
        case .wrongShape(let pointer, let expected): "\(pointer.isEmpty ? "the body" : pointer) must be \(expected)"
        case .untranslatable(let pointer, let dialect): "\(pointer) cannot be said in \(dialect.rawValue)"
        case .foreignAnswer(let dialect): "the server's answer is not one of \(dialect.rawValue)"
        }
    }

    public var hint: String? {
        switch self {
        case .wrongShape: nil
        case .untranslatable: "leave it out, or use a route whose server speaks the client's dialect"
        case .foreignAnswer: "check that the route names the dialect that its server speaks"
        }
    }
}
