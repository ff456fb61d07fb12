/// Turns UTF-8 bytes into hashed features, in one pass, with equal features for every chunking.
///
/// These are the n-grams of the text, and of what pieces of it say that are Base64 or hexadecimal digits. Memory is constant.
package struct TextFeatures: Sendable {
    /// How many bytes a block has.
    private static let blockSize = 1024

    private var plain = NGrams()
    private var decoded = NGrams()
    private var fragments = FragmentReader()
    private var untilBlockEnds = Self.blockSize

    package init() {}

    /// Takes the next bytes of the text. Bytes that are no UTF-8 count as marks.
    package mutating func append(_ bytes: Span<UInt8>, into sink: inout some FeatureSink) {
        BucketBuffer.withRoom { buffer in
            for index in bytes.indices {
                let byte = bytes[index]
                plain.take(byte, into: &buffer)
                fragments.take(byte) { decoded.take($0, into: &buffer) }
                untilBlockEnds -= 1
                if untilBlockEnds == 0 {
                    buffer.empty(into: &sink)
                    sink.endBlock()
                    untilBlockEnds = Self.blockSize
                } else if buffer.isNearlyFull {
                    buffer.empty(into: &sink)
                }
            }
            buffer.empty(into: &sink)
        }
    }

    /// Ends the text, and the words under way.
    package mutating func finish(into sink: inout some FeatureSink) {
        BucketBuffer.withRoom { buffer in
            plain.finish(into: &buffer)
            fragments.finish { decoded.take($0, into: &buffer) }
            buffer.empty(into: &sink)
        }
    }
}

/// Takes what ``TextFeatures`` finds; the same feature comes as often as it stands in the text.
///
/// A long text is judged by windows of two neighbouring blocks, of which each feature counts once in each block.
package protocol FeatureSink {
    mutating func add(_ buckets: Span<UInt32>)
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

    @inline(__always) static func bucket(_ kind: Kind, _ key: UInt64) -> UInt32 {
        let mixed = (key ^ kind.rawValue << 56) &* 0x9E37_79B9_7F4A_7C15
        let spread = (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
        return UInt32(truncatingIfNeeded: spread >> UInt64(64 - bits))
    }
}
