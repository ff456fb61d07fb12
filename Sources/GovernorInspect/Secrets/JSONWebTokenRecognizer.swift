import GovernorCore

/// Recognises a JSON web token (RFC 7519): a header in base 64, which begins with `{"`, a payload and a signature.
struct JSONWebTokenRecognizer: SpanRecognizer {
    let detector = "json-web-token/1"
    let triggers = ByteSet("e".utf8)
    let followers = ByteSet("y".utf8)
    let secondFollowers = ByteSet("J".utf8)
    let asksOnlyAtWordStarts = true
    let reach = 16
    let lookAhead = 2048

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard text.hasPrefix("eyJ", at: position) else { return nil }
        let limit = min(text.count, position + lookAhead)
        var dots: [Int] = []
        var end = position
        while end < limit, ByteSet.dotted.contains(text[end]) {
            if text[end] == UInt8(ascii: ".") { dots.append(end) }
            end += 1
        }
        // A full stop after a signature belongs to the sentence.
        if dots.count > 2, dots[dots.count - 1] == end - 1 {
            dots.removeLast()
            end -= 1
        }
        // A signature may be empty (`alg` is `none`), and five fields make an encrypted token (RFC 7516).
        guard dots.count >= 2, dots.count <= 4, dots[0] - position >= Self.shortestHeader,
            dots[1] - dots[0] > 1, isObject(text, from: position, to: dots[0])
        else { return nil }
        return SpanMatch(kind: "json_web_token", span: position..<end, confidence: 0.95, evidence: .format)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.visible, behind: position) }

    func looksAhead(in text: Span<UInt8>, at position: Int) -> Bool { text.hasPrefix("eyJ", at: position) }

    /// Whether the header's base 64 decodes to text that begins `{"` and ends `}`.
    private func isObject(_ text: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        var bits: UInt32 = 0
        var count = 0
        var last: UInt8 = 0
        for offset in start..<end {
            guard let value = Self.value(of: text[offset]) else { return false }
            bits = bits << 6 | UInt32(value)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            last = UInt8(truncatingIfNeeded: bits >> UInt32(count))
            guard last >= 0x20 || last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") || last == UInt8(ascii: "\t")
            else { return false }
        }
        return last == UInt8(ascii: "}")
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }

    /// `{"alg":""}` in base 64.
    private static let shortestHeader = 14
}
