import GovernorCore

/// Recognises an e-mail address (the dot-atom form of RFC 5322, with the characters of RFC 6532) around its `@`.
struct EmailRecognizer: SpanRecognizer {
    let detector = "email/2"
    let triggers = ByteSet("@".utf8)
    let asksOnlyAtWordStarts = false
    let reach = Self.longestDomain + 2

    /// RFC 5321, section 4.5.3.1.
    private static let longestLocalPart = 64
    private static let longestDomain = 253
    /// How far to look for the `//` of a URL before giving up.
    private static let longestUserInformation = 128

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        let start = Self.localPartStart(in: text, before: position)
        guard start < position, text[position - 1] != UInt8(ascii: "."),
            let end = DomainName.end(in: text, from: position + 1, mayBeVersion: false),
            !Self.isUserInformation(in: text, before: start), !Self.isRepository(text, start..<position, end)
        else { return nil }
        return SpanMatch(kind: "email", span: start..<end, confidence: 0.95, evidence: .format)
    }

    private static func localPartStart(in text: Span<UInt8>, before at: Int) -> Int {
        var start = at
        while start > max(0, at - longestLocalPart) {
            let length = characterLength(in: text, before: start)
            guard length > 0 else { break }
            if text[start - 1] == UInt8(ascii: "."), text[start] == UInt8(ascii: ".") { return at }
            start -= length
        }
        // A dot or quote in front is punctuation of the sentence.
        while start < at, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: "'") { start += 1 }
        return start
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

    /// Whether what stands before belongs to a URL's `//user:password@host`.
    private static func isUserInformation(in text: Span<UInt8>, before start: Int) -> Bool {
        var position = start
        while position > max(0, start - longestUserInformation) {
            switch text[position - 1] {
            case UInt8(ascii: "/"): return text.byte(at: position - 2) == UInt8(ascii: "/")
            case 0...0x20, UInt8(ascii: "@"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "&"),
                UInt8(ascii: "<"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "("):
                return false
            default: position -= 1
            }
        }
        return false
    }

    /// Whether it is the `git@host:path` of a repository.
    private static func isRepository(_ text: Span<UInt8>, _ localPart: Range<Int>, _ end: Int) -> Bool {
        localPart.count == 3 && text.hasPrefix("git", at: localPart.lowerBound)
            && text.byte(at: end) == UInt8(ascii: ":")
    }
}
