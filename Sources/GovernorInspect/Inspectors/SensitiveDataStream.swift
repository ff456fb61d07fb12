public import GovernorCore

/// A search for personal data and secrets in a text that arrives in chunks; its findings are those of the whole text,
/// however it is cut.
public struct SensitiveDataStream: Sendable {
    private var scan: SpanScanStream
    private var tagger: NameTagStream?
    private let names: Set<String>
    private let sieve: FindingSieve
    /// What the scan has found that is not returned yet, in order.
    private var found: [Finding] = []
    /// Names that are not returned yet, in order.
    private var named: [Finding] = []
    /// The end of the text so far, where something may be found or is compared with the allow-list.
    private var kept: [UInt8] = []
    /// The offset of its first byte in the whole text.
    private var base = 0

    /// How many findings so far are on the allow-list.
    public private(set) var allowedCount = 0

    init(_ scan: SpanScanStream, names: Set<String>, _ sieve: FindingSieve) {
        self.scan = scan
        self.names = names
        self.sieve = sieve
        tagger = names.isEmpty ? nil : NameTagger.standard.stream()
    }

    /// The offset before which nothing more will be found: bytes before it can be passed on.
    public var settled: Int { [found.first, named.first].compactMap { $0?.span.lowerBound }.reduce(certain, min) }

    /// Everything that begins before it is known.
    private var certain: Int { min(scan.settled, tagger?.settled ?? .max) }

    /// Takes the next bytes of the text.
    ///
    /// - Returns: The findings that became certain, with half-open byte offsets into the whole text.
    public mutating func append(_ chunk: some Sequence<UInt8>) -> [Finding] {
        if tagger == nil, sieve.isIdle { return scan.append(chunk) }
        let bytes = Array(chunk)
        kept += bytes
        found += scan.append(bytes)
        if let names = tagger?.append(bytes) { take(names) }
        let findings = release(before: certain)
        let unneeded = settled - base
        // Moving the bytes down only when most of them go keeps single bytes cheap.
        if unneeded > kept.count / 2, unneeded > 4096 {
            kept.removeFirst(unneeded)
            base += unneeded
        }
        return findings
    }

    /// Ends the text.
    ///
    /// - Returns: The findings not yet returned.
    public mutating func finish() -> [Finding] {
        found += scan.finish()
        if let names = tagger?.finish() { take(names) }
        return release(before: .max)
    }

    private mutating func take(_ findings: [Finding]) { named += findings.filter { names.contains($0.kind) } }

    /// The findings that end before an offset before which everything is known, names only where nothing else is found.
    private mutating func release(before limit: Int) -> [Finding] {
        named.removeAll { name in found.contains { $0.span.overlaps(name.span) } }
        let ready = { (finding: Finding) in finding.span.upperBound <= limit }
        let findings = found.prefix(while: ready) + named.prefix(while: ready)
        found.removeFirst(found.prefix(while: ready).count)
        named.removeFirst(named.prefix(while: ready).count)
        return findings.sorted { $0.span.lowerBound < $1.span.lowerBound }.filter { counts($0) }
    }

    private mutating func counts(_ finding: Finding) -> Bool {
        guard sieve.isSure(finding) else { return false }
        guard !sieve.isIdle else { return true }
        let value = kept[(finding.span.lowerBound - base)..<(finding.span.upperBound - base)]
        guard sieve.allows(finding, value) else { return true }
        allowedCount += 1
        return false
    }
}
