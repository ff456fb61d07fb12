import GovernorCore

extension SecretFormat {
    func begins(in text: Span<UInt8>, at position: Int) -> Bool {
        guard position + prefix.count <= text.count else { return false }
        for offset in prefix.indices where text[position + offset] != prefix[offset] { return false }
        return true
    }

    /// The token at a position where the prefix stands.
    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        let start = position + prefix.count
        let limit = min(text.count, start + length.upperBound + 1)
        var end = start
        while end < limit, alphabet.contains(text[end]) { end += 1 }
        // A dot, hyphen or slash at the end belongs to the sentence.
        while end - start > length.lowerBound, !text[end - 1].isLetterOrDigit, text[end - 1] != UInt8(ascii: "="),
            text[end - 1] != UInt8(ascii: "_"), text[end - 1] != UInt8(ascii: "-")
        {
            end -= 1
        }
        guard length.contains(end - start), !(text.byte(at: end)?.isLetterOrDigit ?? false) else { return nil }
        // What follows the last joint is masked: `xoxp-1234-####`.
        if let next = text.byte(at: end), next == UInt8(ascii: "#") || next == UInt8(ascii: "*"),
            !text[end - 1].isLetterOrDigit
        {
            return nil
        }
        let body = start..<end
        guard let confidence = confidence(of: body, in: text) else { return nil }
        return SpanMatch(
            kind: kind, span: position..<end, confidence: confidence,
            evidence: confidence == Self.checked ? .checksum : .prefix)
    }

    private static let checked = 0.99
    private static let formed = 0.95
    /// A token whose checksum fails was altered or mistyped, or its provider changed the rule: it still looks like one.
    private static let miscalculated = 0.8

    /// How sure it is that these bytes are a token; nil when they are not.
    private func confidence(of body: Range<Int>, in text: Span<UInt8>) -> Double? {
        let isVaried = TypedText.isVaried(text, in: body)
        switch check {
        case .anyBody: return Self.formed
        case .varied: return isVaried ? Self.formed : nil
        case .fields(let lengths): return isVaried && Self.fields(of: body, in: text) == lengths ? Self.formed : nil
        case .contains(let part):
            return isVaried && body.contains { text.hasPrefix(part, at: $0) } ? Self.formed : nil
        case .crc32Base62:
            guard isVaried else { return nil }
            return TokenChecksum.isBase62(text, in: body) ? Self.checked : Self.miscalculated
        case .crc32Hexadecimal:
            guard isVaried, text[body.upperBound - 9] == UInt8(ascii: "_") else { return nil }
            let whole = (body.lowerBound - prefix.count)..<body.upperBound
            return TokenChecksum.isHexadecimal(text, in: whole) ? Self.checked : Self.miscalculated
        case .bech32:
            return TokenChecksum.isBech32(text, prefix: prefix, in: body)
                ? Self.checked : isVaried ? Self.miscalculated : nil
        }
    }

    private static func fields(of body: Range<Int>, in text: Span<UInt8>) -> [Int] {
        var fields = [0]
        for offset in body {
            if text[offset] == UInt8(ascii: ".") { fields.append(0) } else { fields[fields.count - 1] += 1 }
        }
        return fields
    }
}
