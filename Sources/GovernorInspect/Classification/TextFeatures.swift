/// Turns UTF-8 bytes into hashed features, in one pass, with equal features for every chunking.
///
/// These are the n-grams of the text, and of what pieces of it say that are Base64 or hexadecimal digits. Memory is constant.
package struct TextFeatures: Sendable {
    /// How many bytes a block has.
    private static let blockSize = 1024
    /// How many are read at once.
    private static let step = 256
    /// More bytes than as many characters and the few read before can encode, in Base64 and hexadecimal digits together: a
    /// character completes no more than a byte in each, or a blank, besides the bytes of two pieces that become readable.
    private static let mostDecoded = 4 * step

    private var plain = NGrams(from: .text)
    private var decoded = NGrams(from: .pieces)
    private var fragments = FragmentReader()
    private var untilBlockEnds = Self.blockSize

    package init() {}

    /// Takes the next bytes of the text. Bytes that are no UTF-8 count as marks.
    package mutating func append(_ bytes: Span<UInt8>, into sink: inout some FeatureSink) {
        FeatureBuffer.withRoom { buffer in
            var position = 0
            while position < bytes.count {
                let end = min(bytes.count, position + min(untilBlockEnds, Self.step))
                take(bytes.extracting(position..<end), into: &buffer, &sink)
                untilBlockEnds -= end - position
                position = end
                if untilBlockEnds == 0 {
                    buffer.empty(into: &sink)
                    sink.endBlock()
                    untilBlockEnds = Self.blockSize
                }
            }
            buffer.empty(into: &sink)
        }
    }

    /// Ends the text, and the words under way.
    package mutating func finish(into sink: inout some FeatureSink) {
        FeatureBuffer.withRoom { buffer in
            plain.finish(into: &buffer, &sink)
            decode(into: &buffer, &sink) { $0.finish($1) }
            buffer.empty(into: &sink)
        }
    }

    private mutating func take(_ bytes: Span<UInt8>, into buffer: inout FeatureBuffer, _ sink: inout some FeatureSink) {
        plain.take(bytes, into: &buffer, &sink)
        decode(into: &buffer, &sink) { $0.take(bytes, $1) }
    }

    /// Takes what the reader of fragments gives.
    @inline(__always)
    private mutating func decode(
        into buffer: inout FeatureBuffer, _ sink: inout some FeatureSink,
        _ read: (inout FragmentReader, (UInt8) -> Void) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.mostDecoded) { room in
            var count = 0
            read(&fragments) {
                precondition(count < Self.mostDecoded, "more bytes than a piece encodes")
                room[count] = $0
                count += 1
            }
            if count > 0 { decoded.take(UnsafeBufferPointer(rebasing: room[..<count]).span, into: &buffer, &sink) }
        }
    }
}

/// Takes what ``TextFeatures`` finds; the same feature comes as often as it stands in the text.
///
/// A long text is judged by windows of two neighbouring blocks, of which each feature counts once in each block.
package protocol FeatureSink {
    /// Takes the next features of a group, in the order of the text.
    mutating func add(_ buckets: Span<UInt32>, _ group: FeatureGroup)
    /// Ends a block of the text; more may come.
    mutating func endBlock()
}

/// Where features are from: the text itself, or what pieces of it say.
package enum FeatureOrigin: Int, Sendable {
    case text, pieces
}

/// Features that come in an order of their own, whatever the chunks of the text, and are told apart from each other only.
package struct FeatureGroup: Sendable {
    package let origin: FeatureOrigin
    /// Words and their pairs, or n-grams of characters.
    package let isWords: Bool

    /// How many bits a ``BucketSet`` has for the n-grams of characters, and for words.
    private static let characterBits = 1 << 16
    private static let wordBits = 1 << 15
    /// ... for what is from one origin.
    static let bitsOfOrigin = characterBits + wordBits

    init(_ origin: FeatureOrigin, isWords: Bool) {
        self.origin = origin
        self.isWords = isWords
    }

    /// The bits of the group.
    var bits: Range<Int> {
        let start = origin.rawValue * Self.bitsOfOrigin + (isWords ? Self.characterBits : 0)
        return start..<start + (isWords ? Self.wordBits : Self.characterBits)
    }
}

/// The hashed feature space that all labels share.
///
/// Buckets are not signed: the weights are learned in the hashed space, so a sign would make collisions no rarer.
package enum FeatureHash {
    package static let bits = 19
    package static let buckets = 1 << bits

    /// What a key is; keeps equal keys of different kinds apart.
    enum Kind: UInt64 {
        case fiveCharacters = 5
        case word, twoWords
    }

    @inline(__always) static func bucket(_ kind: Kind, _ key: UInt64) -> UInt32 {
        let mixed = (key ^ kind.rawValue << 56) &* 0x9E37_79B9_7F4A_7C15
        let spread = (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
        return UInt32(truncatingIfNeeded: spread >> UInt64(64 - bits))
    }
}
