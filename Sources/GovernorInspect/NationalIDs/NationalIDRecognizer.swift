import GovernorCore

/// Recognises numbers that governments, health services and tax offices give to people and firms.
///
/// One table states the kinds: their written forms, check digits and context words (``IdentifierKind``). At the first
/// digit after each word start the text is read from there into letters, digits and separators; the count of characters and the places of the
/// separators select the few forms that are compared. A form that other numbers share counts only when one of its
/// words stands near. Of two readings the surer one is reported, then the longer, then the one stated first.
///
/// Numbers that stay doubtful are missed rather than flagged.
struct NationalIDRecognizer: SpanRecognizer {
    let detector = "national-ids/2"
    let triggers = ByteSet.digits
    let asksOnlyAtWordStarts = false
    let asksOnlyAtFirstDigits = true
    /// An identifier with separators of three bytes, the words after it, and the edge of one more.
    let reach = 4 * IdentifierText.longest + ContextWindow.longest + 8

    let head = ByteSet.letters.union(ByteSet(" -./+".utf8)).union(ByteSet(0x80...0xFF))
    let longestHead = IdentifierTable.farthestFirstDigit - 1

    private let table: IdentifierTable
    private let minimumConfidence: Double
    private let sieve: FindingSieve

    /// - Parameters:
    ///   - kinds: What to look for.
    ///   - minimumConfidence: What is less sure is not reported.
    ///   - sieve: Takes out readings that are not sure enough for their kinds.
    init(
        _ kinds: [IdentifierKind] = IdentifierKind.all, minimumConfidence: Double = 0.5,
        sieve: FindingSieve = FindingSieve()
    ) {
        self.sieve = sieve
        table = IdentifierTable(kinds)
        self.minimumConfidence = minimumConfidence
    }

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        var best: SpanMatch?
        var start = position
        while true {
            if text.mayBeginIdentifier(at: start), let match = match(in: text, from: start) {
                // From right to left: of equally sure and long ones the first in the text stays.
                let isBetter =
                    best.map { ($0.confidence, $0.span.count) <= (match.confidence, match.span.count) } ?? true
                if isBetter { best = match }
            }
            start -= 1
            guard start >= 0, start > position - IdentifierTable.farthestFirstDigit, !text[start].isDigit else {
                return best
            }
        }
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        let earliest = max(0, position - longestHead)
        return (earliest...position).reversed().prefix { $0 == position || !text[$0].isDigit }.allSatisfy {
            text.mayBeginIdentifier(at: $0) ? isDecided(in: text, from: $0) : !text.mayGoOnBeyondDecimals(at: $0)
        }
    }

    /// Whether no identifier that begins at a word start goes on where the text ends, and no word to come tells of it.
    private func isDecided(in text: Span<UInt8>, from position: Int) -> Bool {
        var identifier = IdentifierText()
        var separator = Separator.none
        var end = position
        // The most bytes that are read behind a character: a separator.
        while end + 4 <= text.count {
            let byte = text[end]
            guard byte.isLetterOrDigit, identifier.count < IdentifierText.longest else { return true }
            identifier.append(byte, after: separator)
            guard separator == .none || table.mayGoOn(from: identifier) else { return true }
            end += 1
            separator = .none
            if text[end].isLetterOrDigit { continue }
            if end + ContextWindow.longest + ContextWindow.longestBehind >= text.count, mayBeTold(identifier) {
                return false
            }
            let next = Separator.at(end, in: text)
            guard next.separator != .none else { return true }
            separator = next.separator
            end += next.length
        }
        return false
    }

    /// Whether a text has one of the forms, with its check digits, for which words behind it count.
    private func mayBeTold(_ identifier: IdentifierText) -> Bool {
        table.entries(like: identifier).contains { entry in
            let weight = identifier.hasLowercase ? entry.weight.weakened : entry.weight
            return weight > .trace && entry.pattern.matches(identifier) && entry.check.holds(identifier)
        }
    }

    /// The surest identifier that begins at a word start.
    private func match(in text: Span<UInt8>, from position: Int) -> SpanMatch? {
        var words = ContextReading(before: position)
        var identifier = IdentifierText()
        var separator = Separator.none
        var end = position
        var best: SpanMatch?
        while let byte = text.byte(at: end), byte.isLetterOrDigit {
            guard identifier.count < IdentifierText.longest else { break }
            identifier.append(byte, after: separator)
            guard separator == .none || table.mayGoOn(from: identifier) else { break }
            end += 1
            if let next = text.byte(at: end), next.isLetterOrDigit {
                separator = .none
                continue
            }
            if text.mayEndIdentifier(identifier, at: position..<end) {
                let found = reading(of: identifier, at: position..<end, in: text, &words)
                if let found, found.confidence >= best?.confidence ?? minimumConfidence { best = found }
            }
            let next = Separator.at(end, in: text)
            guard next.separator != .none else { break }
            separator = next.separator
            end += next.length
        }
        return best
    }

    /// The surest kind that an identifier, read whole, may be.
    private func reading(
        of identifier: IdentifierText, at span: Range<Int>, in text: Span<UInt8>, _ words: inout ContextReading
    ) -> SpanMatch? {
        guard identifier.digitCount > 0, !identifier.repeatsOneDigit else { return nil }
        var best: SpanMatch?
        for entry in table.entries(like: identifier) where entry.pattern.matches(identifier) {
            guard entry.check.holds(identifier) else { continue }
            let nearness = words.nearness(of: entry.kind, in: text, after: span.upperBound, table.context)
            let weight = identifier.hasLowercase ? entry.weight.weakened : entry.weight
            let confidence = Self.confidence(weight, nearness, hasCheckDigits: entry.check.hasCheckDigits)
            guard confidence > best?.confidence ?? 0, sieve.isSure(table.names[entry.kind], confidence) else {
                continue
            }
            let evidence: Finding.Evidence =
                entry.check.hasCheckDigits ? .checksum : nearness > .none ? .context : .format
            best = SpanMatch(
                kind: table.names[entry.kind], span: span, confidence: confidence, evidence: evidence)
        }
        return best
    }

    /// How sure a reading is; 0.5 and more is reported.
    static func confidence(
        _ weight: IdentifierFormat.Weight, _ nearness: ContextNearness, hasCheckDigits: Bool
    ) -> Double {
        let base =
            switch (weight, nearness) {
            case (.proof, .contrary), (.shape, .contrary): 0.4
            case (.proof, .none): 0.95
            case (.shape, .none): 0.65
            case (.hint, .none), (.hint, .contrary): 0.2
            case (.trace, .none), (.trace, .contrary), (.trace, .wide): 0.05
            case (.proof, .wide), (.proof, .near): 0.97
            case (.shape, .wide): 0.88
            case (.hint, .wide): 0.8
            case (.shape, .near): 0.92
            case (.hint, .near): 0.85
            case (.trace, .near): 0.7
            }
        return hasCheckDigits ? min(base + 0.05, 0.99) : base
    }
}

