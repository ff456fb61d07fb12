/// Reads an expression by recursive descent, binary operators by precedence.
///
/// The grammar is that of the language definition. Two bounds keep hostile texts from exhausting the stack: how deep
/// brackets nest while parsing, and how high the finished tree is.
struct Parser {
    /// The longest expression, in Unicode scalars: rules are written by people.
    static let maximumLength = 100_000
    /// The deepest nesting of brackets, calls and conditionals; the language asks for at least 24.
    static let maximumNesting = 200
    /// The highest syntax tree; every later pass recurses over it.
    static let maximumHeight = 400

    private let tokens: [Token]
    private let expandsMacros: Bool
    private var position = 0
    private var nesting = 0

    /// The syntax tree of a source text.
    static func parse(_ source: String, expandsMacros: Bool) throws(CompileError) -> Node {
        do throws(SyntaxFault) {
            let scalars = Array(source.unicodeScalars)
            guard scalars.count <= maximumLength else {
                throw SyntaxFault(Issue(.limit, "the expression is longer than \(maximumLength) characters", at: 0))
            }
            var parser = Parser(tokens: try Lexer.tokens(of: scalars), expandsMacros: expandsMacros)
            return try parser.whole()
        } catch {
            throw CompileError([error.issue], source: source)
        }
    }

    private init(tokens: [Token], expandsMacros: Bool) {
        self.tokens = tokens
        self.expandsMacros = expandsMacros
    }

    private mutating func whole() throws(SyntaxFault) -> Node {
        let node = try expression()
        guard current.kind == .end else { throw unexpected("an operator or the end of the expression") }
        return node
    }

    // MARK: Operators

    private mutating func expression() throws(SyntaxFault) -> Node {
        let offset = current.offset
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumNesting else { throw tooDeep(offset) }
        let condition = try disjunction()
        guard let question = accept(.question) else { return condition }
        let then = try disjunction()
        try expect(.colon)
        let otherwise = try expression()
        return try node(.conditional(condition, then: then, otherwise: otherwise), at: question)
    }

    private mutating func disjunction() throws(SyntaxFault) -> Node {
        var terms = [try conjunction()]
        var offsets: [Int] = []
        while let offset = accept(.or) {
            offsets.append(offset)
            terms.append(try conjunction())
        }
        return try balanced(terms[...], offsets[...]) { .or($0, $1) }
    }

    private mutating func conjunction() throws(SyntaxFault) -> Node {
        var terms = [try binary(minimum: 0)]
        var offsets: [Int] = []
        while let offset = accept(.and) {
            offsets.append(offset)
            terms.append(try binary(minimum: 0))
        }
        return try balanced(terms[...], offsets[...]) { .and($0, $1) }
    }

    /// `&&` and `||` are associative, so a chain of thousands becomes a tree of logarithmic height.
    private func balanced(
        _ terms: ArraySlice<Node>, _ offsets: ArraySlice<Int>, _ join: (Node, Node) -> Node.Kind
    ) throws(SyntaxFault) -> Node {
        if terms.count == 1 { return terms[terms.startIndex] }
        let middle = terms.startIndex + terms.count / 2
        let cut = offsets.startIndex + terms.count / 2 - 1
        let left = try balanced(terms[..<middle], offsets[..<cut], join)
        let right = try balanced(terms[middle...], offsets[(cut + 1)...], join)
        return try node(join(left, right), at: offsets[cut])
    }

    /// Relations (0), sums (1) and products (2), all left-associative.
    private mutating func binary(minimum: Int) throws(SyntaxFault) -> Node {
        var left = try unary()
        while let (name, precedence) = binaryOperator, precedence >= minimum {
            let offset = current.offset
            position += 1
            let right = try binary(minimum: precedence + 1)
            left = try node(.call(name, target: nil, arguments: [left, right]), at: offset)
        }
        return left
    }

    private var binaryOperator: (name: String, precedence: Int)? {
        switch current.kind {
        case .identifier("in"): ("@in", 0)
        case .symbol(let symbol):
            switch symbol {
            case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: ("_\(symbol.rawValue)_", 0)
            case .plus, .minus: ("_\(symbol.rawValue)_", 1)
            case .times, .divide, .modulo: ("_\(symbol.rawValue)_", 2)
            default: nil
            }
        default: nil
        }
    }

