import GovernorCore

/// Recognises Ethereum addresses: `0x` and forty hexadecimal digits.
///
/// Their checksum lies in the case of letters (EIP-55). Where all letters have one case it was lost on the way, or never
/// there; where they have both it must be right.
struct EthereumRecognizer: SpanRecognizer {
    let detector = "ethereum/2"
    let triggers = ByteSet("0".utf8)
    let followers = ByteSet("xX".utf8)
    let asksOnlyAtWordStarts = true
    let reach = 48

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        let end = position + 42
        guard end <= text.count, (position + 2..<end).allSatisfy({ text[$0].isHexDigit }),
            !(text.byte(at: end)?.isLetterOrDigit ?? false),
            (position + 3..<end).contains(where: { text[$0] != text[$0 - 1] })
        else { return nil }
        let digits = (position + 2..<end).map { text[$0] }
        let cases = Set(digits.filter(\.isLetter).map { $0 & 0x20 })
        guard cases.count == 2 else {
            return SpanMatch(kind: "crypto_wallet", span: position..<end, confidence: 0.85, evidence: .format)
        }
        return Self.hasChecksum(digits)
            ? SpanMatch(kind: "crypto_wallet", span: position..<end, confidence: 0.97, evidence: .checksum) : nil
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.base62, behind: position) }

    /// Whether each letter is a capital where the digit of the small address's hash at its place is 8 or more.
    private static func hasChecksum(_ digits: [UInt8]) -> Bool {
        let hash = Keccak256.digest(of: digits.map { $0.isLetter ? $0 | 0x20 : $0 })
        return digits.enumerated().allSatisfy { offset, digit in
            let nibble = hash[offset / 2] >> (offset.isMultiple(of: 2) ? 4 : 0) & 0xF
            return !digit.isLetter || (digit & 0x20 == 0) == (nibble >= 8)
        }
    }
}
