import GovernorCore

/// Recognises what matches a pattern that a policy declares.
struct PatternRecognizer: SpanRecognizer {
    let detector: String
    let triggers: ByteSet
    let asksOnlyAtWordStarts = false
    let reach: Int
    private let kind: String
    private let pattern: TextPattern
    private let context: ContextWords?
    private let checksum: DeclaredRecognizer.Checksum?
    private let confidence: Double

    /// Within how many bytes before and behind a match a context word stands.
    private static let contextReach = (before: 64, behind: 32)

    init(_ pattern: TextPattern, of recognizer: DeclaredRecognizer) {
        detector = recognizer.detector
        triggers = ByteSet(pattern.firstBytes)
        // One byte more shows where a context word is cut; four are what a character may have behind the match.
        reach = max(pattern.longest + max(Self.contextReach.behind + 1, 4), Self.contextReach.before + 1)
        kind = recognizer.kind
        self.pattern = pattern
        let words = recognizer.contextWords
        context = words.isEmpty ? nil : ContextWords(words.joined(separator: " "))
        checksum = recognizer.checksum
        confidence = recognizer.confidence.doubleValue
    }

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let end = pattern.endOfMatch(text, position), checksum?.holds(in: text, position..<end) ?? true,
            context.map({ Self.occurs($0, around: position..<end, in: text) }) ?? true
        else { return nil }
        let evidence: Finding.Evidence = checksum != nil ? .checksum : context != nil ? .context : .format
        return SpanMatch(kind: kind, span: position..<end, confidence: confidence, evidence: evidence)
    }

    static func occurs(_ words: ContextWords, around span: Range<Int>, in text: Span<UInt8>) -> Bool {
        words.occur(in: text, before: span.lowerBound, within: contextReach.before)
            || words.occur(in: text, after: span.upperBound, within: contextReach.behind)
    }
}

extension DeclaredRecognizer.Checksum {
    /// Whether the check digit of a part of the text is right; never where there is but one digit.
    fileprivate func holds(in text: Span<UInt8>, _ span: Range<Int>) -> Bool {
        var (sum, count) = (0, 0)
        for offset in span.reversed() where text[offset].isDigit {
            let digit = Int(text[offset] - UInt8(ascii: "0")) * (count.isMultiple(of: 2) ? 1 : 2)
            sum += digit > 9 ? digit - 9 : digit
            count += 1
        }
        return count > 1 && sum.isMultiple(of: 10)
    }
}
