/// Splits an expression into the few kinds of token that are told apart before it is compiled.
struct ExpressionScanner {
    enum Token: Equatable {
        case name(String)
        /// A string or bytes literal without its prefix.
        case literal(String)
        /// `&&` or `||`.
        case logical(String)
        case space(String)
        case other(Unicode.Scalar)

        /// The token as it is written.
        var text: String {
            switch self {
            case .name(let text), .literal(let text), .logical(let text), .space(let text): text
            case .other(let scalar): String(scalar)
            }
        }

        /// The last character that is not space.
        var last: Unicode.Scalar? {
            switch self {
            case .name(let text), .literal(let text), .logical(let text): text.unicodeScalars.last
            case .space: nil
            case .other(let scalar): scalar
            }
        }
    }

    private let scalars: [Unicode.Scalar]
    /// Where the next token begins, in Unicode scalars.
    private(set) var position = 0
    private var isRaw = false

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func next() -> Token? {
        guard position < scalars.count else { return nil }
        let scalar = scalars[position]
        switch scalar {
        case "\"", "'": return .literal(take(literalEnd))
        case "/" where peek(1) == "/": return .space(take(end { $0 != "\n" }))
        case "&" where peek(1) == "&", "|" where peek(1) == "|": return .logical(take(position + 2))
        case _ where scalar.properties.isWhitespace: return .space(take(end { $0.properties.isWhitespace }))
        case _ where scalar.startsName:
            let name = take(end { $0.continuesName })
            isRaw = name.utf8.count <= 2 && name.lowercased().utf8.contains(UInt8(ascii: "r"))
            return .name(name)
        case _ where scalar.continuesName: return .literal(take(end { $0.continuesName || $0 == "." }))
        default:
            position += 1
            return .other(scalar)
        }
    }

    private mutating func take(_ end: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[position..<min(end, scalars.count)])
        position = min(end, scalars.count)
        return String(text)
    }

    private func peek(_ distance: Int) -> Unicode.Scalar? {
        position + distance < scalars.count ? scalars[position + distance] : nil
    }

    private func end(while holds: (Unicode.Scalar) -> Bool) -> Int {
        scalars[position...].firstIndex { !holds($0) } ?? scalars.count
    }

    private var literalEnd: Int {
        let quote = scalars[position]
        let hasPrefix = position > 0 && scalars[position - 1].continuesName
        let isTriple = peek(1) == quote && peek(2) == quote
        let length = isTriple ? 3 : 1
        var index = position + length
        while index < scalars.count {
            if scalars[index] == "\\", !(hasPrefix && isRaw) {
                index += 2
            } else if scalars[index] == quote,
                !isTriple
                    || (index + 2 < scalars.count && scalars[index + 1] == quote && scalars[index + 2] == quote)
            {
                return index + length
            } else {
                index += 1
            }
        }
        return scalars.count
    }
}

extension Unicode.Scalar {
    fileprivate var startsName: Bool { self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
    fileprivate var continuesName: Bool { startsName || ("0"..."9").contains(self) }
}
