import GovernorCore

/// Recognises IPv4 addresses in dotted decimal, with a prefix length if one follows.
struct IPv4Recognizer: SpanRecognizer {
    let detector = "ipv4/2"
    let triggers = ByteSet.digits
    let followers = ByteSet.digits.union(ByteSet(".".utf8))
    let asksOnlyAtWordStarts = true
    let reach = 40

    private static let versions = ContextWords(
        "version versions ver v rel release rev revision section chapter build firmware oid oids")

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        if let before = text.byte(at: position - 1), before == UInt8(ascii: ".") || before == UInt8(ascii: "-") {
            return nil
        }
        guard let (address, end) = IPAddress.v4(in: text, at: position), text.endsNumber(at: end),
            text.byte(at: end) != UInt8(ascii: ".") || !(text.byte(at: end + 1)?.isLetterOrDigit ?? false),
            !Self.versions.occur(in: text, before: position, within: 20)
        else { return nil }
        let kind = IPAddress.isPrivateV4(address) ? "private_ip_address" : "ip_address"
        let span = position..<IPAddress.prefixEnd(in: text, at: end, longest: 32)
        return SpanMatch(kind: kind, span: span, confidence: 0.9, evidence: .format)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(Self.signs, behind: position, with: 2) }

    private static let signs = ByteSet.digits.union(ByteSet("./".utf8))
}

/// Recognises IPv6 addresses (RFC 4291, RFC 5952), with a zone and a prefix length if they follow, at their first colon.
struct IPv6Recognizer: SpanRecognizer {
    let detector = "ipv6/1"
    let triggers = ByteSet(":".utf8)
    let followers = ByteSet("0123456789abcdefABCDEF:".utf8)
    let asksOnlyAtWordStarts = false
    let reach = 90
    let head = ByteSet.hexDigits
    let longestHead = 4

    private static let context = ContextWords("ip ipv6 ipv4 address addr src dst host listen bind unspecified route")

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        var start = position
        while start > max(0, position - 4), text[start - 1].isHexDigit { start -= 1 }
        if let before = text.byte(at: start - 1) {
            if before.isLetterOrDigit || before == UInt8(ascii: ":") || before == UInt8(ascii: ".") { return nil }
        }
        guard let end = IPAddress.v6End(in: text, at: start), text.endsNumber(at: end),
            text.byte(at: end) != UInt8(ascii: ":") || !(text.byte(at: end + 1)?.isLetterOrDigit ?? false)
        else { return nil }
        let whole = start..<IPAddress.prefixEnd(in: text, at: IPAddress.zoneEnd(in: text, at: end), longest: 128)
        // Two colons are also an operator, alone and between names.
        guard
            whole.count > 12 || whole.contains(where: { text[$0].isDigit })
                || Self.context.occur(in: text, before: start, within: 32)
        else { return nil }
        let isPrivate = IPAddress.isPrivateV6(text, start..<end)
        return SpanMatch(
            kind: isPrivate ? "private_ip_address" : "ip_address", span: whole, confidence: 0.9, evidence: .format)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(Self.signs, behind: position, with: 2) }

    private static let signs = ByteSet.base62.union(ByteSet(":.%/".utf8))
}
