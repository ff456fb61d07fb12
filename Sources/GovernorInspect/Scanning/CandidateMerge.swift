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
