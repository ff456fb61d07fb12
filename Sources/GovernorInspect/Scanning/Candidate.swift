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
    fileprivate func rest(beside others: [Range<Int>]) -> [Candidate] {
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

/// Makes candidates into findings that are ordered and do not overlap.
///
/// Candidates that overlap, directly or through others, form a group. Within a group the best stays, then the best of
/// those that do not overlap it, and so on. What is only seen without disguises comes last: it takes the place of what it
/// beats and covers, or else keeps what lies beside. Without the invisible character between them two addresses would be
/// one that begins within the first.
///
/// A group ends ``longestGroup`` bytes after it began, whatever still overlaps it, so that a stream can settle it. The best
/// names the kinds of the others where it and they are a secret and personal data, of either kind. What comes out depends
/// only on the candidates, not on when they were added.
struct CandidateMerge: Sendable {
    static let longestGroup = 1024

    /// Sorted by where they begin.
    private var pending: [Candidate] = []
    /// Nothing before this offset is left to be found.
    private var settledEnd = 0

    mutating func add(_ candidate: Candidate) {
        var place = pending.count
        while place > 0, pending[place - 1].span.lowerBound > candidate.span.lowerBound { place -= 1 }
        pending.insert(candidate, at: place)
    }

    /// Where the first candidate begins whose group is not settled.
    var firstPending: Int? { pending.first?.span.lowerBound }

    /// The candidates that stay, of the groups that nothing can be added to.
    ///
    /// - Parameters:
    ///   - offset: All candidates that begin before it have been added.
    ///   - excluded: Kinds that are not named by what they lose to.
    ///   - secrets: Kinds that are secrets.
    mutating func settle(
        before offset: Int, except excluded: Set<String> = [], secrets: Set<String> = SecretsInspector.kinds
    ) -> [Candidate] {
        guard !pending.isEmpty else { return [] }
        var settled: [Candidate] = []
        var start = 0
        while start < pending.count {
            let limit = pending[start].span.lowerBound + Self.longestGroup
            var (end, next) = (pending[start].span.upperBound, start + 1)
            while next < pending.count, pending[next].span.lowerBound < min(end, limit) {
                end = max(end, pending[next].span.upperBound)
                next += 1
            }
            guard min(end, limit) <= offset else { break }
            if next == start + 1 {
                settle(pending[start], into: &settled)
            } else {
                settled += best(of: pending[start..<next], except: excluded, secrets: secrets)
            }
            start = next
        }
        pending.removeFirst(start)
        return settled
    }

    /// Most candidates stand alone.
    private mutating func settle(_ candidate: Candidate, into settled: inout [Candidate]) {
        guard candidate.span.lowerBound >= settledEnd else { return }
        settledEnd = candidate.span.upperBound
        settled.append(candidate)
    }

    private mutating func best(
        of group: ArraySlice<Candidate>, except excluded: Set<String>, secrets: Set<String>
    ) -> [Candidate] {
        var kept: [Candidate] = []
        let eligible = group.filter { $0.span.lowerBound >= settledEnd }
        let ordered = eligible.sorted { $0.beats($1) }
        for candidate in ordered where !candidate.isDisguised {
            if let winner = kept.firstIndex(where: { $0.span.overlaps(candidate.span) }) {
                kept[winner].name(candidate, except: excluded, secrets: secrets)
            } else {
                kept.append(candidate)
            }
        }
        for candidate in ordered where candidate.isDisguised { Self.add(candidate, to: &kept, excluded, secrets) }
        kept.sort { $0.span.lowerBound < $1.span.lowerBound }
        settledEnd = kept.last?.span.upperBound ?? settledEnd
        return kept
    }
}

extension CandidateMerge {
    /// Adds what is only seen without disguises.
    private static func add(
        _ candidate: Candidate, to kept: inout [Candidate], _ excluded: Set<String>, _ secrets: Set<String>
    ) {
        var candidate = candidate
        let rivals = kept.filter { $0.span.overlaps(candidate.span) }
        let beaten = rivals.filter { candidate.span.covers($0.span) && candidate.beats($0) }
        let others = rivals.filter { !(candidate.span.covers($0.span) && candidate.beats($0)) }
        guard others.allSatisfy({ candidate.match.confidence >= $0.match.confidence }) else { return }
        for place in kept.indices where others.contains(where: { $0.span == kept[place].span }) {
            kept[place].name(candidate, except: excluded, secrets: secrets)
        }
        for rival in beaten { candidate.name(rival, except: excluded, secrets: secrets) }
        kept.removeAll { known in beaten.contains { $0.span == known.span } }
        guard !others.isEmpty else { return kept.append(candidate) }
        kept += candidate.rest(beside: others.map(\.span).sorted { $0.lowerBound < $1.lowerBound })
    }
}

extension Range<Int> {
    fileprivate func covers(_ other: Range<Int>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}

/// Merges candidates in two steps, so that kinds that are not reported keep their bytes from doubtful numbers, and not
/// from what stands inside them on its own account: a date is no phone number, but a URL may hold a secret.
struct ShieldedMerge: Sendable {
    /// Of everything but the unshielded.
    private var shielded = CandidateMerge()
    /// Of what that leaves to report, and the unshielded.
    private var reported = CandidateMerge()

    mutating func add(_ candidate: Candidate, in scanner: SpanScanner) {
        if candidate.recognizer < scanner.shieldedCount { shielded.add(candidate) } else { reported.add(candidate) }
    }

    /// Where the first candidate begins whose group is not settled.
    var firstPending: Int? {
        guard let first = shielded.firstPending else { return reported.firstPending }
        return min(first, reported.firstPending ?? first)
    }

    /// The candidates to report, of the groups that nothing can be added to.
    ///
    /// - Parameter offset: All candidates that begin before it have been added.
    mutating func settle(before offset: Int, in scanner: SpanScanner) -> [Candidate] {
        let (excluded, secrets) = (scanner.excluded, scanner.secretKinds)
        for candidate in shielded.settle(before: offset, except: excluded, secrets: secrets)
        where !excluded.contains(candidate.match.kind) { reported.add(candidate) }
        let certain = min(offset, shielded.firstPending ?? offset)
        return reported.settle(before: certain, except: excluded, secrets: secrets)
    }
}