extension Span<UInt8> {
    /// Whether an identifier may begin at the start of a word: not after `_` or `+`, not as a later part of a decimal,
    /// a version, a path or a longer number.
    fileprivate func mayBeginIdentifier(at offset: Int) -> Bool {
        guard self[offset].isLetterOrDigit else { return false }
        guard let previous = byte(at: offset - 1) else { return true }
        switch previous {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "@"):
            return !(byte(at: offset - 2)?.isLetterOrDigit ?? false)
        case UInt8(ascii: ","):
            // `3,14159265` is a decimal; `Smith,12345678Z`, `1001,12345678Z` and `7,536-90-4399` are fields.
            let digits = (2...4).prefix { byte(at: offset - $0)?.isDigit ?? false }.count
            return digits == 0 || digits == 3 && byte(at: offset - 5)?.isDigit ?? false || !isDecimalPart(at: offset)
        case UInt8(ascii: "_"): return byte(at: offset - 2).map { !$0.isWordPart } ?? true
        case UInt8(ascii: "+"), UInt8(ascii: "$"): return false
        // `nif=12345678Z` is a field, `f(x)=12345678Z` is not.
        case UInt8(ascii: "="): return byte(at: offset - 2) != UInt8(ascii: ")")
        default: return !previous.isLetterOrDigit
        }
    }

    /// Whether what follows may be the decimals of a number: few digits, and nothing that goes on with them.
    private func isDecimalPart(at offset: Int) -> Bool {
        let end = endOfDigits(at: offset)
        let goesOn = byte(at: end) == UInt8(ascii: "-") && byte(at: end + 1)?.isDigit ?? false
        return end - offset <= Self.mostDecimals && !goesOn && !(byte(at: end)?.isLetter ?? false)
    }

    /// Whether what looks like decimals may turn out to be a field, once more of the text has come.
    fileprivate func mayGoOnBeyondDecimals(at offset: Int) -> Bool {
        hasDecimalComma(at: offset - 1) && endOfDigits(at: offset) + 2 > count
    }

    private func endOfDigits(at offset: Int) -> Int {
        var end = offset
        while end <= offset + Self.mostDecimals, byte(at: end)?.isDigit ?? false { end += 1 }
        return end
    }

    private static var mostDecimals: Int { 8 }

    /// Whether an identifier may end here: punctuation may follow it, more of a word, number or address may not.
    fileprivate func mayEndIdentifier(_ identifier: IdentifierText, at span: Range<Int>) -> Bool {
        if identifier.isSpacedNumber, byte(at: span.lowerBound - 1) == UInt8(ascii: " "),
            byte(at: span.lowerBound - 2)?.isDigit ?? false
        {
            return false
        }
        guard let next = byte(at: span.upperBound) else { return true }
        let afterNext = byte(at: span.upperBound + 1)
        switch next {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"):
            return !(afterNext?.isLetterOrDigit ?? false)
        case UInt8(ascii: "_"): return afterNext.map { !$0.isWordPart } ?? true
        case UInt8(ascii: "%"), UInt8(ascii: "="): return false
        case UInt8(ascii: " "):
            // `123 456 782 90` is a longer number than `123 456 782`.
            return !(identifier.isSpacedNumber && afterNext?.isDigit ?? false)
        default: return true
        }
    }
}
