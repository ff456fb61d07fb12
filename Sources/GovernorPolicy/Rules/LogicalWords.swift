/// Lets expressions say `AND`, `OR` and `NOT`, as the reference system's rules do.
///
/// The words become `&&`, `||` and `!( … )`, outside of string literals only. `NOT` binds weaker than a comparison and
/// stronger than `AND`, as readers of such rules expect: `NOT score > 0.8 AND x` means `!(score > 0.8) && x`. An
/// expression without these words is unchanged.
struct LogicalWords: Sendable {
    /// The expression in the common language.
    let expression: String
    /// The variables and functions that the expression mentions, outside of string literals and not behind a point.
    ///
    /// A variable that a macro introduces is among them: a rule that gives it the name of a rule variable is held to
    /// need that one.
    let names: Set<String>
    /// Where each piece of ``expression`` begins, there and in the original, in Unicode scalars; ascending.
    private let pieces: [(rewritten: Int, original: Int)]

    /// Rewrites an expression.
    init(_ source: String) {
        var rewriter = Rewriter(source)
        rewriter.run()
        var text = String.UnicodeScalarView()
        text.append(contentsOf: rewriter.output)
        expression = String(text)
        names = rewriter.names
        pieces = rewriter.pieces
    }

    /// The place in the original of a place in the rewritten expression, both in Unicode scalars.
    func originalOffset(of offset: Int) -> Int {
        guard let piece = pieces.last(where: { $0.rewritten <= offset }) else { return offset }
        return piece.original + (offset - piece.rewritten)
    }
}

private struct Rewriter {
    private var scanner: ExpressionScanner
    private(set) var output: [Unicode.Scalar] = []
    private(set) var names: Set<String> = []
    private(set) var pieces: [(rewritten: Int, original: Int)] = [(0, 0)]
    /// For each open bracket, and the outermost level, how many `!(` wait for their `)`.
    private var openNots = [0]

    init(_ source: String) { scanner = ExpressionScanner(source) }

    mutating func run() {
        var previous: Unicode.Scalar = " "
        var start = scanner.position
        while let token = scanner.next() {
            take(token, at: start, isMember: previous == ".")
            previous = token.last ?? previous
            start = scanner.position
        }
        closeNots(at: start)
    }

    private mutating func take(_ token: ExpressionScanner.Token, at start: Int, isMember: Bool) {
        switch token {
        case .name("AND") where !isMember: connect("&&", at: start)
        case .name("OR") where !isMember: connect("||", at: start)
        case .name("NOT") where !isMember:
            openNots[openNots.count - 1] += 1
            replace(with: "!(", at: start)
        case .name(let text):
            if !isMember { names.insert(text) }
            output += text.unicodeScalars
        case .literal(let text), .space(let text): output += text.unicodeScalars
        case .logical(let text):
            closeNots(at: start)
            output += text.unicodeScalars
        case .other(let scalar): other(scalar, at: start)
        }
    }

    private mutating func other(_ scalar: Unicode.Scalar, at start: Int) {
        switch scalar {
        case "(", "[", "{": openNots.append(0)
        case ")", "]", "}":
            closeNots(at: start)
            if openNots.count > 1 { openNots.removeLast() }
        case ",", "?", ":": closeNots(at: start)
        default: break
        }
        output.append(scalar)
    }

    private mutating func connect(_ operation: String, at start: Int) {
        closeNots(at: start)
        replace(with: operation, at: start)
    }

    private mutating func replace(with text: String, at start: Int) {
        pieces.append((output.count, start))
        output += text.unicodeScalars
        pieces.append((output.count, scanner.position))
    }

    /// Ends the operands of the words `NOT` on this level of brackets.
    private mutating func closeNots(at start: Int) {
        let count = openNots[openNots.count - 1]
        guard count > 0 else { return }
        openNots[openNots.count - 1] = 0
        // The bracket goes right behind the operand, before the space that follows it.
        var spaces: [Unicode.Scalar] = []
        while let last = output.last, last.properties.isWhitespace { spaces.insert(output.removeLast(), at: 0) }
        pieces.append((output.count, start - spaces.count))
        output += Array(repeating: ")" as Unicode.Scalar, count: count)
        pieces.append((output.count, start - spaces.count))
        output += spaces
    }
}
