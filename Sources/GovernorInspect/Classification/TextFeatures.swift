/// Turns UTF-8 bytes into hashed features, in one pass, with equal features for every chunking.
///
/// These are the n-grams of the text, and of what pieces of it say that are Base64 or hexadecimal digits. Memory is constant.
package struct TextFeatures: Sendable {
    /// How many bytes a block has.
    private static let blockSize = 1024

    private var plain = NGrams()
    private var decoded = NGrams()
    private var base64 = FragmentDecoder.base64
    private var hex = FragmentDecoder.hex
    private var untilBlockEnds = Self.blockSize

    package init() {}

    /// Takes the next bytes of the text. Bytes that are no UTF-8 count as marks.
    package mutating func append(_ bytes: Span<UInt8>, into sink: inout some FeatureSink) {
        for index in bytes.indices {
            let byte = bytes[index]
            plain.take(byte, into: &sink)
            base64.take(byte) { decoded.take($0, into: &sink) }
            hex.take(byte) { decoded.take($0, into: &sink) }
            untilBlockEnds -= 1
            if untilBlockEnds == 0 {
                sink.endBlock()
                untilBlockEnds = Self.blockSize
            }
        }
    }

    /// Ends the text, and the words under way.
    package mutating func finish(into sink: inout some FeatureSink) {
        plain.finish(into: &sink)
        base64.finish { decoded.take($0, into: &sink) }
        hex.finish { decoded.take($0, into: &sink) }
    }
}

/// Takes what ``TextFeatures`` finds, one by one; the same feature comes as often as it stands in the text.
///
/// A long text is judged by windows of two neighbouring blocks, of which each feature counts once in each block.
package protocol FeatureSink {
    mutating func add(_ bucket: Int)
    /// Ends a block of the text; more may come.
    mutating func endBlock()
}

/// The hashed feature space that all labels share.
///
/// Buckets are not signed: the weights are learned in the hashed space, so a sign would make collisions no rarer.
package enum FeatureHash {
    package static let bits = 19
    package static let buckets = 1 << bits

    /// What a key is; keeps equal keys of different kinds apart.
    enum Kind: UInt64 {
        case threeCharacters = 3
        case fourCharacters, fiveCharacters, word, twoWords
    }

    @inline(__always) static func bucket(_ kind: Kind, _ key: UInt64) -> Int {
        let mixed = (key ^ kind.rawValue << 56) &* 0x9E37_79B9_7F4A_7C15
        let spread = (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
        return Int(truncatingIfNeeded: spread >> UInt64(64 - bits))
    }
}

/// Which buckets a block has: 64 KiB of bits.
package struct BucketSet: Sendable {
    private var words = [UInt64](repeating: 0, count: FeatureHash.buckets / 64)
    package private(set) var count = 0

    package init() {}

    /// Empties the set.
    package mutating func removeAll() {
        for index in words.indices { words[index] = 0 }
        count = 0
    }

    /// Adds a bucket; whether it is new.
    @inline(__always) package mutating func insert(_ bucket: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(bucket & 63)
        guard words[bucket >> 6] & bit == 0 else { return false }
        words[bucket >> 6] |= bit
        count &+= 1
        return true
    }
}
