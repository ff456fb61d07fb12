import GovernorCore

/// Finds what stands in letters and digits written apart, such as `a d a @ e x a m p l e . o r g`.
///
/// Where the gap is wider, as in `4 1 1 1  1 1 1 1`, a space stands between groups. Rows of single digits are common, so
/// that over such a gap only numbers with a right check digit count.
struct SpacedTextRecognizer: SpanRecognizer {
    let detector = "spaced/2"
    let triggers = ByteSet.letters.union(.digits).union(ByteSet("+".utf8))
    let followers = ByteSet(" -.*_".utf8)
    let asksOnlyAtWordStarts = true
    let reach = (1 + Self.widestGap) * Self.longest + 4
    let scanner: SpanScanner

    private static let shortest = 6
    private static let longest = 80
    private static let widestGap = 3

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let gap = text.byte(at: position + 1), text.byte(at: position + 3) == gap,
            text.byte(at: position + 5) == gap,
            // Not in the middle of letters written apart.
            text.byte(at: position - 1) != gap || (text.byte(at: position - 2)?.isLetterOrDigit ?? false) == false
                || text.byte(at: position - 3)?.isLetterOrDigit ?? false
        else { return nil }
        if let even = finding(in: text, at: position, apart: gap, widest: 1) { return even.match }
        let grouped = finding(in: text, at: position, apart: gap, widest: Self.widestGap)
        return grouped?.evidence == .checksum ? grouped?.match : nil
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        let gap = text[position + 1]
        if [3, 5].contains(where: { distance in text.byte(at: position + distance).map { $0 != gap } ?? false }) {
            return true
        }
        // Over the widest gaps a piece goes on as far as any.
        var next = position
        while next + Self.widestGap < text.count {
            let end = text.end(of: ByteSet([gap]), behind: next) ?? text.count
            if text[next] == gap || end == next + 1 || end > next + 1 + Self.widestGap { return true }
            next = end
        }
        return false
    }

    /// The surest thing found in the piece that begins at a position, and why it was.
    private func finding(
        in text: Span<UInt8>, at position: Int, apart gap: UInt8, widest: Int
    ) -> (match: SpanMatch, evidence: Finding.Evidence)? {
        guard let piece = Self.piece(in: text, at: position, apart: gap, widest: widest),
            piece.offsets.count >= Self.shortest, let finding = piece.decoded.finding(by: scanner)
        else { return nil }
        let span = piece.offsets[finding.span.lowerBound]..<piece.offsets[finding.span.upperBound - 1] + 1
        let match = SpanMatch(kind: finding.kind, span: span, confidence: finding.confidence, evidence: .decoded)
        return (match, finding.evidence)
    }

    /// The characters that stand apart from a position on, with a space for each wider gap, and where each stands.
    private static func piece(
        in text: Span<UInt8>, at position: Int, apart gap: UInt8, widest: Int
    ) -> (decoded: DecodedText, offsets: [Int])? {
        var decoded = DecodedText()
        var offsets: [Int] = []
        var next = position
        // The first letter of a word is none of them.
        while offsets.count < longest, let byte = text.byte(at: next), byte != gap,
            !(text.byte(at: next + 1)?.isLetterOrDigit ?? false)
        {
            guard decoded.append(byte) else { return nil }
            offsets.append(next)
            var end = next + 1
            while end < next + 1 + widest, text.byte(at: end) == gap { end += 1 }
            guard end > next + 1 else { break }
            if end > next + 2 {
                guard decoded.append(UInt8(ascii: " ")) else { return nil }
                offsets.append(next + 1)
            }
            next = end
        }
        return (decoded, offsets)
    }
}
