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
