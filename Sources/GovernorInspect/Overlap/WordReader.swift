/// A word of a text, folded and hashed.
struct HashedWord: Equatable {
    /// 32 bits of the folded letters; the lowest bit says that it is a single ideograph.
    let hash: UInt32
    /// Where it stands in the text, as half-open byte offsets.
    let span: Range<Int>

    /// How much it counts, in half words.
    var weight: Int { Self.weight(of: hash) }

    /// How much a word counts, in half words: an ideograph is taken for half a word.
    static func weight(of hash: UInt32) -> Int { hash & 1 == 1 ? 1 : 2 }
}

/// Cuts a stream of UTF-8 bytes into folded, hashed words.
///
/// It keeps the open word and the open scalar between chunks, so the words do not depend on where the stream was cut.
struct WordReader {
    /// The offset of the next byte in the whole text.
    private(set) var offset = 0
    private var hash: UInt64 = 0
    private var start = 0
    /// The end of the open word's last letter; equals `start` when no word is open.
    private var end = 0
    private var endsWithJoiner = false
    /// The scalar being read: its bits so far, its first byte's offset and how many bytes are to come.
    private var scalar: UInt32 = 0
    private var scalarStart = 0
    private var remaining = 0

    /// What each ASCII byte folds to: a letter's own value, or one of the three below.
    private static let classes: [UInt8] = (0..<128).map { byte in
        switch FoldedScalar(UInt32(byte)) {
        case .letter(let letter): UInt8(letter)
        case .ignored: ignored
        case .joiner: joiner
        case .separator, .ideograph: separator
        }
    }
    private static let separator: UInt8 = 0
    private static let ignored: UInt8 = 1
    private static let joiner: UInt8 = 2

    /// Reads a chunk and hands over every word that ends in it.
    mutating func read(_ chunk: Span<UInt8>, _ emit: (HashedWord) -> Void) {
        Self.classes.withUnsafeBufferPointer { classes in
            for index in chunk.indices {
                let byte = chunk[index]
                if byte < 0x80 {
                    if remaining > 0 { abandonScalar(emit) }
                    let folded = classes[Int(byte)]
                    if folded > Self.joiner {
                        take(UInt32(folded), from: offset, to: offset + 1)
                    } else if folded == Self.separator {
                        close(emit)
                    } else if folded == Self.joiner {
                        takeJoiner(emit)
                    }
                } else {
                    readScalarByte(byte, emit)
                }
                offset += 1
            }
        }
    }

    /// Hands over the word that the end of the text ends.
    mutating func finish(_ emit: (HashedWord) -> Void) {
        if remaining > 0 { abandonScalar(emit) }
        close(emit)
    }

    @inline(__always)
    private mutating func take(_ letter: UInt32, from: Int, to: Int) {
        if start == end {
            start = from
            hash = 0
        }
        hash = (hash ^ UInt64(letter)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        end = to
        endsWithJoiner = false
    }

    private mutating func takeJoiner(_ emit: (HashedWord) -> Void) {
        if endsWithJoiner { close(emit) } else { endsWithJoiner = start != end }
    }

    @inline(__always)
    private mutating func close(_ emit: (HashedWord) -> Void) {
        guard start != end else { return }
        emit(
            HashedWord(hash: UInt32(truncatingIfNeeded: (hash &* 0xD6E8_FEB8_6659_FD93) >> 32) & ~1, span: start..<end))
        start = end
        endsWithJoiner = false
    }

    private mutating func readScalarByte(_ byte: UInt8, _ emit: (HashedWord) -> Void) {
        if remaining > 0, byte & 0xC0 == 0x80 {
            scalar = scalar << 6 | UInt32(byte & 0x3F)
            remaining -= 1
            if remaining == 0 { takeScalar(emit) }
            return
        }
        if remaining > 0 { abandonScalar(emit) }
        switch byte {
        case 0xC2...0xDF: (scalar, remaining) = (UInt32(byte & 0x1F), 1)
        case 0xE0...0xEF: (scalar, remaining) = (UInt32(byte & 0x0F), 2)
        case 0xF0...0xF4: (scalar, remaining) = (UInt32(byte & 0x07), 3)
        default: close(emit)
        }
        scalarStart = offset
    }

    private mutating func takeScalar(_ emit: (HashedWord) -> Void) {
        switch FoldedScalar(scalar) {
        case .letter(let letter): take(letter, from: scalarStart, to: offset + 1)
        case .ideograph(let ideograph):
            close(emit)
            let hash = UInt32(truncatingIfNeeded: (UInt64(ideograph) &* 0x9E37_79B9_7F4A_7C15) >> 32) | 1
            emit(HashedWord(hash: hash, span: scalarStart..<offset + 1))
        case .ignored: break
        case .joiner: takeJoiner(emit)
        case .separator: close(emit)
        }
    }

    /// Bytes that are not UTF-8 separate words.
    private mutating func abandonScalar(_ emit: (HashedWord) -> Void) {
        remaining = 0
        close(emit)
    }
}
