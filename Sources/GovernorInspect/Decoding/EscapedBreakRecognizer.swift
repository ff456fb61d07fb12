/// Finds what stands directly behind the escape of a line break or tab, as in the JSON and string literals that people
/// paste: the letter of `\\n` belongs to no word.
struct EscapedBreakRecognizer: SpanRecognizer {
    let detector = "escaped-break/1"
    let triggers = ByteSet("\\".utf8)
    let followers = ByteSet(Self.letters)
    let secondFollowers = ByteSet.base62.union(ByteSet("+(".utf8))
    let asksOnlyAtWordStarts = false
    let reach: Int
    let lookAhead: Int

    private let scanner: SpanScanner

    /// The letters of such escapes.
    private static let letters = Array("nrt".utf8)
    /// The bytes of an escape.
    private static let length = 2
    /// The most bytes between the beginning of a match and the byte that gives it away.
    private static let longestHead = 16

    /// - Parameter scanner: What looks for it.
    init(scanner: SpanScanner) {
        self.scanner = scanner
        reach = Self.length + Self.longestHead + scanner.reach
        lookAhead = Self.length + Self.longestHead + scanner.lookAhead
    }

    /// Whether the escape of a break ends at an offset.
    static func ends(in text: Span<UInt8>, at offset: Int) -> Bool {
        guard let letter = text.byte(at: offset - 1), letters.contains(letter),
            text.byte(at: offset - 2) == UInt8(ascii: "\\")
        else { return false }
        return text.byte(at: offset - 3) != UInt8(ascii: "\\")
    }

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        let start = position + Self.length
        guard Self.ends(in: text, at: start) else { return nil }
        let rest = text.extracting(start..<min(text.count, position + lookAhead))
        var merge = ShieldedMerge()
        _ = scanner.scan(rest, at: 0..<min(Self.longestHead, rest.count), isWhole: true) { match, recognizer in
            guard match.span.lowerBound == 0 else { return }
            merge.add(Candidate(match: match, span: match.span, recognizer: recognizer), in: scanner)
        }
        return merge.settle(before: .max, in: scanner).first.map { candidate in
            SpanMatch(
                kind: candidate.match.kind, span: start..<start + candidate.span.upperBound,
                confidence: candidate.match.confidence, evidence: candidate.match.evidence,
                otherKinds: candidate.match.otherKinds)
        }
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        guard Self.ends(in: text, at: position + Self.length) else { return true }
        let rest = text.extracting(position + Self.length..<text.count)
        return rest.count > Self.longestHead
            && scanner.scan(rest, at: 0..<Self.longestHead, isWhole: false) { _, _ in } == Self.longestHead
    }

    func looksAhead(in text: Span<UInt8>, at position: Int) -> Bool {
        scanner.looksAhead(in: text.extracting(min(position + Self.length, text.count)..<text.count))
    }
}
