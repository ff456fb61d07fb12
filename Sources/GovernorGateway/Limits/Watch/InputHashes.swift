// MinHash: A. Broder, "On the resemblance and containment of documents" (1997).

/// What is remembered of an input: two numbers, from which nobody can tell what it said.
struct InputHashes: Sendable, Hashable {
    /// The same for the same bytes alone.
    let exact: UInt64
    /// The same, more often than not, for texts that share most sequences of three words.
    let kind: UInt64

    /// The most bytes that are looked at: what comes behind does not change what kind a text is.
    private static let limit = 16 << 10

    /// - Parameter seed: A number that callers cannot know, so that they cannot make up texts with the same hashes.
    init(_ text: some Collection<UInt8>, seed: UInt64) {
        var all = Self.start ^ seed
        var words: (UInt64, UInt64) = (0, 0)
        var word: UInt64 = 0
        var least = UInt64.max
        var count = 0
        func end(_ word: UInt64) {
            guard word != 0 else { return }
            count += 1
            if count >= 3 { least = min(least, Self.mixed(words.0 &* 3 &+ words.1 &* 5 &+ word &* 7 ^ seed)) }
            words = (words.1, word)
        }
        for byte in text.prefix(Self.limit) {
            all = (all ^ UInt64(byte)) &* Self.prime
            if byte.isOfWord {
                word = ((word == 0 ? Self.start : word) ^ UInt64(byte | 0x20)) &* Self.prime
            } else {
                end(word)
                word = 0
            }
        }
        end(word)
        exact = Self.mixed(all &+ UInt64(truncatingIfNeeded: text.count))
        kind = count < 3 ? exact : least
    }

    /// The start and the factor of FNV-1a (RFC 9923).
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x0000_0100_0000_01B3

    /// Spreads a number over all bits: the finalizer of SplitMix64.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension UInt8 {
    /// Whether the byte is of a word: an ASCII letter or digit, or part of any other character.
    fileprivate var isOfWord: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
        default: false
        }
    }
}
