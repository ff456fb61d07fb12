import GovernorCore

/// Recognises an e-mail address around its `@`: the dot-atom and quoted forms of RFC 5322, with the characters of RFC 6532,
/// at a domain or at an IP address in brackets.
struct EmailRecognizer: SpanRecognizer {
    let detector = "email/5"
    let triggers = ByteSet("@".utf8)
    let asksOnlyAtWordStarts = false
    let reach = Self.longestDomain + 2
    let head = localPart
    let longestHead = Self.longestLocalPart + 1

    /// RFC 5321, section 4.5.3.1.
    private static let longestLocalPart = 64
    private static let longestDomain = 253
    /// How far to look for the `//` of a URL before giving up.
    private static let longestUserInformation = 128

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        let start =
            Self.quotedStart(in: text, before: position) ?? Self.localPartStart(in: text, before: position)
        guard start < position, text[position - 1] != UInt8(ascii: "."),
            let end = DomainName.end(in: text, from: position + 1, mayBeVersion: false)
                ?? Self.literalEnd(in: text, from: position + 1),
            !Self.isLogin(start..<position, in: text), !Self.isRepository(text, start..<position, end)
        else { return nil }
        return SpanMatch(kind: "email", span: start..<end, confidence: 0.95, evidence: .format)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.visible, behind: position) }

    func earliestStart(in text: Span<UInt8>, before offset: Int) -> Int {
        var start = text.start(of: head, before: offset, within: longestHead)
        // The last quote may begin a local part, and the one before if the last ends it.
        var quotes = 0
        for place in stride(from: offset - 1, through: max(0, offset - longestHead), by: -1) {
            if text[place] <= 0x1F { break }
            guard text[place] == Self.quote else { continue }
            let next = place + 1 < offset ? text[place + 1] : 0
            let mayOpen = next == 0 || next.isLetterOrDigit
            if mayOpen, !(text.byte(at: place - 1)?.isLetterOrDigit ?? false) { start = min(start, place) }
            quotes += 1
            if quotes == 2 || place < offset - 1 { break }
        }
        return start
    }

    /// Where a local part in quotes begins: `"ada lovelace"@example.org`.
    ///
    /// It begins and ends with a letter or digit, and its quote begins no word, or what stands between two strings of a list
    /// would be one.
    private static func quotedStart(in text: Span<UInt8>, before at: Int) -> Int? {
        guard text.byte(at: at - 1) == quote, text.byte(at: at - 2)?.isLetterOrDigit ?? false else { return nil }
        var start = at - 2
        while start > max(0, at - longestLocalPart), text[start] > 0x1F, text[start] != quote { start -= 1 }
        guard text[start] == quote, text[start + 1].isLetterOrDigit,
            !(text.byte(at: start - 1)?.isLetterOrDigit ?? false)
        else { return nil }
        return start
    }

    /// Where an IP address in brackets ends: `[203.0.113.7]`, `[IPv6:2001:db8::1]`.
    private static func literalEnd(in text: Span<UInt8>, from start: Int) -> Int? {
        guard text.byte(at: start) == UInt8(ascii: "[") else { return nil }
        let end =
            text.hasWord("ipv6:", at: start + 1)
            ? IPAddress.v6End(in: text, at: start + 6) : IPAddress.v4(in: text, at: start + 1)?.end
        return end.flatMap { text.byte(at: $0) == UInt8(ascii: "]") ? $0 + 1 : nil }
    }

    private static let quote = UInt8(ascii: "\"")

    private static func localPartStart(in text: Span<UInt8>, before at: Int) -> Int {
        var start = at
        while start > max(0, at - longestLocalPart) {
            let length = characterLength(in: text, before: start)
            guard length > 0 else { break }
            if text[start - 1] == UInt8(ascii: "."), text[start] == UInt8(ascii: ".") { return at }
            start -= length
        }
        // What stands directly behind an `@` begins with the domain of another address.
        if text.byte(at: start - 1) == UInt8(ascii: "@"), text.byte(at: start - 2)?.isLetterOrDigit ?? false,
            let end = DomainName.end(in: text, from: start, mayBeVersion: false), end < at
        {
            start = end
        }
        if EscapedBreakRecognizer.ends(in: text, at: start + 1), !isInWindowsName(text, start - 1) { start += 1 }
        // A dot or quote in front is punctuation of the sentence.
        while start < at, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: "'") { start += 1 }
        return start
    }

    /// Whether a backslash stands in a path, or behind the name of a domain of Windows: `CORP\nadia@example.org`.
    private static func isInWindowsName(_ text: Span<UInt8>, _ backslash: Int) -> Bool {
        if EscapedBreakRecognizer.isInPath(text, backslash) { return true }
        var start = backslash
        while start > max(0, backslash - 16), let byte = text.byte(at: start - 1),
            ByteSet.capitals.contains(byte) || byte.isDigit || byte == UInt8(ascii: "-")
        { start -= 1 }
        return start < backslash && !(text.byte(at: start - 1)?.isLetterOrDigit ?? false)
    }

    /// How many bytes the character of a local part has that ends before an offset; 0 when none does.
    ///
    /// Beyond ASCII these are the letters of Latin, Greek and Cyrillic: other scripts are written without spaces, so that
    /// one could not tell where the address begins.
    private static func characterLength(in text: Span<UInt8>, before end: Int) -> Int {
        if isLocalPart(text[end - 1]) { return 1 }
        guard end >= 2, let (value, length) = text.longScalar(at: end - 2), length == 2 else { return 0 }
        return (0xC0...0x52F).contains(value) && value != 0xD7 && value != 0xF7 ? 2 : 0
    }

    private static func isLocalPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "'"), UInt8(ascii: "&"), UInt8(ascii: "~"):
            true
        default: byte.isLetterOrDigit
        }
    }

    private static let localPart = ByteSet((UInt8.min...UInt8.max).filter { $0 >= 0x80 || isLocalPart($0) })

    /// Whether what looks like an address is who logs in at a URL: `scheme://user:password@host`, or `scheme://user@host`
    /// with a name of one word. `mailto://` is how some write an address.
    private static func isLogin(_ localPart: Range<Int>, in text: Span<UInt8>) -> Bool {
        guard let start = userInformationStart(in: text, before: localPart.lowerBound),
            text.byte(at: start - 3) == UInt8(ascii: ":"), text.byte(at: start - 4)?.isLetterOrDigit ?? false,
            start < 9 || !text.hasWord("mailto:", at: start - 9)
        else { return false }
        let hasPassword = (start..<localPart.lowerBound).contains { text[$0] == UInt8(ascii: ":") }
        return hasPassword || start == localPart.lowerBound && !localPart.contains { text[$0] == UInt8(ascii: ".") }
    }

    /// Where what follows the `//` of a URL begins, if nothing before an offset says that this is over (RFC 3986, section
    /// 3.2.1, and what stands around URLs).
    private static func userInformationStart(in text: Span<UInt8>, before offset: Int) -> Int? {
        var position = offset
        while position > max(0, offset - longestUserInformation) {
            switch text[position - 1] {
            case UInt8(ascii: "/"): return text.byte(at: position - 2) == UInt8(ascii: "/") ? position : nil
            case let byte where Self.endsUserInformation.contains(byte): return nil
            default: position -= 1
            }
        }
        return nil
    }

    private static let endsUserInformation = ByteSet(
        (UInt8.min...UInt8.max).filter { $0 <= 0x20 || $0 >= 0x7F } + Array("\"#&'(),;<=>?@[\\]^`{|}".utf8))

    /// Whether it is the `git@host:path` of a repository, or `git@host-alias:path`.
    private static func isRepository(_ text: Span<UInt8>, _ localPart: Range<Int>, _ end: Int) -> Bool {
        guard localPart.count == 3, text.hasPrefix("git", at: localPart.lowerBound) else { return false }
        var end = end
        let limit = localPart.upperBound + longestDomain
        while end < limit, let byte = text.byte(at: end), byte.isLetterOrDigit || byte == UInt8(ascii: "-") { end += 1 }
        return text.byte(at: end) == UInt8(ascii: ":") || text.byte(at: end) == UInt8(ascii: "/")
    }
}
