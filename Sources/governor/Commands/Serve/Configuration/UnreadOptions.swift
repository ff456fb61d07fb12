import GovernorCore
import GovernorGateway
import GovernorPolicy

extension UnreadContent {
    /// What may pass uninspected.
    static let shape: Shape<UnreadContent> = .object(
        "What may pass although it cannot be inspected. Records say what has.",
        .defaulted("requests", kinds, to: [], "What may be in requests; all else that is no text is refused."),
        .defaulted("answers", kinds, to: [], "What may be in answers; all else that is no text is withheld.")
    ) { UnreadContent(requests: $0, answers: $1) }

    private static let kinds: Shape<[String]> = .list(of: kind, limit: 100)

    private static let kind: Shape<String> = Shape<String>.string.map(
        expectation: "a media type such as image/png or image/*, or one of media, file, url, tokens, encrypted and *",
        schema: ["pattern": "^(media|file|url|tokens|encrypted|[*]|[a-z]+/[a-z0-9.+-]*[*]?)$"]
    ) { text in
        if ["media", "file", "url", "tokens", "encrypted", "*"].contains(text) { return text }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        let subtype = parts[1].hasSuffix("*") ? parts[1].dropLast() : parts[1]
        let isType = parts[0].utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        let isSubtype = subtype.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: ".+-".utf8.contains(byte)
            }
        }
        return isType && isSubtype ? text : nil
    }
}
