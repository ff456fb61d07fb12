import GovernorCore

/// Recognises an e-mail address whose signs are spelled out: `ada [at] example [dot] org`, `ada@example (dot) org`, and
/// `ada at example dot org` where the words before announce an address.
///
/// `at` and `dot` are also words and names in code, so the address must end in a well-known top-level domain.
struct SpelledEmailRecognizer: SpanRecognizer {
    let detector = "spelled-email/1"
    let triggers = ByteSet("[({<aA@".utf8)
    let followers = ByteSet("aAtT@ ".utf8).union(.letters).union(.digits)
    let secondFollowers = ByteSet("tT])}> .-".utf8).union(.letters).union(.digits)
    let asksOnlyAtWordStarts = false
    let reach = 200
    let longestHead = Self.longestPart + Self.longestMark

    /// The most bytes on either side of the sign.
    private static let longestPart = 128
    private static let longestLabel = 63
    private static let contextReach = 40
    private static let announcing = ContextWords("email mail emails contact reach write address")
    private static let before = ContextWords("at to is email mail address")
    /// What stands before `at` in sentences about a site: `listed at example dot org`.
    private static let notNames = ContextWords(
        """
        me us him her them you it one here there who what that is are was were be been work works working worked live \
        listed available found shown posted hosted located published sent based look looking visit online people anyone
        """)

