/// Tells text that a person typed as a stand-in from bytes that a machine drew.
enum TypedText {
    /// Whether a token's body looks drawn: no long repetition or alphabet, and enough different characters.
    static func isVaried(_ text: Span<UInt8>, in body: Range<Int>) -> Bool {
        var seen: UInt128 = 0
        var repetition = 0
        var sequence = 0
        for offset in body {
            let byte = text[offset]
            if byte < 128 { seen |= 1 << UInt128(byte) }
            guard offset > body.lowerBound else { continue }
            let previous = text[offset - 1]
            repetition = byte == previous ? repetition + 1 : 0
            sequence = byte == previous &+ 1 ? sequence + 1 : 0
            if repetition >= longestRepetition || sequence >= longestSequence { return false }
        }
        return seen.nonzeroBitCount >= min(leastVariety, body.count / 3) && !holdsPlaceholder(text, in: body)
    }

    private static let longestRepetition = 6
    private static let longestSequence = 12
    private static let leastVariety = 8

    /// Whether a word stands within that people write where a secret belongs.
    static func holdsPlaceholder(_ text: Span<UInt8>, in range: Range<Int>) -> Bool {
        for offset in range {
            guard placeholderStarts.contains(text[offset]) else { continue }
            for word in placeholders where text.hasWord(word, at: offset, before: range.upperBound) { return true }
        }
        return false
    }

    private static let placeholders = [UInt8].words(
        """
        example placeholder changeme change_me change-me replace your dummy redacted sample xxxx insert _here -here \
        tokenhere keyhere todo fixme notareal not-a-real not_a_real
        """)
    private static let placeholderStarts = ByteSet("ecpryYEPCRdDsSxXiI_-tTkKfFnN".utf8)
}
