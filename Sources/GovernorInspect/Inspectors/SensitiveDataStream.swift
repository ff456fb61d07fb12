public import GovernorCore

/// A search for personal data and secrets in a text that arrives in chunks; its findings are those of the whole text,
/// however it is cut.
public struct SensitiveDataStream: Sendable {
    private var scan: SpanScanStream
    private var uncounted: SpanScanStream?
    private var tagger: NameTagStream?
    private let names: Set<String>
    private let sieve: FindingSieve
    /// What the scan has found, filled with names.
    private var counted = FilledFindings()
    /// What counts, filled with what counts toward nothing.
    private var all = FilledFindings()
    /// The end of the text so far, where names may be found that are compared with the allow-list.
    private var kept: [UInt8] = []
    /// The offset of its first byte in the whole text.
    private var base = 0
    private var allowedNames = 0

    init(_ scan: SpanScanStream, uncounted: SpanScanStream?, names: Set<String>, _ sieve: FindingSieve) {
        self.scan = scan
        self.uncounted = uncounted
        self.names = names
        self.sieve = sieve
        tagger = names.isEmpty ? nil : NameTagger.standard.stream()
    }

    /// How many findings so far are on the allow-list.
    public var allowedCount: Int { scan.allowedCount + (uncounted?.allowedCount ?? 0) + allowedNames }

    /// The offset before which nothing more will be found: bytes before it can be passed on.
    public var settled: Int { min(certain, all.firstPending ?? .max) }

    /// Everything that counts and begins before it is known.
    private var certainlyCounted: Int { min(known, counted.firstPending ?? .max) }

    /// What is found or named before it is known, though not yet which of both stays.
    private var known: Int { min(scan.settled, tagger?.settled ?? .max) }

    /// Everything that begins before it is known.
    private var certain: Int { min(certainlyCounted, uncounted?.settled ?? .max) }

    /// Takes the next bytes of the text.
    ///
    /// - Returns: The findings that became certain, with half-open byte offsets into the whole text.
    public mutating func append(_ chunk: some Sequence<UInt8>) -> [Finding] {
        if tagger == nil, uncounted == nil { return scan.append(chunk) }
        let bytes = Array(chunk)
        if tagger != nil { kept += bytes }
        let names = tagger?.append(bytes) ?? []
        take(scan.append(bytes), names)
        all.add(settleCounted(isWhole: false), filledWith: uncounted?.append(bytes) ?? [])
        forget()
        return all.release(before: certain)
    }

    /// Ends the text.
    ///
    /// - Returns: The findings not yet returned.
    public mutating func finish() -> [Finding] {
        let names = tagger?.finish() ?? []
        take(scan.finish(), names)
        all.add(settleCounted(isWhole: true), filledWith: uncounted?.finish() ?? [])
        return all.release(before: .max)
    }

    private mutating func take(_ found: [Finding], _ named: [Finding]) {
        counted.add(
            found,
            filledWith: named.filter { names.contains($0.kind) && sieve.isSure($0.kind, $0.confidence) })
    }

    /// What counts and became certain, without names on the allow-list.
    private mutating func settleCounted(isWhole: Bool) -> [Finding] {
        let findings = counted.release(before: isWhole ? .max : known)
        guard tagger != nil else { return findings }
        let unallowed = findings.filter { !isAllowedName($0) }
        allowedNames += findings.count - unallowed.count
        return unallowed
    }

    private func isAllowedName(_ finding: Finding) -> Bool {
        guard names.contains(finding.kind) else { return false }
        let span = (finding.span.lowerBound - base)..<(finding.span.upperBound - base)
        return sieve.allows(finding.kind, finding.evidence, in: kept.span, at: span)
    }

    /// Drops what no name can need, but for the byte before.
    private mutating func forget() {
        let unneeded = certainlyCounted - base - 1
        // Moving the bytes down only when most of them go keeps single bytes cheap.
        guard tagger != nil, unneeded > kept.count / 2, unneeded > 4096 else { return }
        kept.removeFirst(unneeded)
        base += unneeded
    }
}
