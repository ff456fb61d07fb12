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

    /// What each byte folds to: an ASCII letter's own value, or one of the four below.
    private static let classes: [UInt8] = (0...0xFF).map { byte in
        guard byte < 0x80 else { return scalarPart }
        return switch FoldedScalar(UInt32(byte)) {
        case .letter(let letter): UInt8(letter)
        case .ignored: ignored
        case .joiner: joiner
        case .separator, .ideograph: separator
        }
    }
    private static let separator: UInt8 = 0
    private static let ignored: UInt8 = 1
    private static let joiner: UInt8 = 2
    private static let scalarPart: UInt8 = 3

    /// Reads a chunk and hands over every word that ends in it.
    mutating func read(_ chunk: Span<UInt8>, _ emit: (HashedWord) -> Void) {
        // Each byte has its class.
        precondition(Self.classes.count == 256)
        chunk.withUnsafeBufferPointer { chunk in
            Self.classes.withUnsafeBufferPointer { read(chunk, by: $0, emit) }
        }
    }

    @inline(__always)
    private mutating func read(
        _ chunk: UnsafeBufferPointer<UInt8>, by classes: UnsafeBufferPointer<UInt8>, _ emit: (HashedWord) -> Void
    ) {
        var index = 0
        while index < chunk.count {
            let byte = chunk[index]
            guard byte < 0x80 else {
                readScalarByte(byte, emit)
                index += 1
                offset += 1
                continue
            }
            if remaining > 0 { abandonScalar(emit) }
            let folded = classes[Int(byte)]
            if folded > Self.scalarPart {
                index = takeLetters(of: chunk, at: index, classes)
                continue
            }
            if folded == Self.separator {
                close(emit)
            } else if folded == Self.joiner {
                takeJoiner(emit)
            }
            index += 1
            offset += 1
        }
    }

    /// Takes the ASCII letters that begin at an index; returns where they end.
    @inline(__always)
    private mutating func takeLetters(
        of chunk: UnsafeBufferPointer<UInt8>, at start: Int, _ classes: UnsafeBufferPointer<UInt8>
    ) -> Int {
        beginWord(at: offset)
        // What changes with each letter stays in registers. The hash is made of `product` one letter later than
        // `hash(_:adding:)` makes it: then only three operations wait for the letter before.
        var product = Self.product(hash, UInt64(classes[Int(chunk[start])]))
        var index = start + 1
        while index < chunk.count {
            let folded = classes[Int(chunk[index])]
            guard folded > Self.scalarPart else { break }
            product = Self.product(product ^ UInt64(folded), product >> 29)
            index &+= 1
        }
        hash = product ^ product >> 29
        offset += index - start
        end = offset
        endsWithJoiner = false
        return index
    }

    /// Hands over the word that the end of the text ends.
    mutating func finish(_ emit: (HashedWord) -> Void) {
        if remaining > 0 { abandonScalar(emit) }
        close(emit)
    }

    private mutating func take(_ letter: UInt32, from: Int, to: Int) {
        beginWord(at: from)
        hash = Self.hash(hash, adding: letter)
        end = to
        endsWithJoiner = false
    }

    /// Begins a word unless one is open.
    @inline(__always)
    private mutating func beginWord(at offset: Int) {
        guard start == end else { return }
        start = offset
        hash = 0
    }

    @inline(__always)
    private static func hash(_ hash: UInt64, adding letter: UInt32) -> UInt64 {
        let product = product(hash, UInt64(letter))
        return product ^ product >> 29
    }

    @inline(__always)
    private static func product(_ left: UInt64, _ right: UInt64) -> UInt64 { (left ^ right) &* 0x9E37_79B9_7F4A_7C15 }

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
