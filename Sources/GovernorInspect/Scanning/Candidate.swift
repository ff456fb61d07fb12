import GovernorCore

/// A match that may yet lose to another that overlaps it.
struct Candidate: Sendable {
    private(set) var match: SpanMatch
    /// Where it lies in the whole text.
    private(set) var span: Range<Int>
    /// Which recognizer saw it, as an offset into the list of recognizers.
    let recognizer: Int
    /// Whether it is only seen in a ``SideView``, where disguises are what they stand for.
    var isDisguised = false
    /// Where something is in the text that stands for nothing there, in order.
    var gaps: [Range<Int>] = []

    /// Which of two overlapping candidates stays: the surer one, then the longer, then the one whose recognizer comes
    /// first in the list, then the one that begins first.
    func beats(_ other: Candidate) -> Bool {
        if match.confidence != other.match.confidence { return match.confidence > other.match.confidence }
        if span.count != other.span.count { return span.count > other.span.count }
        if recognizer != other.recognizer { return recognizer < other.recognizer }
        return span.lowerBound < other.span.lowerBound
    }

    /// What of it lies outside of others, from the first byte that stands for something to the last.
    ///
    /// - Parameter others: In their order, each apart from the next.
    func rest(beside others: [Range<Int>]) -> [Candidate] {
        let starts = [span.lowerBound] + others.map { max(span.lowerBound, $0.upperBound) }
        let ends = others.map { min(span.upperBound, $0.lowerBound) } + [span.upperBound]
        return zip(starts, ends).compactMap { start, end in
            var (start, end) = (start, end)
            for gap in gaps where gap.contains(start) { start = gap.upperBound }
            for gap in gaps.reversed() where gap.lowerBound < end && end <= gap.upperBound { end = gap.lowerBound }
            guard start < end else { return nil }
            var piece = self
            piece.span = start..<end
            return piece
        }
    }

    /// Names what a candidate saw that lost to this one, where one is a secret and the other personal data: both hold.
    ///
    /// What lies within the other by chance, such as a number in a token, is named only when it is sure by itself; and what
    /// looks drawn is explained by what it was taken for, such as an IBAN.
    mutating func name(_ loser: Candidate, except excluded: Set<String>, secrets: Set<String>) {
        guard secrets.contains(loser.match.kind) != secrets.contains(match.kind), loser.match.evidence != .entropy,
            loser.match.confidence >= Self.sure
                || loser.span.lowerBound <= span.lowerBound && loser.span.upperBound >= span.upperBound
        else { return }
        let kinds = ([loser.match.kind] + loser.match.otherKinds).filter { !excluded.contains($0) }
        match.otherKinds = Set(match.otherKinds).union(kinds).subtracting([match.kind]).sorted()
    }

    private static let sure = 0.9
}
