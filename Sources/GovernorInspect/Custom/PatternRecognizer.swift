import GovernorCore

/// Recognises what matches a pattern that a policy declares.
struct PatternRecognizer: SpanRecognizer {
    let detector: String
    let triggers: ByteSet
    let asksOnlyAtWordStarts = false
    let reach: Int
    private let kind: String
    private let pattern: TextPattern
    private let context: NearbyWords
    private let checksum: DeclaredRecognizer.Checksum?
    private let confidence: Double

    init(_ pattern: TextPattern, of recognizer: DeclaredRecognizer) {
        detector = recognizer.detector
        triggers = ByteSet(pattern.firstBytes)
        reach = NearbyWords.reach(around: pattern.longest)
        kind = recognizer.kind
        self.pattern = pattern
        context = NearbyWords(recognizer.contextWords)
        checksum = recognizer.checksum
        confidence = recognizer.confidence.doubleValue
    }

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let end = pattern.endOfMatch(text, position), checksum?.holds(in: text, position..<end) ?? true,
            context.stand(around: position..<end, in: text)
        else { return nil }
        let evidence: Finding.Evidence = checksum != nil ? .checksum : !context.isEmpty ? .context : .format
        return SpanMatch(kind: kind, span: position..<end, confidence: confidence, evidence: evidence)
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