    /// Letters stand in most words, brackets before many: what is no `at` is told by two bytes more.
    func followers(of trigger: UInt8) -> (first: ByteSet, second: ByteSet) {
        switch trigger {
        case UInt8(ascii: "@"): (followers, secondFollowers)
        case UInt8(ascii: "a"), UInt8(ascii: "A"): (Self.t, Self.space)
        default: (Self.signs, Self.afterSigns)
        }
    }

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let sign = Self.sign(in: text, at: position), let start = Self.nameStart(in: text, before: position),
            let domain = Self.domain(in: text, from: sign.end), domain.isSpelled || sign.isMarked
        else { return nil }
        if sign.isWord {
            guard Self.isAnnounced(text, start), !Self.notNames.occur(in: text, after: start, within: position - start)
            else { return nil }
            return SpanMatch(kind: "email", span: start..<domain.end, confidence: 0.7, evidence: .context)
        }
        return SpanMatch(kind: "email", span: start..<domain.end, confidence: 0.9, evidence: .decoded)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        guard position + Self.longestMark <= text.count else { return false }
        guard let sign = Self.sign(in: text, at: position), let start = Self.nameStart(in: text, before: position),
            !sign.isWord || Self.isAnnounced(text, start)
        else { return true }
        var label = Self.skipSpaces(in: text, from: sign.end)
        while true {
            let end = text.end(of: Self.label, behind: label - 1) ?? text.count
            // Spaces, a dot in brackets, and spaces.
            guard end + Self.longestMark + 4 <= text.count else { return false }
            guard let dot = Self.dot(in: text, at: end) else { return true }
            label = dot.end
        }
    }

    func earliestStart(in text: Span<UInt8>, before offset: Int) -> Int {
        let limit = max(0, offset - longestHead)
        // The name, or the part of it that a dot ends of which the text may have but the beginning.
        return (0...Self.longestMark).reduce(offset) { earliest, length in
            let end = offset - length
            guard end >= limit, Self.dots.contains(where: { text.isBeginning(of: $0, from: end, to: offset) }) else {
                return earliest
            }
            var start = end
            if length == 0 { start = text.start(of: Self.space, before: start, within: 2) }
            while true {
                start = text.start(of: Self.name, before: start, within: start - limit)
                guard start > limit, let mark = Self.dots.first(where: { text.hasWord($0, at: start - 5) }) else {
                    return min(earliest, start)
                }
                start -= mark.utf8CodeUnitCount
            }
        }
    }

    private static let space = ByteSet(" ".utf8)
    private static let t = ByteSet("tT".utf8)
    /// What may stand behind an opening bracket, and behind that.
    private static let signs = ByteSet("aA@".utf8)
    private static let afterSigns = ByteSet("tT])}>".utf8)
    private static let label = ByteSet.base62.union(ByteSet("-".utf8))
    private static let name = label.union(ByteSet("._+".utf8))
    /// The bytes of ` dot ` and `[dot]`.
    private static let longestMark = 5

    /// Behind the sign between name and domain.
    private static func sign(
        in text: Span<UInt8>, at position: Int
    ) -> (end: Int, isMarked: Bool, isWord: Bool)? {
        switch text[position] {
        case UInt8(ascii: "@"): return (position + 1, false, false)
        case UInt8(ascii: "a"), UInt8(ascii: "A"):
            let isWord = text.byte(at: position - 1) == UInt8(ascii: " ") && text.hasWord("at ", at: position)
            return isWord ? (position + 3, false, true) : nil
        default: return markEnd(in: text, at: position, "at", UInt8(ascii: "@")).map { ($0, true, false) }
        }
    }

    /// Behind a word or sign in brackets.
    private static func markEnd(in text: Span<UInt8>, at position: Int, _ word: StaticString, _ sign: UInt8) -> Int? {
        guard let open = text.byte(at: position), let close = closing(open) else { return nil }
        var end = position + 1
        if text.hasWord(word, at: end) {
            end += word.utf8CodeUnitCount
        } else if text.byte(at: end) == sign {
            end += 1
        }
        return end > position + 1 && text.byte(at: end) == close ? end + 1 : nil
    }

    private static func closing(_ open: UInt8) -> UInt8? {
        switch open {
        case UInt8(ascii: "("): UInt8(ascii: ")")
        case UInt8(ascii: "["): UInt8(ascii: "]")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        case UInt8(ascii: "<"): UInt8(ascii: ">")
        default: nil
        }
    }

    /// Where the name begins that ends before a sign; it may have spelled dots itself.
    private static func nameStart(in text: Span<UInt8>, before sign: Int) -> Int? {
        let limit = max(0, sign - longestPart)
        var end = sign
        while end > max(limit, sign - 2), text[end - 1] == UInt8(ascii: " ") { end -= 1 }
        var start = end
        while true {
            let label = start
            while start > limit, isNameByte(text[start - 1]) { start -= 1 }
            guard start < label, start > limit || start == 0, text[start].isLetterOrDigit,
                text[label - 1].isLetterOrDigit
            else { return nil }
            guard let mark = dots.first(where: { text.hasWord($0, at: start - 5) }), start - 6 >= limit,
                isNameByte(text[start - 6])
            else { break }
            start -= mark.utf8CodeUnitCount
        }
        // In the middle of something longer.
        return text.byte(at: start - 1).map { $0 >= 0x80 || $0 == UInt8(ascii: "@") } ?? false ? nil : start
    }

    private static let dots: [StaticString] = [" dot ", "[dot]", "(dot)", "{dot}"]

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
        default: byte.isLetterOrDigit
        }
    }

    /// Where a domain with a well-known top level ends, and whether one of its dots is spelled out.
    private static func domain(in text: Span<UInt8>, from start: Int) -> (end: Int, isSpelled: Bool)? {
        let limit = start + longestPart
        var position = skipSpaces(in: text, from: start)
        var (labels, isSpelled) = (0, false)
        while true {
            let label = position
            while position < min(text.count, label + longestLabel), isLabelByte(text[position]) { position += 1 }
            guard position > label, position <= limit, text[label].isLetterOrDigit, text[position - 1].isLetterOrDigit
            else { return nil }
            labels += 1
            guard let dot = dot(in: text, at: position) else {
                guard labels > 1, DomainRecognizer.isWellKnown(text, label..<position),
                    !(text.byte(at: position).map { isLabelByte($0) || $0 >= 0x80 } ?? false)
                else { return nil }
                return (position, isSpelled)
            }
            isSpelled = isSpelled || dot.isSpelled
            position = dot.end
        }
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool { byte.isLetterOrDigit || byte == UInt8(ascii: "-") }

    /// Behind the dot between two labels.
    private static func dot(in text: Span<UInt8>, at position: Int) -> (end: Int, isSpelled: Bool)? {
        if text.byte(at: position) == UInt8(ascii: ".") {
            return text.byte(at: position + 1)?.isLetterOrDigit ?? false ? (position + 1, false) : nil
        }
        let word = skipSpaces(in: text, from: position)
        if let end = markEnd(in: text, at: word, "dot", UInt8(ascii: ".")) {
            return (skipSpaces(in: text, from: end), true)
        }
        return word > position && text.hasWord("dot ", at: word) ? (skipSpaces(in: text, from: word + 3), true) : nil
    }

    /// Behind at most two spaces.
    private static func skipSpaces(in text: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position < start + 2, text.byte(at: position) == UInt8(ascii: " ") { position += 1 }
        return position
    }

    /// Whether a word says that an address comes, and one of those that stand directly before it does.
    private static func isAnnounced(_ text: Span<UInt8>, _ start: Int) -> Bool {
        let space = text.byte(at: start - 1) == UInt8(ascii: " ") ? start - 1 : start
        return (text.byte(at: space - 1) == UInt8(ascii: ":") || before.stand(in: text, before: start))
            && announcing.occur(in: text, before: start, within: contextReach)
    }
}

extension Span<UInt8> {
    /// Whether a part of the text is what a word begins with, letters in either case.
    fileprivate func isBeginning(of word: StaticString, from start: Int, to end: Int) -> Bool {
        word.withUTF8Buffer { word in
            (start..<end).allSatisfy { (self[$0].isLetter ? self[$0] | 0x20 : self[$0]) == word[$0 - start] }
        }
    }
}
