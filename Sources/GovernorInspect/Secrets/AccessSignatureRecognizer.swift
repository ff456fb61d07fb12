import GovernorCore

/// Recognises the signature of an Azure shared access signature: `sig=` in a query, and 32 bytes in Base64, whose signs may
/// be escaped.
struct AccessSignatureRecognizer: SpanRecognizer {
    let detector = "access-signature/1"
    let triggers = ByteSet("s".utf8)
    let openings = [Array("sig".utf8)]
    let asksOnlyAtWordStarts = true
    let reach = 140

    static let kind = "azure_access_signature"
    private static let digits = 43

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard text.hasPrefix("sig=", at: position),
            text.byte(at: position - 1).map({ ByteSet("?&; ".utf8).contains($0) }) ?? true
        else { return nil }
        var end = position + 4
        for _ in 0..<Self.digits {
            guard let length = Self.digitLength(in: text, at: end) else { return nil }
            end += length
        }
        let body = position + 4..<end
        end += text.hasWord("%3d", at: end) ? 3 : text.byte(at: end) == UInt8(ascii: "=") ? 1 : 0
        guard end > body.upperBound, !(text.byte(at: end)?.isLetterOrDigit ?? false), TypedText.isVaried(text, in: body)
        else { return nil }
        return SpanMatch(kind: Self.kind, span: body.lowerBound..<end, confidence: 0.95, evidence: .format)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.visible, behind: position) }

    private static func digitLength(in text: Span<UInt8>, at offset: Int) -> Int? {
        guard let byte = text.byte(at: offset) else { return nil }
        if byte.isLetterOrDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") { return 1 }
        return text.hasWord("%2b", at: offset) || text.hasWord("%2f", at: offset) ? 3 : nil
    }
}
