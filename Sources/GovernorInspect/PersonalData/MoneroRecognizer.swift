import GovernorCore

/// Recognises addresses of Monero: standard ones, subaddresses and integrated ones, by their checksum.
///
/// Eight bytes at a time are written as eleven digits of base 58, the last five as seven; the last four bytes are those that
/// the Keccak-256 of the rest begins with.
struct MoneroRecognizer: SpanRecognizer {
    let detector = "monero/1"
    let triggers = ByteSet("48".utf8)
    let followers = ByteSet.letters.union(.digits)
    let secondFollowers = ByteSet.letters.union(.digits)
    let asksOnlyAtWordStarts = true
    let reach = 110

    /// What the bytes of each kind begin with.
    private static let prefixes: Set<UInt8> = [18, 19, 42]

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let span = Wallet.word(in: text, at: position, lengths: 95...106), span.count == 95 || span.count == 106,
            Self.isAddress(text, span)
        else { return nil }
        return SpanMatch(kind: "crypto_wallet", span: span, confidence: 0.97, evidence: .checksum)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.base62, behind: position) }

    private static func isAddress(_ text: Span<UInt8>, _ span: Range<Int>) -> Bool {
        var bytes: [UInt8] = []
        for start in stride(from: span.lowerBound, to: span.upperBound, by: 11) {
            let end = min(start + 11, span.upperBound)
            guard let block = Base58.bytes(text, start..<end, count: end - start == 11 ? 8 : 5) else { return false }
            bytes += block
        }
        return prefixes.contains(bytes[0]) && Keccak256.digest(of: bytes.dropLast(4)).prefix(4) == bytes.suffix(4)
    }
}
