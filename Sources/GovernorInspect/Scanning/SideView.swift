import GovernorCore

/// A stretch of the text as it reads without disguises, scanned by the same recognizers.
///
/// It opens around the first ``Disguise`` that hides something, grows with each further one, and ends a margin behind the
/// last. The margin is wide enough that a match which holds a disguise is judged with all the bytes its recognizer reads.
/// Matches without a disguise in them are left to the scan of the original bytes.
struct SideView: Sendable {
    /// What stands for nothing is read as.
    enum Reading: Sendable {
        /// Nothing: it is within a word.
        case joined
        /// A space where a word and a number meet, or the sign before one: it is between them. Elsewhere nothing.
        case divided
    }

    private let scanner: SpanScanner
    private let reading: Reading
    private let margin: Int
    /// The offset of the next character of the original text.
    private var next: Int
    /// The offset in the original text at which it ends.
    private var end: Int
    private var view: [UInt8] = []
    /// Where the character behind each byte of the view lies in the original text.
    private var origins: [Range<Int>] = []
    /// The first byte of the view not yet asked about.
    private var position = 0

    static func margin(for scanner: SpanScanner) -> Int { 2 * scanner.reach }

    init(_ scanner: SpanScanner, _ reading: Reading, around place: Int) {
        (self.scanner, self.reading) = (scanner, reading)
        margin = Self.margin(for: scanner)
        next = max(0, place - margin)
        end = place + margin
    }

    func isOver(at offset: Int) -> Bool { offset > end }

    mutating func extend(past place: Int) { end = place + margin }

    /// Where the first match to come may begin in the original text.
    var watermark: Int {
        let first = max(0, position - scanner.reach)
        return first < origins.count ? origins[first].lowerBound : next
    }

    /// Reads on in the original text.
    ///
    /// - Parameters:
    ///   - text: The bytes from an offset of the original text on.
    ///   - base: That offset.
    ///   - limit: The offset up to which characters are certain.
    ///   - isLast: Whether nothing follows.
    ///   - merge: Takes what is found.
    mutating func read(
        _ text: Span<UInt8>, from base: Int, to limit: Int, isLast: Bool, into merge: inout ShieldedMerge
    ) {
        while next < min(limit, end) {
            let place = next - base
            let disguise = Disguise.leadBytes.contains(text[place]) ? Disguise(in: text, at: place) : nil
            let length = disguise?.length ?? 1
            if let byte = disguise.map({ plain($0, in: text, at: place) }) ?? text[place] {
                view.append(byte)
                origins.append(next..<next + length)
            }
            next += length
        }
        scan(through: isLast ? view.count : view.count - scanner.reach, isLast: isLast, into: &merge)
    }

    /// What a disguise is read as; nil for nothing.
    private func plain(_ disguise: Disguise, in text: Span<UInt8>, at place: Int) -> UInt8? {
        guard disguise.plain == nil, reading == .divided, let before = view.last,
            let after = text.byte(at: place + disguise.length), before.isLetterOrDigit
        else { return disguise.plain }
        let meet = before.isDigit ? after.isLetter : after.isDigit || after == UInt8(ascii: "+")
        return meet ? UInt8(ascii: " ") : nil
    }

    private mutating func scan(through end: Int, isLast: Bool, into merge: inout ShieldedMerge) {
        guard position < end else { return }
        position = scanner.scan(view.span, at: position..<end, isWhole: isLast) { match, recognizer in
            let origin =
                origins[match.span.lowerBound].lowerBound..<origins[match.span.upperBound - 1].upperBound
            // Every disguise is longer than what it stands for.
            guard origin.count > match.span.count, scanner.sieve.isSure(match.kind, match.confidence) else { return }
            var candidate = Candidate(match: match, span: origin, recognizer: recognizer, isDisguised: true)
            for (byte, next) in zip(origins[match.span], origins[match.span].dropFirst())
            where byte.upperBound < next.lowerBound { candidate.gaps.append(byte.upperBound..<next.lowerBound) }
            merge.add(candidate, in: scanner)
        }
        let unneeded = position - scanner.reach - 1
        guard unneeded > 4 * scanner.reach else { return }
        view.removeFirst(unneeded)
        origins.removeFirst(unneeded)
        position -= unneeded
    }
}
