import GovernorCore

/// Finds what stands in letters and digits written apart, such as `a d a @ e x a m p l e . o r g`.
struct SpacedTextRecognizer: SpanRecognizer {
    let detector = "spaced/1"
    let triggers = ByteSet.letters.union(.digits).union(ByteSet("+".utf8))
    let followers = ByteSet(" -.*_".utf8)
    let asksOnlyAtWordStarts = true
    let reach = 2 * Self.longest + 4
    let scanner: SpanScanner

    private static let shortest = 6
    private static let longest = 80

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let gap = text.byte(at: position + 1), text.byte(at: position + 3) == gap,
            text.byte(at: position + 5) == gap,
            // Not in the middle of letters written apart.
            text.byte(at: position - 1) != gap || (text.byte(at: position - 2)?.isLetterOrDigit ?? false) == false
                || text.byte(at: position - 3)?.isLetterOrDigit ?? false
        else { return nil }
        var decoded = DecodedText()
        var count = 0
        while count < Self.longest, let byte = text.byte(at: position + 2 * count), byte != gap,
            // The first letter of a word is none of them.
            !(text.byte(at: position + 2 * count + 1)?.isLetterOrDigit ?? false), decoded.append(byte)
        {
            count += 1
            guard text.byte(at: position + 2 * count - 1) == gap else { break }
        }
        guard count >= Self.shortest, let finding = decoded.finding(by: scanner) else { return nil }
        let span = position + 2 * finding.span.lowerBound..<position + 2 * finding.span.upperBound - 1
        return SpanMatch(kind: finding.kind, span: span, confidence: finding.confidence, evidence: .decoded)
    }
}
