/// A word, a number or a mark of a sentence.
package struct NameToken: Sendable {
    /// How its letters look.
    package enum Shape: UInt8, Sendable { case small, capital, capitals, initial, camel, digits, mixed, mark, symbol }
    /// What stands before it.
    package enum Gap: UInt8, Sendable { case none, space, line }

    package var start: Int
    package var end: Int
    /// Of its folded characters; equal for `Ada`, `ADA` and `ada`.
    package var hash: UInt32
    package var shape: Shape
    package var gap: Gap
    package var classes: WordClasses = []
    /// The classes of the pair that it forms with the token after it.
    package var pairClasses: WordClasses = []
    /// Whether a name may hold it; the others are never decided about.
    package var isCandidate = false

    package var length: Int { end - start }

    var isWord: Bool { shape.rawValue <= Shape.camel.rawValue }
    var hasCapital: Bool { isWord && shape != .small }
    var isMark: Bool { shape == .mark }
}

/// The lists that hold a word.
package struct WordClasses: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let given = Self(rawValue: 1)
    package static let family = Self(rawValue: 2)
    package static let city = Self(rawValue: 4)
    package static let region = Self(rawValue: 8)
    package static let organization = Self(rawValue: 16)
    /// Legal forms and words that end names of organisations.
    package static let legalForm = Self(rawValue: 32)
    package static let street = Self(rawValue: 64)
    /// Stands in small letters in ordinary text.
    package static let common = Self(rawValue: 128)

    static let names: Self = [.given, .family, .city, .region, .organization]
}

/// The hash of a word's folded characters (FNV-1a over scalars).
package struct WordHash: Sendable {
    package private(set) var value: UInt32 = 0x811C_9DC5

    package init() {}

    package init(_ word: some StringProtocol) {
        for scalar in word.unicodeScalars { append(LetterCase.small(scalar.value)) }
    }

    @inline(__always) mutating func append(_ scalar: UInt32) { value = (value ^ scalar) &* 0x0100_0193 }

    /// The hash of two words in a row.
    @inline(__always) package static func pair(_ first: UInt32, _ second: UInt32) -> UInt32 {
        (first &* 0x9E37_79B1) ^ (second &* 0x85EB_CA77) ^ 0x5bd1_e995
    }
}

extension HashedTable<Bool> {
    /// Which words, by their hash, are among some.
    init(words: [String]) {
        self.init(Dictionary(words.map { (UInt64(WordHash($0).value), true) }) { first, _ in first }, none: false)
    }
}
