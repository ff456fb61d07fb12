public import GovernorCore

/// A scan of a text that arrives in chunks; its findings are those of the whole text, however it is cut.
///
/// It keeps as many bytes as the recognizers look around themselves, and a finding is returned once no later byte can
/// change it.
public struct SpanScanStream: Sendable {
    private let scanner: SpanScanner
    private var pass: ScanPass
    /// The end of the text so far.
    private var kept: [UInt8] = []
    /// The offset of its first byte in the whole text.
    private var base = 0

    init(_ scanner: SpanScanner) {
        self.scanner = scanner
        pass = ScanPass(scanner)
    }

    /// The offset before which nothing more will be found: bytes before it can be passed on.
    public var settled: Int { max(0, pass.settled) }

    /// How many findings so far are on the allow-list.
    var allowedCount: Int { pass.allowedCount }

    /// Takes the next bytes of the text.
    ///
    /// - Returns: The findings that became certain, with half-open byte offsets into the whole text.
    public mutating func append(_ chunk: some Sequence<UInt8>) -> [Finding] {
        kept.append(contentsOf: chunk)
        let findings = advance(isWhole: false)
        let unneeded = pass.position - base - pass.lookBehind
        // Moving the bytes down only when most of them go keeps single bytes cheap.
        if unneeded > 4 * pass.lookBehind {
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
        let text = kept
        return pass.advance(over: text.span, from: base, isWhole: isWhole)
    }
}
