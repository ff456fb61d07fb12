/// Splits an expression into tokens, over Unicode scalars.
struct Lexer {
    private let source: [Unicode.Scalar]
    private var position = 0

    init(_ source: [Unicode.Scalar]) { self.source = source }

    /// All tokens, the last of them `end`.
    static func tokens(of source: [Unicode.Scalar]) throws(SyntaxFault) -> [Token] {
        var lexer = Lexer(source)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private mutating func next() throws(SyntaxFault) -> Token {
        skipSpace()
        let start = position
        guard let first = peek() else { return Token(kind: .end, offset: start) }
        let kind: Token.Kind
        if let prefix = literalPrefix() {
            kind = try literal(prefix)
        } else if first.isIdentifierStart {
            kind = .identifier(takeWhile { $0.isIdentifierPart })
        } else if first.isDigit || (first == "." && peek(1)?.isDigit == true) {
            kind = try number()
        } else if first == "`" {
            kind = try quotedIdentifier()
        } else {
            kind = .symbol(try symbol())
        }
        return Token(kind: kind, offset: start)
    }

    // MARK: Space, symbols and identifiers

    private mutating func skipSpace() {
        while let scalar = peek() {
            if scalar == "/", peek(1) == "/" {
                while let scalar = peek(), scalar != "\n" { position += 1 }
            } else if [" ", "\t", "\n", "\r", "\u{0C}"].contains(scalar) {
                position += 1
            } else {
                return
            }
        }
    }

    private mutating func symbol() throws(SyntaxFault) -> Token.Symbol {
        for length in [2, 1] where position + length <= source.count {
            let text = String(String.UnicodeScalarView(source[position..<position + length]))
            guard let symbol = Token.Symbol(rawValue: text) else { continue }
            position += length
            return symbol
        }
        throw fault(
            "unexpected character U+\(String(source[position].value, radix: 16, uppercase: true))", at: position)
    }

    private mutating func quotedIdentifier() throws(SyntaxFault) -> Token.Kind {
        let start = position
        position += 1
        let name = takeWhile { $0.isIdentifierPart || ["-", ".", "/", " "].contains($0) }
        guard peek() == "`", !name.isEmpty else {
            throw fault("a name in backquotes may hold letters, digits, '_', '-', '.', '/' and spaces", at: start)
        }
        position += 1
        return .quotedIdentifier(name)
    }

    // MARK: Numbers

    private mutating func number() throws(SyntaxFault) -> Token.Kind {
        let start = position
        if peek() == "0", peek(1) == "x" || peek(1) == "X" {
            position += 2
            let digits = takeWhile { $0.properties.isASCIIHexDigit }
            return try integer(UInt64(digits, radix: 16), from: start)
        }
        var text = takeWhile { $0.isDigit }
        var isDouble = false
        if peek() == ".", peek(1)?.isDigit == true {
            isDouble = true
            position += 1
            text += "." + takeWhile { $0.isDigit }
        }
        if let exponent = exponent() {
            isDouble = true
            text += exponent
        }
        guard isDouble else { return try integer(UInt64(text), from: start) }
        guard let value = Double(text.utf8.first == UInt8(ascii: ".") ? "0" + text : text) else {
            throw fault("malformed number", at: start)
        }
        return .double(value)
    }

    private mutating func exponent() -> String? {
        guard peek() == "e" || peek() == "E" else { return nil }
        let signLength = peek(1) == "+" || peek(1) == "-" ? 1 : 0
        guard peek(1 + signLength)?.isDigit == true else { return nil }
        let sign = peek(1) == "-" ? "-" : ""
        position += 1 + signLength
        return "e" + sign + takeWhile { $0.isDigit }
    }

    private mutating func integer(_ magnitude: UInt64?, from start: Int) throws(SyntaxFault) -> Token.Kind {
        guard let magnitude else { throw fault("the integer does not fit 64 bits", at: start) }
        guard peek() == "u" || peek() == "U" else { return .int(magnitude: magnitude) }
        position += 1
        return .uint(magnitude)
    }

    // MARK: Strings and bytes

    private struct LiteralPrefix {
        let length: Int
        let isBytes: Bool
        let isRaw: Bool
    }

    /// What stands before a quote: nothing, `r`, `b` or `br`, in either case.
    private func literalPrefix() -> LiteralPrefix? {
        var length = 0
        let isBytes = peek() == "b" || peek() == "B"
        if isBytes { length += 1 }
        let isRaw = peek(length) == "r" || peek(length) == "R"
        if isRaw { length += 1 }
        guard peek(length) == "\"" || peek(length) == "'" else { return nil }
        return LiteralPrefix(length: length, isBytes: isBytes, isRaw: isRaw)
    }

    private mutating func literal(_ prefix: LiteralPrefix) throws(SyntaxFault) -> Token.Kind {
        let start = position
        position += prefix.length
        let quote = source[position]
        let isTriple = peek(1) == quote && peek(2) == quote
        position += isTriple ? 3 : 1
        var content = LiteralContent(isBytes: prefix.isBytes)
        while let scalar = peek() {
            if scalar == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
                position += isTriple ? 3 : 1
                return content.kind
            }
            if scalar == "\\", !prefix.isRaw {
                try escape(into: &content)
            } else if scalar == "\n" || scalar == "\r" {
                guard isTriple else { throw fault("the string does not end on its line", at: start) }
                newLine(into: &content)
            } else {
                content.append(scalar)
                position += 1
            }
        }
        throw fault("the string does not end", at: start)
    }

