import GovernorCore

/// Recognises URLs with a scheme (RFC 3986), and tells those that carry a user's password, at the colon of `://`.
struct URLRecognizer: SpanRecognizer {
    let detector = "url/1"
    let triggers = ByteSet(":".utf8)
    let followers = ByteSet("/".utf8)
    let secondFollowers = ByteSet("/".utf8)
    let asksOnlyAtWordStarts = false
    let reach = Self.longest + 16
    let head = ByteSet.base62.union(ByteSet("+".utf8))
    let longestHead = 16

    /// What follows is cut off.
    static let longest = 512

    private static let schemes: [StaticString] = ["https", "http", "ftps", "ftp", "wss", "ws"]

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard text.hasPrefix("://", at: position) else { return nil }
        var start = position
        while start > max(0, position - 16), text[start - 1].isLetterOrDigit || text[start - 1] == UInt8(ascii: "+") {
            start -= 1
        }
        guard start < position else { return nil }
        let authority = position + 3
        let host = Self.hostStart(in: text, from: authority)
        let hasPassword = host > authority && (authority..<host).contains { text[$0] == UInt8(ascii: ":") }
        let isWeb = Self.schemes.contains { $0.utf8CodeUnitCount == position - start && text.hasWord($0, at: start) }
        guard hasPassword || isWeb, let hostEnd = Self.hostEnd(in: text, from: host, isNamed: hasPassword) else {
            return nil
        }
        let span = start..<Self.pathEnd(in: text, from: hostEnd, limit: position + Self.longest)
        return hasPassword
            ? SpanMatch(kind: "url_credentials", span: span, confidence: 0.96, evidence: .format)
            : SpanMatch(kind: "url", span: span, confidence: 0.92, evidence: .format)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.visible, behind: position) }

    /// Behind the last `@` of `user:password@`, because passwords have some, too; the authority's start when there is none.
    private static func hostStart(in text: Span<UInt8>, from authority: Int) -> Int {
        var host = authority
        for position in authority..<min(text.count, authority + 128) {
            switch text[position] {
            case UInt8(ascii: "@"): host = position + 1
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0...0x20, UInt8(ascii: "\""),
                UInt8(ascii: "<"):
                return host
            default: continue
            }
        }
        return host
    }

    /// Behind a domain name, an address, or, where a password proves a host, any name.
    private static func hostEnd(in text: Span<UInt8>, from host: Int, isNamed: Bool) -> Int? {
        if let (_, end) = IPAddress.v4(in: text, at: host), text.endsNumber(at: end) { return end }
        if text.byte(at: host) == UInt8(ascii: "["), let end = IPAddress.v6End(in: text, at: host + 1) {
            return text.byte(at: end) == UInt8(ascii: "]") ? end + 1 : nil
        }
        if let end = DomainName.end(in: text, from: host, mayBeVersion: true) { return end }
        guard isNamed else { return nil }
        var end = host
        while end < host + 64, let byte = text.byte(at: end), byte.isLetterOrDigit || byte == UInt8(ascii: "-") {
            end += 1
        }
        return end > host ? end : nil
    }

    /// Behind port, path, query and fragment, without the punctuation of the sentence around it.
    static func pathEnd(in text: Span<UInt8>, from hostEnd: Int, limit: Int) -> Int {
        var end = hostEnd
        if text.byte(at: end) == UInt8(ascii: ":"), text.byte(at: end + 1)?.isDigit ?? false {
            end += 1
            while end < hostEnd + 6, text.byte(at: end)?.isDigit ?? false { end += 1 }
        }
        guard let next = text.byte(at: end), pathStarts.contains(next) else { return end }
        let path = end
        var open = 0
        while end < min(text.count, limit), let isPart = part(text[end], &open), isPart { end += 1 }
        while end > path, punctuation.contains(text[end - 1]) { end -= 1 }
        return end
    }

    private static let pathStarts = ByteSet("/?#".utf8)
    private static let punctuation = ByteSet(".,;:!?'*".utf8)
    private static let stops = ByteSet("<>\"`{}|\\^[]".utf8).union(ByteSet(UInt8.min...0x20))

    /// Whether a byte is part of a path; a closing parenthesis is if one was opened.
    private static func part(_ byte: UInt8, _ open: inout Int) -> Bool? {
        if byte == UInt8(ascii: "(") { open += 1 }
        if byte == UInt8(ascii: ")") {
            open -= 1
            return open >= 0
        }
        // The punctuation of other scripts and quotation marks begin with other bytes.
        return byte < 0x7F ? !stops.contains(byte) : DomainName.isLetterByte(byte)
    }
}

/// Recognises domain names without a scheme, with the path behind them, at their first dot.
///
/// Names of files and of members in code look the same, so only well-known top-level domains in lower case count.
struct DomainRecognizer: SpanRecognizer {
    let detector = "domain/1"
    let triggers = ByteSet(".".utf8)
    let followers = ByteSet.letters.union(.digits)
    let asksOnlyAtWordStarts = false
    let reach = URLRecognizer.longest + 64
    let head = ByteSet.base62.union(ByteSet("-".utf8))
    let longestHead = 63

    private static let topLevels = DomainName.Endings(
        """
        com org net edu gov mil int info biz io co ai app dev cloud online site tech store shop blog xyz tv uk de fr nl be \
        ch es pt se fi dk cz sk hu ru ua br mx ar cl au nz jp cn kr tw hk sg il za tr ie ca us eu gr lt lv ee si hr bg
        """)
    private static let secondLevels = DomainName.Endings("co com org net ac gov edu or ne")

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        var start = position
        while start > max(0, position - 63), text[start - 1].isLetterOrDigit || text[start - 1] == UInt8(ascii: "-") {
            start -= 1
        }
        guard start < position, text[start] != UInt8(ascii: "-"), !Self.isInside(text, start),
            let end = DomainName.end(in: text, from: start, mayBeVersion: false), isKnown(text, start..<end)
        else { return nil }
        if let next = text.byte(at: end), Self.code.contains(next) { return nil }
        let pathEnd = URLRecognizer.pathEnd(in: text, from: end, limit: position + URLRecognizer.longest)
        return SpanMatch(kind: "url", span: start..<pathEnd, confidence: 0.6, evidence: .dictionary)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.visible, behind: position) }

    private static let joints = ByteSet("./@:_-%$\\".utf8)
    private static let code = ByteSet("@(_=".utf8)

    private static func isInside(_ text: Span<UInt8>, _ start: Int) -> Bool {
        guard let before = text.byte(at: start - 1) else { return false }
        return before.isLetterOrDigit || joints.contains(before) || before >= 0xC3
    }

    /// Whether a label is a well-known top-level domain, in letters of either case.
    static func isWellKnown(_ text: Span<UInt8>, _ label: Range<Int>) -> Bool {
        topLevels.contains(text, label, inAnyCase: true)
    }

    private func isKnown(_ text: Span<UInt8>, _ name: Range<Int>) -> Bool {
        let last = DomainName.lastLabel(in: text, name)
        if Self.topLevels.contains(text, last) { return true }
        guard last.count == 2, last.lowerBound - 1 > name.lowerBound else { return false }
        let second = DomainName.lastLabel(in: text, name.lowerBound..<last.lowerBound - 1)
        return Self.secondLevels.contains(text, second) || text.hasWord("www.", at: name.lowerBound)
    }
}
