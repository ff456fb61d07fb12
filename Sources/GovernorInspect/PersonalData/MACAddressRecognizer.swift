import GovernorCore

/// Recognises hardware addresses (IEEE 802): six pairs with colons or hyphens, or three groups of four with dots.
struct MACAddressRecognizer: SpanRecognizer {
    let detector = "mac-address/1"
    let triggers = ByteSet.hexDigits
    let followers = ByteSet.hexDigits
    let secondFollowers = ByteSet.hexDigits.union(ByteSet(":-".utf8))
    let asksOnlyAtWordStarts = true
    let reach = 24

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        let isDotted = text.byte(at: position + 4) == UInt8(ascii: ".")
        guard let separator = text.byte(at: position + (isDotted ? 4 : 2)),
            isDotted || separator == UInt8(ascii: ":") || separator == UInt8(ascii: "-"),
            text.byte(at: position - 1).map({ $0 != separator && $0 != UInt8(ascii: "_") }) ?? true
        else { return nil }
        let (groups, digits) = isDotted ? (3, 4) : (6, 2)
        let end = position + groups * (digits + 1) - 1
        guard end <= text.count else { return nil }
        var (allZero, allOnes) = (true, true)
        for offset in 0..<end - position {
            let byte = text[position + offset]
            if offset % (digits + 1) == digits {
                guard byte == separator else { return nil }
            } else {
                guard byte.isHexDigit else { return nil }
                allZero = allZero && byte == UInt8(ascii: "0")
                allOnes = allOnes && byte | 0x20 == UInt8(ascii: "f")
            }
        }
        // Neither names a device; and a separator with more behind it is a longer thing.
        guard !allZero, !allOnes, text.endsNumber(at: end),
            text.byte(at: end) != separator || !(text.byte(at: end + 1)?.isLetterOrDigit ?? false)
        else { return nil }
        return SpanMatch(kind: "mac_address", span: position..<end, confidence: 0.9, evidence: .format)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(Self.signs, behind: position, with: 2) }

    private static let signs = ByteSet.hexDigits.union(ByteSet(":-.".utf8))
}
