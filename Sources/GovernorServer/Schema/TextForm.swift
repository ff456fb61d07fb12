import GovernorCore
import GovernorLedger

/// What a text must look like: a pattern for readers and other programs, and the same rule as code.
struct TextForm: Sendable {
    /// The lengths in code points.
    let length: ClosedRange<Int>
    /// An ECMA-262 regular expression for the whole text; nil when only the length matters.
    let pattern: String?
    /// A format of JSON Schema, such as `date-time`.
    let format: String?
    /// The whole set, when it is small.
    let words: [String]
    /// A valid text.
    let example: String?
    /// In words, for error messages: "must be …".
    let expectation: String
    private let accepts: @Sendable (String) -> Bool

    private init(
        _ expectation: String, length: ClosedRange<Int>, pattern: String? = nil, format: String? = nil,
        words: [String] = [], example: String? = nil, accepts: @escaping @Sendable (String) -> Bool = { _ in true }
    ) {
        self.expectation = expectation
        self.length = length
        self.pattern = pattern
        self.format = format
        self.words = words
        self.example = example
        self.accepts = accepts
    }

    /// Whether a text has the form.
    func matches(_ text: String) -> Bool { length.contains(text.unicodeScalars.count) && accepts(text) }
}

extension TextForm {
    /// Free text; only the length is limited.
    static func text(_ length: ClosedRange<Int>) -> TextForm {
        TextForm("a text of \(length.lowerBound) to \(length.upperBound) characters", length: length)
    }

    /// One of a few words, compared exactly.
    static func words(_ words: [String]) -> TextForm {
        TextForm(
            "one of \(words.joined(separator: ", "))", length: 0...64, words: words, example: words.first,
            accepts: { text in words.contains { $0.isExactly(text) } })
    }

    /// One of a few words in any mix of upper and lower case.
    static func caseless(_ words: [String]) -> TextForm {
        let alternatives = words.map { word in
            word.unicodeScalars.map { scalar in
                scalar.properties.isAlphabetic ? "[\(scalar.properties.uppercaseMapping)\(scalar)]" : "\(scalar)"
            }.joined()
        }
        return TextForm(
            "one of \(words.joined(separator: ", "))", length: 1...64,
            pattern: "^(\(alternatives.joined(separator: "|")))$", example: words.first,
            // Plain `lowercased()` would also take the Kelvin sign for a k.
            accepts: { text in text.utf8.allSatisfy { $0 < 0x80 } && words.contains(text.lowercased()) })
    }

    /// A fact type or a stream name.
    static let plainName = TextForm(
        "1 to 128 of a-z, 0-9, '.', '_' and '-'", length: 1...128, pattern: "^[a-z0-9._-]{1,128}$", example: "gate.run",
        accepts: { FactType($0) != nil })

    /// A fact type that other programs may record.
    static let recordableType = TextForm(
        "gate.run, or evidence. and up to 100 of a-z, 0-9, '.', '_' and '-'", length: 8...109,
        pattern: "^(gate\\.run|evidence\\.[a-z0-9._-]{1,100})$", example: "gate.run",
        accepts: { text in
            text.isExactly("gate.run")
                || text.utf8.count > 9 && text.utf8.starts(with: "evidence.".utf8) && FactType(text) != nil
        })

    /// The kind of an artifact, which ends up in the type of a fact.
    static let artifactType = TextForm(
        "1 to 64 of letters, digits, '.', '_' and '-'", length: 1...64, pattern: "^[A-Za-z0-9._-]{1,64}$",
        example: "model_card",
        accepts: { $0.utf8.allSatisfy { $0 < 0x80 } && FactType($0.lowercased()) != nil })

    /// A name of a thing, as a leaf may hold it: short and one line.
    static let label = TextForm(
        "1 to 256 printable ASCII characters", length: 1...256, pattern: "^[ -~]{1,256}$", example: "eval_quality.json",
        accepts: { $0.utf8.allSatisfy { (0x20...0x7E).contains($0) } })

    /// A name of a thing, one line.
    static let line = TextForm(
        "1 to 256 characters on one line", length: 1...256, pattern: "^[^\\u0000-\\u001f\\u007f]{1,256}$",
        example: "credit-scoring:1.4.2",
        accepts: { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } })

    /// A fact's identifier.
    static let identifier = TextForm(
        "a version 7 UUID", length: 36...36,
        pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$",
        example: "0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70", accepts: { UUIDv7($0) != nil })

    /// A SHA-256 in hexadecimal.
    static let sha256 = TextForm(
        "64 hexadecimal digits", length: 64...64, pattern: "^[0-9a-fA-F]{64}$",
        example: String(repeating: "0123456789abcdef", count: 4), accepts: { Digest(hex: $0) != nil })

    /// A SHA-256 with its prefix, as `evidence_hash` has it.
    static let evidenceHash = TextForm(
        "sha256: and 64 hexadecimal digits", length: 71...71, pattern: "^sha256:[0-9a-f]{64}$",
        accepts: { $0.utf8.starts(with: "sha256:".utf8) && Digest(hex: $0) != nil })

    /// A moment; a plain date would leave the zone open.
    static let dateTime = TextForm(
        "an RFC 3339 date and time such as 2026-01-31T08:05:00Z", length: 20...40, format: "date-time",
        example: "2026-01-31T08:05:00Z", accepts: { Timestamp($0) != nil })

    /// The place at which a page begins: eight bytes in Base64, below 2^63, which no log reaches.
    static let cursor = TextForm(
        "a 'next_cursor' of an earlier answer", length: 11...11,
        pattern: "^[A-Za-f][A-Za-z0-9_-]{9}[AEIMQUYcgkosw048]$",
        accepts: { text in
            let isBelowLimit = text.utf8.first.map { (0x41...0x5A).contains($0) || (0x61...0x66).contains($0) }
            return isBelowLimit == true && FactCursor(text) != nil
        })

    /// An idempotency key: visible ASCII.
    static let idempotencyKey = TextForm(
        "1 to 255 visible ASCII characters", length: 1...255, pattern: "^[!-~]{1,255}$",
        example: "build-1234-evidence-1",
        accepts: { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })

    /// The level of a tile.
    static let tileLevel = TextForm(
        "a number from 0 to 63", length: 1...2, pattern: "^([0-9]|[1-5][0-9]|6[0-3])$", example: "0",
        accepts: { text in (0...63).contains { "\($0)".isExactly(text) } })

    /// The number of a tile: three digits, with further groups of three led by an `x`.
    static let tileNumber = TextForm(
        "three digits", length: 3...3, pattern: "^[0-9]{3}$", example: "000",
        accepts: { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
}
