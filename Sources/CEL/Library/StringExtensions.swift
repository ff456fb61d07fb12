/// The extension library `strings`. Positions and lengths count Unicode scalars.
extension Library {
    /// Functions over texts: searching, cutting, joining, formatting.
    public static let strings = Library("strings", functions: StringExtensions.functions + [FormatFunction.declaration])
}

enum StringExtensions {
    static let functions: [FunctionDeclaration] = [
        text("charAt", [.int], returns: .string) { text, arguments, _ throws(EvaluationError) in
            let index = try position(arguments[0], upTo: text.count)
            return .string(index == text.count ? "" : String(text[index]))
        },
        text("indexOf", [.string], optional: .int, returns: .int) { text, arguments, _ throws(EvaluationError) in
            let start = try arguments.count > 1 ? position(arguments[1], upTo: text.count) : 0
            return .int(Int64(SequenceSearch.first(try scalars(arguments[0]), in: text, from: start) ?? -1))
        },
        text("lastIndexOf", [.string], optional: .int, returns: .int) { text, arguments, _ throws(EvaluationError) in
            let limit = try arguments.count > 1 ? position(arguments[1], upTo: text.count) : text.count
            return .int(Int64(last(try scalars(arguments[0]), in: text, upTo: limit) ?? -1))
        },
        text("substring", [.int], optional: .int, returns: .string) { text, arguments, _ throws(EvaluationError) in
            let start = try position(arguments[0], upTo: text.count)
            let end = try arguments.count > 1 ? position(arguments[1], upTo: text.count) : text.count
            guard start <= end else {
                throw EvaluationError(.outOfRange, "invalid substring range: the start is behind the end")
            }
            return .string(String(scalars: text[start..<end]))
        },
        text("replace", [.string, .string], optional: .int, returns: .string) {
            text, arguments, budget throws(EvaluationError) in
            let limit = try arguments.count > 2 ? count(arguments[2]) : -1
            return .string(
                try replace(text, try scalars(arguments[0]), try scalars(arguments[1]), limit: limit, &budget))
        },
        text("split", [.string], optional: .int, returns: .list(.string)) {
            text, arguments, _ throws(EvaluationError) in
            let limit = try arguments.count > 1 ? count(arguments[1]) : -1
            return .list(split(text, try scalars(arguments[0]), limit: limit).map { .string(String(scalars: $0)) })
        },
        text("lowerAscii", returns: .string) { text, _, _ in
            .string(String(scalars: text.map { ("A"..."Z").contains($0) ? shift($0, by: 32) : $0 }))
        },
        text("upperAscii", returns: .string) { text, _, _ in
            .string(String(scalars: text.map { ("a"..."z").contains($0) ? shift($0, by: -32) : $0 }))
        },
        text("reverse", returns: .string) { text, _, _ in .string(String(scalars: text.reversed())) },
        text("trim", returns: .string) { text, _, _ in
            let tail = text.drop { $0.properties.isWhitespace }
            return .string(String(scalars: tail.dropLast(tail.reversed().prefix { $0.properties.isWhitespace }.count)))
        },
        FunctionDeclaration(
            "join",
            [.member(.list(.string), returns: .string), .member(.list(.string), .string, returns: .string)],
            implementation: .any(join)),
        FunctionDeclaration(
            "strings.quote", [.global(.string, returns: .string)],
            implementation: .unary { value, budget throws(EvaluationError) in
                try budget.charge(reading: value)
                return .string(quote(try scalars(value)))
            }),
    ]

    // MARK: Declaring

    /// A receiver function of a text, with arguments of which the last may be left out.
    private static func text(
        _ name: String, _ parameters: [CELType] = [], optional: CELType? = nil, returns result: CELType,
        _ body: @escaping @Sendable ([Unicode.Scalar], [Value], inout Budget) throws(EvaluationError) -> Value
    ) -> FunctionDeclaration {
        let short = FunctionDeclaration.Overload(isMember: true, parameters: [.string] + parameters, result: result)
        let long = optional.map {
            FunctionDeclaration.Overload(isMember: true, parameters: [.string] + parameters + [$0], result: result)
        }
        return FunctionDeclaration(
            name, [short] + (long.map { [$0] } ?? []),
            implementation: .any { arguments, budget throws(EvaluationError) in
                for argument in arguments { try budget.charge(reading: argument) }
                let result = try body(try scalars(arguments[0]), Array(arguments.dropFirst()), &budget)
                try budget.charge(reading: result)
                return result
            })
    }

