import GovernorCore

/// What a piece of the text says once it is decoded, and what is found in that.
struct DecodedText {
    /// How many bytes of the text a piece has at most, of which the rest is not looked at. Attackers pad what they
    /// encode; this is what a stream holds back where so much of it is readable.
    static let longestPiece = 16_384
    /// How many bytes of the text a piece has to have for a stream to wait for more of it.
    static let longPiece = 512

    private var bytes: [UInt8] = []

    /// Takes the next byte; false when it belongs to no readable text.
    mutating func append(_ byte: UInt8) -> Bool {
        guard byte >= 0x20 && byte != 0x7F || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return false }
        bytes.append(byte)
        return true
    }

    /// The surest thing found in it, and where.
    func finding(by scanner: SpanScanner) -> Finding? {
        scanner.findings(in: bytes).max { $0.confidence < $1.confidence }
    }

    /// The surest thing found in it, as a match of the piece it was decoded from, and what else is in it.
    func match(of fragment: Range<Int>, by scanner: SpanScanner) -> SpanMatch? {
        let findings = scanner.findings(in: bytes)
        return findings.max { $0.confidence < $1.confidence }.map { surest in
            SpanMatch(
                kind: surest.kind, span: fragment, confidence: surest.confidence, evidence: .decoded,
                otherKinds: Set(findings.flatMap(\.kinds)).subtracting([surest.kind]).sorted())
        }
    }
}
