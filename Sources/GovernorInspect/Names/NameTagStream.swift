public import GovernorCore

/// A search for names in a text that arrives in chunks; its findings are those of the whole text, however it is cut.
public struct NameTagStream: Sendable {
    private let tagger: NameTagger
    private var scan = NameScan()
    /// The text from a sentence that is not complete on, and perhaps a part before it.
    private var kept: [UInt8] = []
    /// The offset of its first byte in the whole text.
    private var base = 0

    init(_ tagger: NameTagger) { self.tagger = tagger }

    /// The offset before which nothing more will be found: at most ``SentenceReader/reach`` bytes behind the text so far.
    public var settled: Int { scan.position }

    /// Takes the next bytes of the text.
    ///
    /// - Returns: The findings that became certain, with half-open byte offsets into the whole text.
    public mutating func append(_ chunk: some Sequence<UInt8>) -> [Finding] {
        kept.append(contentsOf: chunk)
        let findings = advance(isWhole: false)
        let unneeded = scan.position - base
        if unneeded > 4 * SentenceReader.reach {
            kept.removeFirst(unneeded)
            base += unneeded
        }
        return findings
    }

    /// Ends the text.
    ///
    /// - Returns: The findings not yet returned.
    public mutating func finish() -> [Finding] { advance(isWhole: true) }

    private mutating func advance(isWhole: Bool) -> [Finding] {
        var findings: [Finding] = []
        let text = kept
        scan.advance(over: text.span, from: base, isWhole: isWhole, with: tagger) {
            findings.append(tagger.finding($0, $1, $2))
        }
        return findings
    }
}