    private mutating func unary() throws(SyntaxFault) -> Node {
        var operators: [(name: String, offset: Int)] = []
        while case .symbol(let symbol) = current.kind, symbol == .not || symbol == .minus {
            if symbol == .minus, let literal = try negativeLiteral() {
                return try applied(operators, to: try members(of: literal))
            }
            operators.append((symbol == .not ? "!_" : "-_", current.offset))
            position += 1
        }
        return try applied(operators, to: try members(of: try primary()))
    }

    private func applied(_ operators: [(name: String, offset: Int)], to operand: Node) throws(SyntaxFault) -> Node {
        var result = operand
        for (name, offset) in operators.reversed() {
            result = try node(.call(name, target: nil, arguments: [result]), at: offset)
        }
        return result
    }

    /// A minus sign directly before a number is part of it: only so can the smallest integer be written.
    private mutating func negativeLiteral() throws(SyntaxFault) -> Node? {
        let offset = current.offset
        let value: Value
        switch tokens[position + 1].kind {
        case .int(let magnitude):
            guard magnitude <= UInt64(1) << 63 else { throw outOfRange(offset) }
            value = .int(magnitude == UInt64(1) << 63 ? .min : -Int64(magnitude))
        case .double(let double): value = .double(-double)
        default: return nil
        }
        position += 2
        return Node(.literal(value), at: offset)
    }

    // MARK: Members

    private mutating func members(of primary: Node) throws(SyntaxFault) -> Node {
        var operand = primary
        while true {
            if let offset = accept(.dot) {
                operand = try member(of: operand, at: offset)
            } else if let offset = accept(.openBracket) {
                let isOptional = accept(.question) != nil
                let key = try expression()
                try expect(.closeBracket)
                operand = try node(.index(operand, key: key, isOptional: isOptional), at: offset)
            } else {
                return operand
            }
        }
    }

    private mutating func member(of operand: Node, at offset: Int) throws(SyntaxFault) -> Node {
        let isOptional = accept(.question) != nil
        let token = current
        let name = try fieldName()
        if case .identifier = token.kind, !isOptional, accept(.openParenthesis) != nil {
            return try call(name, isAbsolute: false, target: operand, at: token.offset)
        }
        return try node(.select(operand, field: name, isOptional: isOptional), at: offset)
    }

    /// A name behind a dot, where all words but the operators and literals of the language are free.
    private mutating func fieldName() throws(SyntaxFault) -> String {
        defer { position += 1 }
        switch current.kind {
        case .identifier(let name) where !Self.keywords.contains(name): return name
        case .quotedIdentifier(let name): return name
        default: throw unexpected("a name")
        }
    }

    // MARK: Primaries

    private mutating func primary() throws(SyntaxFault) -> Node {
        let token = current
        switch token.kind {
        case .int(let magnitude):
            guard let value = Int64(exactly: magnitude) else { throw outOfRange(token.offset) }
            return literal(.int(value))
        case .uint(let value): return literal(.uint(value))
        case .double(let value): return literal(.double(value))
        case .string(let value): return literal(.string(value))
        case .bytes(let value): return literal(.bytes(value))
        case .identifier("true"): return literal(.bool(true))
        case .identifier("false"): return literal(.bool(false))
        case .identifier("null"): return literal(.null)
        case .identifier: return try name(isAbsolute: false)
        case .symbol(.dot):
            position += 1
            return try name(isAbsolute: true)
        case .symbol(.openParenthesis):
            position += 1
            let inner = try expression()
            try expect(.closeParenthesis)
            return inner
        case .symbol(.openBracket): return try list()
        case .symbol(.openBrace): return try map()
        default: throw unexpected("a value")
        }
    }

    private mutating func literal(_ value: Value) -> Node {
        defer { position += 1 }
        return Node(.literal(value), at: current.offset)
    }

    private mutating func name(isAbsolute: Bool) throws(SyntaxFault) -> Node {
        let token = current
        guard case .identifier(let name) = token.kind, !Self.keywords.contains(name) else {
            throw unexpected("a name")
        }
        if let message = try message(isAbsolute: isAbsolute) { return message }
        position += 1
        guard !Self.reserved.contains(name) else {
            throw SyntaxFault(Issue(.syntax, "'\(name)' is a reserved word", at: token.offset))
        }
        if accept(.openParenthesis) != nil {
            return try call(name, isAbsolute: isAbsolute, target: nil, at: token.offset)
        }
        return Node(.identifier(name, isAbsolute: isAbsolute), at: token.offset)
    }

