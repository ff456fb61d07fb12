/// The functions of the language definition over texts and sizes.
enum TextFunctions {
    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration("size", sizes, implementation: .unary(size)),
        search("contains") { text, part in SequenceSearch.first(Array(part), in: Array(text)) != nil },
        search("startsWith") { text, part in text.starts(with: part) },
        search("endsWith") { text, part in text.count >= part.count && text.suffix(part.count).elementsEqual(part) },
        FunctionDeclaration(
            "matches", [.global(.string, .string, returns: .bool), .member(.string, .string, returns: .bool)],
            implementation: .binary { text, pattern, budget throws(EvaluationError) in
                guard case .string(let pattern) = pattern else { throw .noSuchOverload("matches", text, pattern) }
                return try matches(text, try regex(pattern, &budget), &budget)
            }),
    ]

    // MARK: size

    private static let sizes: [FunctionDeclaration.Overload] = [
        CELType.string, .bytes, .list(.parameter("A")), .map(key: .parameter("A"), value: .parameter("B")),
    ].flatMap { [.global($0, returns: .int), .member($0, returns: .int)] }

    private static func size(_ value: Value, _ budget: inout Budget) throws(EvaluationError) -> Value {
        switch value {
        case .string(let text):
            try budget.charge(size: text.utf8.count)
            return .int(Int64(text.unicodeScalars.count))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let elements): return .int(Int64(elements.count))
        case .map(let map): return .int(Int64(map.count))
        default: throw .noSuchOverload("size", value)
        }
    }

    // MARK: Searching

    private static func search(
        _ name: String, _ holds: @escaping @Sendable (String.UTF8View, String.UTF8View) -> Bool
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, [.member(.string, .string, returns: .bool)],
            implementation: .binary { text, part, budget throws(EvaluationError) in
                guard case (.string(let text), .string(let part)) = (text, part) else {
                    throw .noSuchOverload(name, text, part)
                }
                try budget.charge(size: text.utf8.count + part.utf8.count)
                return .bool(holds(text.utf8, part.utf8))
            })
    }

    // MARK: matches

    /// A step that matches against a pattern known when compiling; a bad one fails when it runs, as any other would.
    static func match(_ operand: @escaping Step, pattern: String) -> Step {
        let compiled = Result { () throws(LinearRegexError) in try LinearRegex(pattern) }
        return { frame throws(EvaluationError) in
            let text = try operand(&frame)
            try frame.budget.charge()
            switch compiled {
            case .success(let regex): return try matches(text, regex, &frame.budget)
            case .failure(let error): throw invalid(error)
            }
        }
    }

    private static func matches(
        _ text: Value, _ regex: LinearRegex, _ budget: inout Budget
    ) throws(EvaluationError) -> Value {
        guard case .string(let text) = text else { throw .noSuchOverload("matches", text) }
        // Searching takes time in proportion to text and pattern together.
        try budget.charge(size: text.utf8.count &* (regex.size / 64 + 1))
        return .bool(regex.matches(text))
    }

    private static func regex(_ pattern: String, _ budget: inout Budget) throws(EvaluationError) -> LinearRegex {
        // Compiling costs far more a character than searching: about 10 µs where a pattern names Unicode classes.
        try budget.charge(size: pattern.utf8.count &* 1_000)
        do throws(LinearRegexError) { return try LinearRegex(pattern) } catch { throw invalid(error) }
    }

    private static func invalid(_ error: LinearRegexError) -> EvaluationError {
        EvaluationError(.invalidArgument, "invalid pattern: \(error.message)")
    }
}
