/// Tells what stands for a value (a variable, a template, a blank to fill in) from a value.
enum PlaceholderValue {
    static func matches(_ text: Span<UInt8>, in value: Range<Int>) -> Bool {
        guard value.count > 2 else { return true }
        // Masked at its end: `xoxp-1234-####`.
        let end = value.upperBound
        if text[end - 1] == text[end - 2], masks.contains(text[end - 1]) { return true }
        return isReference(text, in: value) || isNumber(text, in: value) || isBlank(text, in: value)
            || isFile(text, in: value) || isWord(text, in: value) || isName(text, in: value)
            || TypedText.holdsPlaceholder(text, in: value)
    }

    /// `$NAME`, `%NAME%`, `{name}`, `<name>`, `[name]`, `#{name}`, `https://…`, or a template within.
    private static func isReference(_ text: Span<UInt8>, in value: Range<Int>) -> Bool {
        let last = text[value.upperBound - 1]
        switch text[value.lowerBound] {
        case UInt8(ascii: "$"):
            let second = text[value.lowerBound + 1]
            if second.isLetter || second == UInt8(ascii: "_") || second == UInt8(ascii: "{")
                || second == UInt8(ascii: "(")
            {
                return true
            }
        case UInt8(ascii: "%"): if last == UInt8(ascii: "%") || last == UInt8(ascii: "s") { return true }
        case UInt8(ascii: "{"), UInt8(ascii: "<"), UInt8(ascii: "["): return true
        case UInt8(ascii: "&"): if text.hasPrefix("&lt;", at: value.lowerBound) { return true }
        // The label line of a key in PEM: what follows it is the secret.
        case UInt8(ascii: "-"): if text.hasPrefix("-----", at: value.lowerBound) { return true }
        case UInt8(ascii: "@"): if last == UInt8(ascii: "@") { return true }
        // A shell's quotes around a variable, within another's; an address without its scheme.
        case UInt8(ascii: "'"), UInt8(ascii: "\""): if text[value.lowerBound + 1] == UInt8(ascii: "$") { return true }
        case UInt8(ascii: "/"): if text[value.lowerBound + 1] == UInt8(ascii: "/") { return true }
        default: break
        }
        for offset in value.lowerBound..<value.upperBound - 1 {
            switch (text[offset], text[offset + 1]) {
            case (UInt8(ascii: "$"), UInt8(ascii: "{")), (UInt8(ascii: "$"), UInt8(ascii: "(")),
                (UInt8(ascii: "{"), UInt8(ascii: "{")), (UInt8(ascii: "#"), UInt8(ascii: "{")),
                (UInt8(ascii: "%"), UInt8(ascii: "(")), (UInt8(ascii: "<"), UInt8(ascii: "%")):
                return true
            // A name within another's scope.
            case (UInt8(ascii: ":"), UInt8(ascii: ":")): return true
            // Left out, or an address, whose password has a recognizer of its own.
            case (UInt8(ascii: "."), UInt8(ascii: ".")):
                if text.byte(at: offset + 2) == UInt8(ascii: ".") { return true }
            case (UInt8(ascii: ":"), UInt8(ascii: "/")):
                if text.byte(at: offset + 2) == UInt8(ascii: "/") { return true }
            default: continue
            }
        }
        return false
    }

    /// `0x1F`, or a color as in `#1f2e3d`.
    private static func isNumber(_ text: Span<UInt8>, in value: Range<Int>) -> Bool {
        let isColor = text[value.lowerBound] == UInt8(ascii: "#") && [4, 7, 9].contains(value.count)
        guard isColor || text.hasPrefix("0x", at: value.lowerBound) else { return false }
        return value.dropFirst(isColor ? 1 : 2).allSatisfy { ByteSet.hexadecimal.contains(text[$0]) }
    }

    /// One or two characters repeated, as in `********` or `x-x-x`.
    private static func isBlank(_ text: Span<UInt8>, in value: Range<Int>) -> Bool {
        var seen: UInt128 = 0
        for offset in value where text[offset] < 128 { seen |= 1 << UInt128(text[offset]) }
        return seen.nonzeroBitCount <= 2
    }

    /// The name of a cloud's resource, an element of a page (`#login-field`), or a digest that says so (`sha512-…`).
    private static func isName(_ text: Span<UInt8>, in value: Range<Int>) -> Bool {
        if text.hasPrefix("arn:", at: value.lowerBound) || text.hasPrefix("urn:", at: value.lowerBound) { return true }
        if text[value.lowerBound] == UInt8(ascii: "#") {
            return value.dropFirst().allSatisfy { text[$0].isLetter || text[$0] == UInt8(ascii: "-") }
        }
        return digests.contains { name in
            let sign = text.byte(at: value.lowerBound + name.count)
            return (sign == UInt8(ascii: "-") || sign == UInt8(ascii: ":"))
                && text.hasWord(name, at: value.lowerBound, before: value.upperBound)
        }
    }

    private static let digests = [UInt8].words("sha1 sha224 sha256 sha384 sha512 md5")

    private static func isFile(_ text: Span<UInt8>, in value: Range<Int>) -> Bool {
        var dot = value.upperBound - 1
        while dot > value.lowerBound, dot >= value.upperBound - 6, text[dot] != UInt8(ascii: ".") { dot -= 1 }
        let ending = dot + 1..<value.upperBound
        return text[dot] == UInt8(ascii: ".")
            && endings.contains { $0.count == ending.count && text.hasWord($0, at: dot + 1, before: ending.upperBound) }
    }

    private static let endings = [UInt8].words(
        "css gif gz html ico jpeg jpg js json key log md pem php png py sh svg tar toml ts txt xml yaml yml zip")

    private static func isWord(_ text: Span<UInt8>, in value: Range<Int>) -> Bool {
        words.contains { $0.count == value.count && text.hasWord($0, at: value.lowerBound, before: value.upperBound) }
    }

    private static let masks = ByteSet("#*".utf8)
    private static let words = [UInt8].words(
        """
        null none nil true false undefined empty string str bool int object any optional required unset default type value \
        env test n/a password passwd passphrase pass pwd token secret user username key apikey api_key
        """)
}
