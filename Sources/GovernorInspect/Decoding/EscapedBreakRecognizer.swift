import GovernorCore

/// Finds what stands directly behind the escape of a line break or tab, as in the JSON and string literals that people
/// paste: the letter of `\n` belongs to no word.
///
/// The parts of a path such as `C:\temp\notes` are no escapes. What only looks drawn is left alone, as no word before it says
/// what it is.
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
    /// How far to look for where a path begins.
    private static let longestPath = 96

    /// - Parameter scanner: What looks for it.
    init(scanner: SpanScanner) {
        self.scanner = scanner
        reach = Self.length + Self.longestHead + scanner.reach
        lookAhead = Self.length + Self.longestHead + scanner.lookAhead
    }

    /// Whether the escape of a break ends at an offset, once or more often escaped itself.
    static func ends(in text: Span<UInt8>, at offset: Int) -> Bool {
        text.byte(at: offset - 1).map(letters.contains) ?? false && text.byte(at: offset - 2) == UInt8(ascii: "\\")
    }

    /// Whether a backslash stands within a path of Windows: behind `C:\`, `\\server` or `..\`.
    static func isInPath(_ text: Span<UInt8>, _ backslash: Int) -> Bool {
        var start = backslash
        while start > max(0, backslash - longestPath), unquoted.contains(text[start - 1]) {
            start -= 1
            if text[start] == UInt8(ascii: ":"), text.byte(at: start + 1) == UInt8(ascii: "\\"),
                text.byte(at: start - 1)?.isLetter ?? false, !(text.byte(at: start - 2)?.isWordPart ?? false)
            {
                return true
            }
        }
        return ["\\\\", "..\\", ".\\"].contains {
            text.hasPrefix($0, at: start) && start + $0.utf8CodeUnitCount <= backslash
        }
    }

    /// What may stand in a path.
    private static let unquoted = ByteSet((0x21...UInt8.max).filter { !"\"'`<>|=,;()[]{}".utf8.contains($0) })

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        let start = position + Self.length
        guard Self.ends(in: text, at: start) else { return nil }
        let rest = text.extracting(start..<min(text.count, position + lookAhead))
        var merge = ShieldedMerge()
        _ = scanner.scan(rest, at: 0..<min(Self.longestHead, rest.count), isWhole: true) { match, recognizer in
            guard match.span.lowerBound == 0, match.evidence != .entropy,
                scanner.sieve.isSure(match.kind, match.confidence),
                !scanner.sieve.allows(match.kind, match.evidence, in: rest, at: match.span)
            else { return }
            merge.add(Candidate(match: match, span: match.span, recognizer: recognizer), in: scanner)
        }
        guard let found = merge.settle(before: .max, in: scanner).first, !Self.isInPath(text, position) else {
            return nil
        }
        return SpanMatch(
            kind: found.match.kind, span: start..<start + found.span.upperBound, confidence: found.match.confidence,
            evidence: found.match.evidence, otherKinds: found.match.otherKinds)
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
