import GovernorCore

/// Recognises secrets of unknown form by the words before a value and the look of the value itself.
///
/// Values are looked for after `=` and `:`, in quotes, after command-line flags, and where a word has digits; a model
/// trained on labelled examples and ordinary code judges each.
struct SecretValueRecognizer: SpanRecognizer {
    let detector = "secret-value/1"
    let triggers = ByteSet.digits.union(ByteSet("=:\"'`-".utf8))
    let asksOnlyAtWordStarts = false
    let asksOnlyAtFirstDigits = true
    let reach = SecretValue.longest + SecretValue.lookBack + 1

    let head = token
    let longestHead = SecretValue.longest

    /// The least probability of a finding.
    private let threshold: Double
    private let model: SecretModel

    init(model: SecretModel = .trained, threshold: Double = SecretModel.threshold) {
        self.model = model
        self.threshold = threshold
    }

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let start = Self.valueStart(in: text, at: position) else { return nil }
        let extent = SecretValue.extent(in: text, from: start)
        let whole = Self.wholeExtent(in: text, from: start, behind: extent).flatMap { span in
            Self.value(in: text, at: position, start, span).flatMap { Self.isChosen($0.value, in: text) ? $0 : nil }
        }
        if let (value, shape) = extent.flatMap({ Self.value(in: text, at: position, start, $0) }),
            let match = match(of: value, shaped: shape, covering: whole?.value.span ?? value.span)
        {
            return match
        }
        return whole.flatMap { match(of: $0.value, shaped: $0.shape, covering: $0.value.span) }
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        guard Self.isStartDecided(in: text, at: position) else { return false }
        guard let start = Self.valueStart(in: text, at: position) else { return true }
        guard let quote = text.byte(at: start - 1), SecretValue.quotes.contains(quote) else {
            return text.ends(.visible, behind: start - 1)
        }
        guard let end = (start..<text.count).first(where: { text[$0] == quote || Self.quotedEnds.contains(text[$0]) })
        else { return false }
        if text[end] == quote { return true }
        // Only a value that a word announces may have spaces; then it ends with its line at the latest.
        let words = KeyWords(text, in: max(0, start - SecretValue.lookBack)..<start)
        return !words.contains(.secret)
            || (end..<text.count).contains { text[$0] < 0x20 && text[$0 - 1] != UInt8(ascii: "\\") }
    }

    /// Whether it is known where the value begins that a byte announces.
    private static func isStartDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        switch text[position] {
        case UInt8(ascii: "="), UInt8(ascii: ":"): text.ends(blanks, behind: position + 1, with: 2)
        case UInt8(ascii: "-"): text.ends(flag, behind: position, with: 2)
        default: true
        }
    }

    private static let blanks = ByteSet(" \t".utf8)
    private static let flag = ByteSet.base62.union(ByteSet("-_".utf8))
    private static let quotedEnds = ByteSet(0...0x20).union(ByteSet("\\".utf8))

    private func match(of value: SecretValue, shaped shape: ValueShape, covering span: Range<Int>) -> SpanMatch? {
        let probability = model.probability(of: value, shaped: shape)
        guard probability >= threshold else { return nil }
        return SpanMatch(
            kind: value.near.contains(.password) ? "password" : "secret", span: span,
            confidence: min(probability, Self.surest),
            evidence: value.near.isDisjoint(with: [.secret, .maybe]) ? .entropy : .context)
    }

    /// How far the value that begins at an offset goes on behind its ``SecretValue/extent(in:from:)``.
    private static func wholeExtent(
        in text: Span<UInt8>, from start: Int, behind extent: Range<Int>?
    ) -> Range<Int>? {
        // Most values end at a space or a quote.
        if let extent, text.byte(at: extent.upperBound).map({ $0 <= 0x20 || SecretValue.quotes.contains($0) }) ?? true {
            return nil
        }
        return SecretValue.wholeExtent(in: text, from: start).flatMap { $0 == extent ? nil : $0 }
    }

    /// Whether a word says of a value that it is a secret, so that signs and spaces in it are its own.
    private static func isChosen(_ value: SecretValue, in text: Span<UInt8>) -> Bool {
        guard value.near.contains(.secret), value.separator == .assignment || value.separator == .space else {
            return false
        }
        return !value.isQuoted || value.hasDrawnWord(in: text)
    }

    /// The value that the byte at a position announces, if it is worth judging.
    static func value(in text: Span<UInt8>, at position: Int) -> (SecretValue, ValueShape)? {
        guard let start = valueStart(in: text, at: position), let span = SecretValue.extent(in: text, from: start)
        else { return nil }
        return value(in: text, at: position, start, span)
    }

    /// The value of an extent that begins at an offset.
    private static func value(
        in text: Span<UInt8>, at position: Int, _ start: Int, _ span: Range<Int>
    ) -> (value: SecretValue, shape: ValueShape)? {
        // Most numbers are too short, which is seen before the words around them are read.
        guard !text[position].isDigit || isToken(text, in: span), let value = SecretValue(in: text, at: start, span),
            let shape = shape(of: value, in: text)
        else { return nil }
        return (value, shape)
    }

    /// The shape of a value that is worth judging; nil for what cannot be a secret.
    private static func shape(of value: SecretValue, in text: Span<UInt8>) -> ValueShape? {
        let context = value.near.union(value.far)
        let least =
            value.near.contains(.secret)
            ? SecretValue.shortest : context.isDisjoint(with: [.secret, .maybe]) ? 20 : SecretValue.shortestDrawn
        guard value.span.count >= least, !isLine(value, in: text), !PlaceholderValue.matches(text, in: value.span)
        else { return nil }
        let shape = ValueShape(text, in: value.span)
        guard value.near.contains(.secret) || shape.digits > 0 || shape.kind == .base64 else { return nil }
        if shape.regularity > mostRegular || shape.isPath || isIdentifier(shape, of: value) { return nil }
        // Digests and identifiers are everywhere: only a key's word makes one a secret.
        if shape.kind == .hexadecimal || shape.kind == .uuid || shape.kind == .digits {
            let isHarmless = !context.isDisjoint(with: [.harmless, .property]) && !value.near.contains(.secret)
            guard !isHarmless, !context.isDisjoint(with: [.secret, .maybe]) else { return nil }
        }
        if shape.kind == .base64, context.isDisjoint(with: [.secret, .maybe]), !value.isQuoted { return nil }
        return shape
    }

    /// A whole line of base 64 belongs to a certificate or another block.
    private static func isLine(_ value: SecretValue, in text: Span<UInt8>) -> Bool {
        value.separator == .space && value.span.count >= 60 && !value.near.contains(.secret)
            && text.byte(at: value.span.lowerBound - 1) != UInt8(ascii: " ")
            && text.byte(at: value.span.upperBound).map { $0 < 0x20 } ?? false
    }

    /// An unquoted name in code, or a number too short to be drawn.
    private static func isIdentifier(_ shape: ValueShape, of value: SecretValue) -> Bool {
        shape.kind == .camel && !value.isQuoted || shape.kind == .digits && shape.length < 6
    }

    /// An alphabet or a repetition has more regular steps than this; drawn text hardly any.
    private static let mostRegular = 0.6

    /// Where the value begins that a byte announces.
    private static func valueStart(in text: Span<UInt8>, at position: Int) -> Int? {
        switch text[position] {
        case UInt8(ascii: "="), UInt8(ascii: ":"): afterSign(in: text, at: position)
        case UInt8(ascii: "-"): afterFlag(in: text, at: position)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): afterQuote(in: text, at: position)
        default: tokenStart(in: text, at: position)
        }
    }

    private static func afterSign(in text: Span<UInt8>, at position: Int) -> Int? {
        // Neither a comparison, an address nor a name within another's scope.
        guard let next = text.byte(at: position + 1), next != UInt8(ascii: "/"), next != UInt8(ascii: "="),
            next != UInt8(ascii: ":"),
            text[position] != UInt8(ascii: ":") || text.byte(at: position - 1) != text[position]
        else { return nil }
        var start = position + (next == UInt8(ascii: ">") ? 2 : 1)
        let limit = min(text.count, position + longestGap)
        while start < limit, text[start] == UInt8(ascii: " ") || text[start] == UInt8(ascii: "\t") { start += 1 }
        guard start < limit else { return nil }
        if literalPrefixes.contains(text[start]), let quote = text.byte(at: start + 1),
            SecretValue.quotes.contains(quote)
        {
            start += 1
        }
        if text[start] == UInt8(ascii: "\\"), let quote = text.byte(at: start + 1), SecretValue.quotes.contains(quote) {
            start += 1
        }
        return SecretValue.quotes.contains(text[start]) ? start + 1 : start
    }

    /// `--password value`
    private static func afterFlag(in text: Span<UInt8>, at position: Int) -> Int? {
        guard let before = text.byte(at: position - 1), before <= 0x20 || before == UInt8(ascii: "-") else {
            return nil
        }
        var end = position + 1
        let limit = min(text.count, position + longestFlag)
        while end < limit, text[end].isLetterOrDigit || text[end] == UInt8(ascii: "-") || text[end] == UInt8(ascii: "_")
        { end += 1 }
        guard end > position + 1, end + 1 < limit, text[end] == UInt8(ascii: " ") else { return nil }
        return SecretValue.quotes.contains(text[end + 1]) ? nil : end + 1
    }

    private static func afterQuote(in text: Span<UInt8>, at position: Int) -> Int? {
        guard let before = text.byte(at: position - 1) else { return position + 1 }
        return opens.contains(before) ? position + 1 : nil
    }

    /// Whether a word with digits is long enough, and not a name and its value, which the sign between them announces.
    private static func isToken(_ text: Span<UInt8>, in word: Range<Int>) -> Bool {
        word.count >= shortestToken && !word.contains { text[$0] == UInt8(ascii: ":") }
    }

    /// The beginning of the word whose first digit stands at a position.
    private static func tokenStart(in text: Span<UInt8>, at position: Int) -> Int? {
        var start = position
        let limit = max(0, position - SecretValue.longest)
        while start > limit, token.contains(text[start - 1]) {
            start -= 1
            if text[start].isDigit { return nil }
        }
        guard let before = text.byte(at: start - 1) else { return start }
        // In brackets behind a name it is a subscript.
        if before == UInt8(ascii: "["), let name = text.byte(at: start - 2), name.isLetterOrDigit || name == before {
            return nil
        }
        if before == UInt8(ascii: ":"), text.byte(at: start - 2) == before { return nil }
        return before <= 0x20 || wordStarts.contains(before) ? start : nil
    }

    /// A known form at the same place is always surer, even with a wrong checksum.
    private static let surest = 0.79
    private static let longestGap = 32
    private static let longestFlag = 48
    private static let shortestToken = 8
    private static let literalPrefixes = ByteSet("bBrRuUfL@".utf8)
    private static let opens = ByteSet(Array(0...0x20) + Array("=:>(,[{!?+|\\".utf8))
    private static let token = ByteSet.base64URL.union(ByteSet("+/.~".utf8))
    private static let wordStarts = ByteSet("\"'`=:,;([{<>|".utf8)
}
