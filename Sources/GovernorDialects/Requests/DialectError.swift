public import GovernorCore

/// Why a document is not what a dialect says it is.
public enum DialectError: GovernorError, Equatable {
    /// A member of a request is missing or of another kind.
    case wrongShape(pointer: String, expected: String)
    /// An answer or an event of a server is not of its dialect.
    case foreignAnswer(Dialect)

    public var code: String {
        switch self {
        case .wrongShape: "request.wrong-shape"
        case .foreignAnswer: "upstream.foreign-answer"
        }
    }

    public var message: String {
        switch self {
        case .wrongShape(let pointer, let expected): "\(pointer.isEmpty ? "the body" : pointer) must be \(expected)"
        case .foreignAnswer(let dialect): "the server's answer is not one of \(dialect.rawValue)"
        }
    }

    public var hint: String? {
        switch self {
        case .wrongShape: nil
        case .foreignAnswer: "check that the route names the dialect that its server speaks"
        }
    }
}