    private static func scalars(_ value: Value) throws(EvaluationError) -> [Unicode.Scalar] {
        guard case .string(let text) = value else { throw .noSuchOverload("a text function", value) }
        return Array(text.unicodeScalars)
    }

    private static func count(_ value: Value) throws(EvaluationError) -> Int {
        guard case .int(let count) = value else { throw .noSuchOverload("a text function", value) }
        return Int(count)
    }

    private static func position(_ value: Value, upTo end: Int) throws(EvaluationError) -> Int {
        let position = try count(value)
        guard (0...end).contains(position) else {
            throw EvaluationError(.outOfRange, "index out of range: \(position)")
        }
        return position
    }

    // MARK: Bodies

    private static func shift(_ scalar: Unicode.Scalar, by distance: Int32) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(truncatingIfNeeded: Int32(scalar.value) + distance))
    }

    /// The position of the last occurrence that begins at or before a position.
    private static func last(_ part: [Unicode.Scalar], in text: [Unicode.Scalar], upTo limit: Int) -> Int? {
        guard part.count <= text.count else { return nil }
        let skipped = max(0, text.count - part.count - limit)
        let found = SequenceSearch.first(part.reversed(), in: text.reversed(), from: skipped)
        return found.map { text.count - part.count - $0 }
    }

    /// Replaces up to `limit` occurrences, all if it is negative; an empty text occurs between all scalars.
    private static func replace(
        _ text: [Unicode.Scalar], _ old: [Unicode.Scalar], _ new: [Unicode.Scalar], limit: Int, _ budget: inout Budget
    ) throws(EvaluationError) -> String {
        var result: [Unicode.Scalar] = []
        var position = 0
        var replaced = 0
        while limit < 0 || replaced < limit, let found = SequenceSearch.first(old, in: text, from: position) {
            // The result may be as long as both texts multiplied: each piece is paid for before it is made.
            try budget.charge(size: new.count)
            result += text[position..<found]
            result += new
            replaced += 1
            position = found + old.count
            guard old.isEmpty else { continue }
            guard position < text.count else { return String(scalars: result) }
            result.append(text[position])
            position += 1
        }
        return String(scalars: result + text[position...])
    }

    /// Splits into up to `limit` parts, all if it is negative; an empty separator splits into scalars.
    private static func split(_ text: [Unicode.Scalar], _ separator: [Unicode.Scalar], limit: Int) -> [ArraySlice<
        Unicode.Scalar
    >] {
        if limit == 0 { return [] }
        var parts: [ArraySlice<Unicode.Scalar>] = []
        var start = 0
        while limit < 0 || parts.count < limit - 1 {
            if separator.isEmpty {
                guard start + 1 < text.count else { break }
                parts.append(text[start..<start + 1])
                start += 1
            } else {
                guard let found = SequenceSearch.first(separator, in: text, from: start) else { break }
                parts.append(text[start..<found])
                start = found + separator.count
            }
        }
        if separator.isEmpty, text.isEmpty { return parts }
        return parts + [text[start...]]
    }

    private static func join(_ arguments: [Value], _ budget: inout Budget) throws(EvaluationError) -> Value {
        guard case .list(let elements) = arguments[0] else { throw .noSuchOverload("join", arguments[0]) }
        var separator = ""
        if arguments.count > 1 {
            guard case .string(let text) = arguments[1] else { throw .noSuchOverload("join", arguments[1]) }
            separator = text
        }
        var result = ""
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else { throw .noSuchOverload("join", element) }
            try budget.charge(size: text.utf8.count + separator.utf8.count)
            result += index == 0 ? text : separator + text
        }
        return .string(result)
    }

    private static let escapes: [Unicode.Scalar: String] = [
        "\u{07}": "\\a", "\u{08}": "\\b", "\u{0C}": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u{0B}": "\\v",
        "\\": "\\\\", "\"": "\\\"",
    ]

    private static func quote(_ text: [Unicode.Scalar]) -> String {
        var result = "\""
        for scalar in text {
            if let escape = escapes[scalar] { result += escape } else { result.unicodeScalars.append(scalar) }
        }
        return result + "\""
    }
}

extension String {
    init(scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