    /// `pkg.Message{field: value}`, recognised by the brace behind the last name.
    private mutating func message(isAbsolute: Bool) throws(SyntaxFault) -> Node? {
        let offset = current.offset
        var ahead = position
        var names: [String] = []
        while case .identifier(let name) = tokens[ahead].kind {
            names.append(name)
            ahead += 1
            guard tokens[ahead].kind == .symbol(.dot) else { break }
            ahead += 1
        }
        guard tokens[ahead].kind == .symbol(.openBrace), !names.isEmpty,
            tokens[ahead - 1].kind != .symbol(.dot)
        else { return nil }
        position = ahead + 1
        var values: [Node] = []
        while current.kind != .symbol(.closeBrace) {
            _ = accept(.question)
            _ = try fieldName()
            try expect(.colon)
            values.append(try expression())
            guard accept(.comma) != nil else { break }
        }
        try expect(.closeBrace)
        return try node(.message((isAbsolute ? "." : "") + names.joined(separator: "."), values: values), at: offset)
    }

    private mutating func call(
        _ name: String, isAbsolute: Bool, target: Node?, at offset: Int
    ) throws(SyntaxFault) -> Node {
        var arguments: [Node] = []
        while current.kind != .symbol(.closeParenthesis) {
            arguments.append(try expression())
            guard accept(.comma) != nil else { break }
        }
        try expect(.closeParenthesis)
        let call = Macro.Call(name: name, target: target, arguments: arguments, offset: offset)
        if expandsMacros, !isAbsolute, let expanded = try Macro.expand(call) { return try bounded(expanded) }
        return try node(.call(name, isAbsolute: isAbsolute, target: target, arguments: arguments), at: offset)
    }

    private mutating func list() throws(SyntaxFault) -> Node {
        let offset = current.offset
        position += 1
        var elements: [Node.Element] = []
        while current.kind != .symbol(.closeBracket) {
            let isOptional = accept(.question) != nil
            elements.append(Node.Element(value: try expression(), isOptional: isOptional))
            guard accept(.comma) != nil else { break }
        }
        try expect(.closeBracket)
        return try node(.list(elements), at: offset)
    }

    private mutating func map() throws(SyntaxFault) -> Node {
        let offset = current.offset
        position += 1
        var entries: [Node.Entry] = []
        while current.kind != .symbol(.closeBrace) {
            let isOptional = accept(.question) != nil
            let key = try expression()
            try expect(.colon)
            entries.append(Node.Entry(key: key, value: try expression(), isOptional: isOptional))
            guard accept(.comma) != nil else { break }
        }
        try expect(.closeBrace)
        return try node(.map(entries), at: offset)
    }

    // MARK: Tokens, nodes and faults

    private static let keywords: Set<String> = ["in", "true", "false", "null"]

    /// Words that the language keeps for hosts; free as names of fields and of receiver functions.
    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "namespace",
        "package", "return", "var", "void", "while",
    ]

    private var current: Token { tokens[position] }

    private mutating func accept(_ symbol: Token.Symbol) -> Int? {
        guard current.kind == .symbol(symbol) else { return nil }
        defer { position += 1 }
        return current.offset
    }

    private mutating func expect(_ symbol: Token.Symbol) throws(SyntaxFault) {
        guard accept(symbol) != nil else { throw unexpected("'\(symbol.rawValue)'") }
    }

    private func node(_ kind: Node.Kind, at offset: Int) throws(SyntaxFault) -> Node {
        try bounded(Node(kind, at: offset))
    }

    private func bounded(_ node: Node) throws(SyntaxFault) -> Node {
        guard node.height <= Self.maximumHeight else { throw tooDeep(node.offset) }
        return node
    }

    private func unexpected(_ expected: String) -> SyntaxFault {
        SyntaxFault(Issue(.syntax, "expected \(expected), found \(current.name)", at: current.offset))
    }

    private func tooDeep(_ offset: Int) -> SyntaxFault {
        SyntaxFault(Issue(.limit, "the expression nests too deep", hint: "split it into several rules", at: offset))
    }

    private func outOfRange(_ offset: Int) -> SyntaxFault {
        SyntaxFault(Issue(.syntax, "the integer does not fit 64 bits", at: offset))
    }
}
