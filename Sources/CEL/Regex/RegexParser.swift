/// Reads a pattern from left to right into a ``RegexNode``.
///
/// The grammar is RE2's in its Perl-like mode. Groups are read by recursion, bounded by ``maximumDepth``.
struct RegexParser {
    /// How deep groups may nest: enough for people, small enough for any thread's stack.
    static let maximumDepth = 200
    /// How often a repetition may be written out, alone or multiplied through nesting; RE2's own limit.
    static let maximumCount = 1_000
    /// The longest pattern, in UTF-8 bytes; keeps the time to compile bounded as well.
    static let maximumPatternByteCount = 32_768

    struct Flags: Equatable {
        var foldsCase = false
        var linesHaveEnds = false
        var dotMatchesNewline = false
    }

    let scalars: [Unicode.Scalar]
    var position = 0
    var flags = Flags()
    private var isQuoting = false
    private var groupNames: Set<String> = []
    /// Properties that were looked up and resolved; a pattern may name one thousands of times.
    var properties: [String: ClassMembers] = [:]

    init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    /// A node and how often its innermost repetition is written out.
    struct Parsed {
        let node: RegexNode
        let copies: Int
    }

    mutating func parse() throws(LinearRegexError) -> RegexNode {
        guard scalars.reduce(0, { $0 + $1.utf8.count }) <= Self.maximumPatternByteCount else {
            throw problem(.tooLarge, at: 0)
        }
        let parsed = try parseChoice(depth: 0)
        guard position == scalars.count else { throw problem(.unexpectedParenthesis, at: position) }
        return parsed.node
    }

    // MARK: Structure

    private mutating func parseChoice(depth: Int) throws(LinearRegexError) -> Parsed {
        var branches = [try parseSequence(depth: depth)]
        while !isQuoting, take("|") { branches.append(try parseSequence(depth: depth)) }
        let copies = branches.reduce(1) { max($0, $1.copies) }
        return Parsed(node: branches.count == 1 ? branches[0].node : .choice(branches.map(\.node)), copies: copies)
    }

    private mutating func parseSequence(depth: Int) throws(LinearRegexError) -> Parsed {
        var parts: [Parsed] = []
        while position < scalars.count {
            if isQuoting ? takeWord("\\E") : takeWord("\\Q") {
                isQuoting.toggle()
                continue
            }
            if !isQuoting, peek() == "|" || peek() == ")" { break }
            // A group that only sets flags is no atom: what is repeated after it is the atom before it.
            guard let atom = try parseAtom(depth: depth) ?? parts.popLast() else { continue }
            skipQuoteMarks()
            parts.append(isQuoting ? atom : try parseRepetition(of: atom))
        }
        let copies = parts.reduce(1) { max($0, $1.copies) }
        let node: RegexNode = parts.isEmpty ? .empty : parts.count == 1 ? parts[0].node : .sequence(parts.map(\.node))
        return Parsed(node: node, copies: copies)
    }

    /// Passes `\E` and empty quotations, so that a repetition after `\E` sees the last quoted character.
    private mutating func skipQuoteMarks() {
        while isQuoting ? takeWord("\\E") : word("\\Q\\E") && takeWord("\\Q") { isQuoting.toggle() }
    }

    /// One character, class, condition or group; nil after a group that only sets flags.
    private mutating func parseAtom(depth: Int) throws(LinearRegexError) -> Parsed? {
        let start = position
        let scalar = scalars[position]
        position += 1
        if isQuoting { return Parsed(node: literal(scalar.value), copies: 1) }
        let node: RegexNode
        switch scalar {
        case "(": return try parseGroup(from: start, depth: depth)
        case "[": node = try parseClass(from: start)
        case ".":
            node = .set(ScalarSet(ClassMembers(ranges: flags.dotMatchesNewline ? [] : [10...10]), isNegated: true))
        case "^": node = .assertion(flags.linesHaveEnds ? .lineStart : .textStart)
        case "$": node = .assertion(flags.linesHaveEnds ? .lineEnd : .textEnd)
        case "*", "+", "?": throw problem(.missingOperand, at: start)
        case "{":
            guard try counts() == nil else { throw problem(.missingOperand, at: start) }
            node = literal(scalar.value)
        case "\\": node = try parseEscape(from: start)
        default: node = literal(scalar.value)
        }
        return Parsed(node: node, copies: 1)
    }

    func literal(_ value: UInt32) -> RegexNode {
        guard flags.foldsCase else { return .scalar(value) }
        let variants = CaseFolding.variants(of: value)
        return variants.count == 1 ? .scalar(value) : .set(ScalarSet(ClassMembers(ranges: variants.map { $0...$0 })))
    }

    // MARK: Repetition

