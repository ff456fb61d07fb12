/// Recognises tokens of known providers by their first bytes.
///
/// It is asked only where the first three bytes of a prefix stand; a table of hashes of them tells the formats that are
/// tried, the longest prefix first.
struct TokenRecognizer: SpanRecognizer {
    let detector = "secret-token/1"
    let triggers = ByteSet(SecretFormat.all.map { $0.prefix[0] })
    let openings = SecretFormat.all.map { Array($0.prefix.prefix(3)) }
    let asksOnlyAtWordStarts = true
    let reach = 512
    let lookAhead = SecretFormat.longest

    private static let index = PrefixIndex(SecretFormat.all)

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard !Self.isInside(text, at: position) else { return nil }
        for number in Self.index.candidates(in: text, at: position) {
            let format = Self.index.formats[number]
            guard format.begins(in: text, at: position) else { continue }
            if let match = format.match(in: text, at: position) { return match }
        }
        return nil
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.visible, behind: position) }

    func looksAhead(in text: Span<UInt8>, at position: Int) -> Bool {
        Self.index.candidates(in: text, at: position).contains { number in
            let format = Self.index.formats[number]
            return format.prefix.count + format.length.upperBound >= reach && format.begins(in: text, at: position)
        }
    }

    /// Whether the position is within a longer token, such as base 64 or a file name.
    private static func isInside(_ text: Span<UInt8>, at position: Int) -> Bool {
        switch text.byte(at: position - 1) {
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            text.byte(at: position - 2)?.isLetterOrDigit ?? false
        default: false
        }
    }
}

/// Formats in the order of a hash of their first three bytes.
struct PrefixIndex: Sendable {
    /// Ordered by slot, longer prefixes first.
    let formats: [SecretFormat]
    /// Where the formats of each slot begin; one more entry marks the end.
    private let starts: [UInt16]

    private static let slotBits = 10

    init(_ all: [SecretFormat]) {
        func slot(_ format: SecretFormat) -> Int { Self.slot(format.prefix[0], format.prefix[1], format.prefix[2]) }
        formats = all.sorted { (slot($0), $1.prefix.count) < (slot($1), $0.prefix.count) }
        var counts = [UInt16](repeating: 0, count: 1 << Self.slotBits)
        for format in formats { counts[slot(format)] += 1 }
        starts = counts.reduce(into: [0]) { starts, count in starts.append(starts[starts.count - 1] + count) }
    }

    func candidates(in text: Span<UInt8>, at position: Int) -> Range<Int> {
        guard position + 3 <= text.count else { return 0..<0 }
        let slot = Self.slot(text[position], text[position + 1], text[position + 2])
        return Int(starts[slot])..<Int(starts[slot + 1])
    }

    /// Multiplicative hashing (Knuth, *The Art of Computer Programming*, section 6.4).
    private static func slot(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
        let key = UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16
        return Int((key &* 2_654_435_769) >> UInt32(32 - slotBits))
    }
}
