import GovernorCore

/// How far the scan of one text has come.
struct ScanPass: Sendable {
    private static let step = 4096

    private let scanner: SpanScanner
    /// The first offset not yet asked about.
    private(set) var position = 0
    private var merge = ShieldedMerge()
    /// What is on the allow-list.
    private var allowed = CandidateMerge()
    /// How many findings so far are on the allow-list.
    private(set) var allowedCount = 0
    private var sideViews: SideViews
    /// Nothing is left to be found that begins before it.
    private var known = 0
    /// The end of the text in which disguises have been looked for.
    private var seen = 0
    /// Behind the last disguise in it, whether it hides anything or not.
    private var disguiseEnd = Int.min / 2

    init(_ scanner: SpanScanner) {
        self.scanner = scanner
        sideViews = SideViews(scanner)
    }

    /// The most bytes before ``position`` that a later call reads.
    var lookBehind: Int { SideView.margin(for: scanner) + 1 }

    /// Findings that begin before this offset have all been returned.
    var settled: Int { min(known, merge.firstPending ?? known) }

    /// All candidates that begin before it are known, whatever is disguised in the text to come.
    private var watermark: Int {
        min(position - SideView.margin(for: scanner), sideViews.watermark)
    }

    /// Whether a ``SideView`` that opens from now on reads nothing that has been read, but as it was.
    private var isPlain: Bool { disguiseEnd < position - SideView.margin(for: scanner) }

    /// Asks about everything that is certain by now.
    ///
    /// - Parameters:
    ///   - text: The bytes from an offset of the whole text on.
    ///   - base: That offset.
    ///   - isWhole: Whether the text ends here.
    /// - Returns: The findings that became certain, with offsets into the whole text.
    mutating func advance(over text: Span<UInt8>, from base: Int, isWhole: Bool) -> [Finding] {
        if isWhole {
            return scan(text, from: base, isWhole: true) + settle(before: .max)
        }
        let text = text.extracting(0..<text.endOfWholeCharacters)
        var findings: [Finding] = []
        while let (disguise, end) = nextDisguise(in: text, from: base) {
            // Up to here the text is what it seems.
            if disguise - disguiseEnd > SideView.margin(for: scanner) {
                findings += settlePlain(text.extracting(0..<disguise - base), from: base)
            }
            disguiseEnd = end
        }
        return findings + settlePlain(text, from: base)
    }

    /// Asks about everything that is certain when a text has been read.
    private mutating func settlePlain(_ text: Span<UInt8>, from base: Int) -> [Finding] {
        let findings = scan(text, from: base, isWhole: false)
        known = max(known, watermark)
        if isPlain { known = max(known, base + scanner.earliestStart(in: text, before: position - base)) }
        return findings + settle(before: known)
    }

    /// The next disguise that has not been looked at, and where it ends.
    private mutating func nextDisguise(in text: Span<UInt8>, from base: Int) -> (start: Int, end: Int)? {
        while seen - base < text.count {
            let place = seen - base
            seen += 1
            guard Disguise.leadBytes.contains(text[place]), let disguise = Disguise(in: text, at: place) else {
                continue
            }
            return (place + base, place + base + disguise.length)
        }
        return nil
    }

    private mutating func scan(_ text: Span<UInt8>, from base: Int, isWhole: Bool) -> [Finding] {
        var settled: [Finding] = []
        // In steps, so that what waits to be merged stays short.
        while position - base < text.count {
            let stepEnd = min(position - base + Self.step, text.count)
            ask(about: text, from: base, at: position - base..<stepEnd, isWhole: isWhole)
            readSideView(in: text, from: base, isLast: false)
            settled += settle(before: watermark)
            if position - base < stepEnd { break }
        }
        if isWhole { readSideView(in: text, from: base, isLast: true) }
        return settled
    }

    private mutating func settle(before offset: Int) -> [Finding] {
        allowedCount += allowed.settle(before: offset).count
        return merge.settle(before: offset, in: scanner).map(finding)
    }

    private mutating func ask(about text: Span<UInt8>, from base: Int, at positions: Range<Int>, isWhole: Bool) {
        var (merge, allowed, sideViews) = (merge, allowed, sideViews)
        let end = scanner.scan(text, at: positions, isWhole: isWhole) { place in
            guard let disguise = Disguise(in: text, at: place), disguise.hides(in: text, at: place) else { return }
            sideViews.extend(past: place + base, disguise, in: text, from: base, into: &merge)
        } _: { match, recognizer in
            let span = match.span.lowerBound + base..<match.span.upperBound + base
            let candidate = Candidate(match: match, span: span, recognizer: recognizer)
            if scanner.sieve.allows(match.kind, match.evidence, in: text, at: match.span) {
                allowed.add(candidate)
            } else if scanner.sieve.isSure(match.kind, match.confidence) {
                merge.add(candidate, in: scanner)
            }
        }
        position = end + base
        (self.merge, self.allowed, self.sideViews) = (merge, allowed, sideViews)
    }

    private mutating func readSideView(in text: Span<UInt8>, from base: Int, isLast: Bool) {
        sideViews.read(text, from: base, to: position, isLast: isLast, into: &merge)
    }

    private func finding(_ candidate: Candidate) -> Finding {
        Finding(
            kind: candidate.match.kind, span: candidate.span, confidence: candidate.match.confidence,
            evidence: candidate.match.evidence, detector: scanner.recognizers[candidate.recognizer].detector,
            otherKinds: candidate.match.otherKinds)
    }
}
