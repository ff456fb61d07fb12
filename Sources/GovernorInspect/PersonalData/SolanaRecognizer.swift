import GovernorCore

/// Recognises addresses of Solana behind its name: 32 bytes in base 58, which have no checksum.
struct SolanaRecognizer: SpanRecognizer {
    let detector = "solana/1"
    let triggers = ByteSet("sS".utf8)
    let openings = ["sol", "Sol", "SOL"].map { Array($0.utf8) }
    let asksOnlyAtWordStarts = true
    let reach = Self.longestBetween + 56

    /// How far behind its name an address may begin.
    private static let longestBetween = 40

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        let nameEnd = position + (text.hasWord("solana", at: position) ? 6 : 3)
        guard !(text.byte(at: nameEnd)?.isLetterOrDigit ?? false) else { return nil }
        for start in nameEnd + 1..<nameEnd + Self.longestBetween {
            guard let before = text.byte(at: start - 1), !before.isLetterOrDigit,
                let span = Wallet.word(in: text, at: start, lengths: 32...44)
            else { continue }
            guard span.contains(where: { text[$0].isDigit }), span.contains(where: { text[$0].isLetter }),
                let bytes = Base58.bytes(text, span, count: 32), bytes[0] != 0
            else { return nil }
            return SpanMatch(kind: "crypto_wallet", span: span, confidence: 0.8, evidence: .context)
        }
        return nil
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        // Neither `sol` nor `solana`.
        text.end(of: .base62, behind: position).map { $0 - position != 3 && $0 - position != 6 } ?? false
    }
}
