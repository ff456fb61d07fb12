/// The n-grams of a text that arrives byte by byte.
///
/// Case, accents, look-alike letters, invisible characters and runs of blanks are folded away (``FoldedCharacter``). What is
/// left gives
/// - character 3-, 4- and 5-grams, across words;
/// - words and pairs of words, where a mark is a word of its own.
struct NGrams: Sendable {
    private static let blank = UInt8(ascii: " ")
    private static let wordSeed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let wordPrime: UInt64 = 0x0000_0100_0000_01B3

    /// The last folded characters, newest in the low byte; the text begins with a blank.
    private var recent = UInt64(Self.blank)
    /// How many of them there are, up to 5.
    private var length = 1
    /// The hash of the word under way; ``wordSeed`` between words.
    private var word = Self.wordSeed
    /// The hash of the word before it; 0 at the beginning.
    private var previous: UInt64 = 0

    /// The scalar being decoded, and how many of its bytes are still to come.
    private var scalar: UInt32 = 0
    private var missing = 0

    /// Takes the next byte of UTF-8. Other bytes count as marks.
    @inline(__always) mutating func take(_ byte: UInt8, into buffer: inout BucketBuffer) {
        if byte < 0x80, missing == 0 { takeASCII(byte, into: &buffer) } else { takeLong(byte, into: &buffer) }
    }

    /// Ends the text, and the word under way.
    mutating func finish(into buffer: inout BucketBuffer) {
        if missing > 0 { takeMark(0xFF, into: &buffer) }
        missing = 0
        takeBlank(into: &buffer)
    }

    // MARK: Characters

    @inline(__always) private mutating func takeASCII(_ byte: UInt8, into buffer: inout BucketBuffer) {
        if byte.isLetter {
            takeLetter(byte | 0x20, into: &buffer)
        } else if byte.isDigit {
            takeLetter(byte, into: &buffer)
        } else if byte <= Self.blank {
            takeBlank(into: &buffer)
        } else {
            takeMark(byte, into: &buffer)
        }
    }

    private mutating func takeLong(_ byte: UInt8, into buffer: inout BucketBuffer) {
        if missing > 0, byte & 0xC0 == 0x80 {
            scalar = scalar << 6 | UInt32(byte & 0x3F)
            missing -= 1
            if missing == 0 { takeScalar(into: &buffer) }
            return
        }
        if missing > 0 {
            missing = 0
            takeMark(0xFF, into: &buffer)
        }
        switch byte {
        case 0x00..<0x80: takeASCII(byte, into: &buffer)
        case 0xC2..<0xE0: (scalar, missing) = (UInt32(byte & 0x1F), 1)
        case 0xE0..<0xF0: (scalar, missing) = (UInt32(byte & 0x0F), 2)
        case 0xF0..<0xF5: (scalar, missing) = (UInt32(byte & 0x07), 3)
        default: takeMark(0xFF, into: &buffer)
        }
    }

    private mutating func takeScalar(into buffer: inout BucketBuffer) {
        switch FoldedCharacter(scalar) {
        case .letter(let code): takeLetter(code, into: &buffer)
        case .mark(let code): takeMark(code, into: &buffer)
        case .ideograph(let code):
            endWord(into: &buffer)
            takeLetter(code, into: &buffer)
            endWord(into: &buffer)
        case .blank: takeBlank(into: &buffer)
        case .invisible: break
        }
    }

    @inline(__always) private mutating func takeLetter(_ code: UInt8, into buffer: inout BucketBuffer) {
        word = (word ^ UInt64(code)) &* Self.wordPrime
        push(code, into: &buffer)
    }

    private mutating func takeMark(_ code: UInt8, into buffer: inout BucketBuffer) {
        endWord(into: &buffer)
        takeLetter(code, into: &buffer)
        endWord(into: &buffer)
    }

    private mutating func takeBlank(into buffer: inout BucketBuffer) {
        endWord(into: &buffer)
        if UInt8(truncatingIfNeeded: recent) != Self.blank { push(Self.blank, into: &buffer) }
    }

    // MARK: Features

    @inline(__always) private mutating func push(_ code: UInt8, into buffer: inout BucketBuffer) {
        recent = recent << 8 | UInt64(code)
        length = min(5, length + 1)
        if length >= 3 { emit(.threeCharacters, recent & 0xFF_FFFF, into: &buffer) }
        if length >= 4 { emit(.fourCharacters, recent & 0xFFFF_FFFF, into: &buffer) }
        if length >= 5 { emit(.fiveCharacters, recent & 0xFF_FFFF_FFFF, into: &buffer) }
    }

    private mutating func endWord(into buffer: inout BucketBuffer) {
        guard word != Self.wordSeed else { return }
        emit(.word, word, into: &buffer)
        if previous != 0 { emit(.twoWords, previous &* 31 ^ word, into: &buffer) }
        (previous, word) = (word, Self.wordSeed)
    }

    @inline(__always)
    private mutating func emit(_ kind: FeatureHash.Kind, _ key: UInt64, into buffer: inout BucketBuffer) {
        buffer.append(FeatureHash.bucket(kind, key))
    }
}