    /// A line break is one `\n`, however the file that holds the expression writes it.
    private mutating func newLine(into content: inout LiteralContent) {
        position += peek() == "\r" && peek(1) == "\n" ? 2 : 1
        content.append("\n")
    }

    private mutating func escape(into content: inout LiteralContent) throws(SyntaxFault) {
        let start = position
        guard let letter = peek(1) else { throw fault("the string does not end", at: start) }
        position += 2
        if let plain = Self.plainEscapes[letter] {
            content.append(plain)
            return
        }
        switch letter {
        case "x", "X": content.append(code: try digits(2, radix: 16, from: start))
        case "u" where !content.isBytes: try append(try digits(4, radix: 16, from: start), to: &content, from: start)
        case "U" where !content.isBytes: try append(try digits(8, radix: 16, from: start), to: &content, from: start)
        case "0"..."3":
            position -= 1
            content.append(code: try digits(3, radix: 8, from: start))
        default: throw fault("unknown escape", hint: "write \\\\ for a backslash", at: start)
        }
    }

    private func append(_ value: UInt32, to content: inout LiteralContent, from start: Int) throws(SyntaxFault) {
        guard let scalar = Unicode.Scalar(value) else { throw fault("the escape is no Unicode character", at: start) }
        content.append(scalar)
    }

    private mutating func digits(_ count: Int, radix: Int, from start: Int) throws(SyntaxFault) -> UInt32 {
        let text = String(String.UnicodeScalarView(source[position..<min(position + count, source.count)]))
        guard text.utf8.count == count, text.utf8.first != UInt8(ascii: "+"), let value = UInt32(text, radix: radix)
        else { throw fault("the escape needs \(count) \(radix == 8 ? "octal" : "hexadecimal") digits", at: start) }
        position += count
        return value
    }

    private static let plainEscapes: [Unicode.Scalar: Unicode.Scalar] = [
        "a": "\u{07}", "b": "\u{08}", "f": "\u{0C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{0B}", "\\": "\\",
        "?": "?", "\"": "\"", "'": "'", "`": "`",
    ]

    // MARK: Scalars

    private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        position + distance < source.count ? source[position + distance] : nil
    }

    private mutating func takeWhile(_ isPart: (Unicode.Scalar) -> Bool) -> String {
        let start = position
        while let scalar = peek(), isPart(scalar) { position += 1 }
        return String(String.UnicodeScalarView(source[start..<position]))
    }

    private func fault(_ message: String, hint: String? = nil, at offset: Int) -> SyntaxFault {
        SyntaxFault(Issue(.syntax, message, hint: hint, at: offset))
    }
}

/// The first thing that keeps a text from being an expression; parsing stops there.
struct SyntaxFault: Error {
    let issue: Issue

    init(_ issue: Issue) { self.issue = issue }
}

/// The inside of a string or bytes literal while it is read.
private struct LiteralContent {
    let isBytes: Bool
    private var scalars = String.UnicodeScalarView()
    private var bytes: [UInt8] = []

    init(isBytes: Bool) { self.isBytes = isBytes }

    /// Adds a character; bytes hold its UTF-8 form.
    mutating func append(_ scalar: Unicode.Scalar) {
        if isBytes { bytes.append(contentsOf: String(scalar).utf8) } else { scalars.append(scalar) }
    }

    /// Adds what a hexadecimal or octal escape names: a byte in bytes, a code point below 256 in a string.
    mutating func append(code: UInt32) {
        let byte = UInt8(truncatingIfNeeded: code)
        if isBytes { bytes.append(byte) } else { scalars.append(Unicode.Scalar(byte)) }
    }

    var kind: Token.Kind { isBytes ? .bytes(bytes) : .string(String(scalars)) }
}

extension Unicode.Scalar {
    var isDigit: Bool { ("0"..."9").contains(self) }
    fileprivate var isIdentifierStart: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_" }
    fileprivate var isIdentifierPart: Bool { isIdentifierStart || isDigit }
}