    private mutating func parseRepetition(of atom: Parsed) throws(LinearRegexError) -> Parsed {
        let start = position
        guard let (minimum, maximum) = try takeRepetition() else { return atom }
        _ = take("?")  // Lazy or greedy: the same question, whether there is a match.
        let next = position
        guard try takeRepetition() == nil else { throw problem(.nestedRepetition, at: next) }
        let copies = atom.copies * max(1, minimum, maximum ?? 1)
        guard copies <= Self.maximumCount else { throw problem(.badCount, at: start) }
        return Parsed(node: .repetition(atom.node, minimum: minimum, maximum: maximum), copies: copies)
    }

    private mutating func takeRepetition() throws(LinearRegexError) -> (minimum: Int, maximum: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        if let counts = try counts() { return counts }
        position -= 1
        return nil
    }

    /// What stands after `{`, up to and with `}`; nil, and nothing taken, when it is not a count, for then `{` is a
    /// character.
    private mutating func counts() throws(LinearRegexError) -> (minimum: Int, maximum: Int?)? {
        let start = position
        guard let minimum = takeCount() else {
            position = start
            return nil
        }
        var maximum: Int? = minimum
        if take(",") { maximum = peek() == "}" ? nil : takeCount() ?? -1 }
        guard take("}"), maximum != -1 else {
            position = start
            return nil
        }
        guard max(minimum, maximum ?? 0) <= Self.maximumCount, minimum <= maximum ?? minimum else {
            throw problem(.badCount, at: start - 1)
        }
        return (minimum, maximum)
    }

    private mutating func takeCount() -> Int? {
        let start = position
        var value = 0
        while let digit = peek(), ("0"..."9").contains(digit) {
            // Stays above the limit instead of overflowing.
            value = min(value * 10 + Int(digit.value - 48), Self.maximumCount + 1)
            position += 1
        }
        let isPadded = position - start > 1 && scalars[start] == "0"
        return position > start && !isPadded ? value : nil
    }

    // MARK: Groups

    private mutating func parseGroup(from start: Int, depth: Int) throws(LinearRegexError) -> Parsed? {
        let outerFlags = flags
        if take("?") {
            let opensGroup = try parseGroupKind(from: start)
            guard opensGroup else { return nil }
        }
        guard depth < Self.maximumDepth else { throw problem(.nestedTooDeep, at: start) }
        let inner = try parseChoice(depth: depth + 1)
        guard !isQuoting, take(")") else { throw problem(.missingParenthesis, at: start) }
        flags = outerFlags
        return inner
    }

    /// What stands after `(?`: true when a group follows, false when only flags were set for the rest of this one.
    private mutating func parseGroupKind(from start: Int) throws(LinearRegexError) -> Bool {
        if word("=") || word("!") || word("<=") || word("<!") { throw problem(.lookaround, at: start) }
        if word("P=") { throw problem(.backreference, at: start) }
        if takeWord("P<") || takeWord("<") {
            try parseGroupName()
            return true
        }
        return try parseFlags(from: start)
    }

    private mutating func parseGroupName() throws(LinearRegexError) {
        let start = position
        var name = ""
        while let scalar = peek(), scalar.isASCII, Self.isWord(scalar) {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        guard !name.isEmpty, take(">"), groupNames.insert(name).inserted else {
            throw problem(.badGroupName, at: start)
        }
    }

    private mutating func parseFlags(from start: Int) throws(LinearRegexError) -> Bool {
        var isSetting = true
        var count = 0
        while let scalar = peek() {
            position += 1
            switch scalar {
            case "i": flags.foldsCase = isSetting
            case "m": flags.linesHaveEnds = isSetting
            case "s": flags.dotMatchesNewline = isSetting
            case "U": break  // Swaps greedy and lazy, which makes no difference here.
            case "-":
                guard isSetting else { throw problem(.badGroup, at: start) }
                isSetting = false
                count = -1
            case ":", ")":
                guard isSetting || count > 0 else { throw problem(.badGroup, at: start) }
                return scalar == ":"
            default: throw problem(.badGroup, at: start)
            }
            count += 1
        }
        throw problem(.missingParenthesis, at: start)
    }

    // MARK: Steps

    func peek() -> Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        position += 1
        return true
    }

    /// Whether the pattern goes on with a word.
    func word(_ text: String) -> Bool { scalars[position...].starts(with: text.unicodeScalars) }

    mutating func takeWord(_ text: String) -> Bool {
        guard word(text) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    func problem(_ problem: LinearRegexError.Problem, at index: Int) -> LinearRegexError {
        LinearRegexError(problem: problem, offset: scalars[..<index].reduce(0) { $0 + $1.utf8.count })
    }
}
