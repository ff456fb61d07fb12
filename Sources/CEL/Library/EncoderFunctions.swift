extension Library {
    /// `base64.encode` and `base64.decode`.
    public static let encoders = Library(
        "encoders",
        functions: [
            FunctionDeclaration(
                "base64.encode", [.global(.bytes, returns: .string)],
                implementation: .unary { value, budget throws(EvaluationError) in
                    guard case .bytes(let bytes) = value else { throw .noSuchOverload("base64.encode", value) }
                    try budget.charge(size: bytes.count)
                    return .string(Base64.encode(bytes))
                }),
            FunctionDeclaration(
                "base64.decode", [.global(.string, returns: .bytes)],
                implementation: .unary { value, budget throws(EvaluationError) in
                    guard case .string(let text) = value else { throw .noSuchOverload("base64.decode", value) }
                    try budget.charge(size: text.utf8.count)
                    guard let bytes = Base64.decode(text) else {
                        throw EvaluationError(.invalidArgument, "the text is not Base64")
                    }
                    return .bytes(bytes)
                }),
        ])
}
