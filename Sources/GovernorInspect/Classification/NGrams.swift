/// The n-grams of a text that arrives in pieces.
///
/// Case, accents, look-alike letters, invisible characters and runs of blanks are folded away (``FoldedText``). What is left
/// gives
/// - character 5-grams, across words;
/// - words and pairs of words, where a mark is a word of its own.
struct NGrams: Sendable {
    /// How many bytes are folded at once.
    static let step = 128
    /// The most words that end at one, where it is a mark: the one before it and itself.
    static let mostWords = 2

    private static let wordSeed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let wordPrime: UInt64 = 0x0000_0100_0000_01B3
    /// What the prime makes the seed.
    private static let beforeSeed: UInt64 = 0x1D10_331A_6B69_6BC7

    private let origin: FeatureOrigin
    private var text = FoldedText()
    /// The last folded characters, newest in the low byte; the text begins with a blank.
    private var recent = UInt64(FoldedText.Character.blank.code)
    /// How many of them there are, up to 4.
    private var length = 1
    /// The hash of the word under way; ``wordSeed`` between words.
    private var word = Self.wordSeed
    /// The hash of the word before it; 0 at the beginning.
    private var previous: UInt64 = 0

    init(from origin: FeatureOrigin) { self.origin = origin }

    /// Takes the next bytes of UTF-8. Other bytes count as marks.
    mutating func take(_ bytes: Span<UInt8>, into buffer: inout FeatureBuffer, _ sink: inout some FeatureSink) {
        for start in stride(from: 0, to: bytes.count, by: Self.step) {
            let piece = bytes.extracting(start..<min(start + Self.step, bytes.count))
            let count = text.fold(piece, into: buffer.characters)
            append(count, to: &buffer, &sink)
        }
    }

    /// Ends the text, and the word under way.
    mutating func finish(into buffer: inout FeatureBuffer, _ sink: inout some FeatureSink) {
        let count = text.finish(into: buffer.characters)
        append(count, to: &buffer, &sink)
    }

    /// Appends the features that the next characters give.
    private mutating func append(_ count: Int, to buffer: inout FeatureBuffer, _ sink: inout some FeatureSink) {
        let characters = UnsafeMutableBufferPointer(rebasing: buffer.characters[..<count])
        buffer.append(from: origin, isWords: false, atMost: count, emptyingInto: &sink) {
            take(characters, into: $0)
        }
        let words = UnsafeMutableBufferPointer(rebasing: buffer.words[..<endWords(of: characters, into: buffer.words)])
        buffer.append(from: origin, isWords: true, atMost: 2 * words.count, emptyingInto: &sink) {
            take(words, into: $0)
        }
    }

    /// Writes the buckets of the next characters' n-grams; says how many.
    private mutating func take(
        _ characters: UnsafeMutableBufferPointer<FoldedText.Character>,
        into buckets: UnsafeMutableBufferPointer<UInt32>
    ) -> Int {
        // The text begins with too few characters.
        let missing = min(4 - length, characters.count)
        length += missing
        var recent = recent
        for index in 0..<missing { recent = recent << 8 | UInt64(characters[index].code) }
        for index in missing..<characters.count {
            recent = recent << 8 | UInt64(characters[index].code)
            buckets[index &- missing] = FeatureHash.bucket(.fiveCharacters, recent & 0xFF_FFFF_FFFF)
        }
        self.recent = recent
        return characters.count - missing
    }

    /// Writes the words that end in the next characters; says how many.
    private mutating func endWords(
        of characters: UnsafeMutableBufferPointer<FoldedText.Character>,
        into words: UnsafeMutableBufferPointer<UInt64>
    ) -> Int {
        // What changes with each character stays in registers, and no branch depends on where words end: that is hard to
        // predict.
        var (word, count) = (word, 0)
        for character in characters {
            let code = UInt64(character.code)
            words[count] = word
            count &+= (1 &- character.letterCount) & (word == Self.wordSeed ? 0 : 1)
            words[count] = (Self.wordSeed ^ code) &* Self.wordPrime
            count &+= character.markCount
            // What is no letter makes it the seed. Only three operations wait for the word before.
            let mask = UInt64(truncatingIfNeeded: 0 &- character.letterCount)
            word = (word & mask ^ (code & mask | Self.beforeSeed & ~mask)) &* Self.wordPrime
        }
        self.word = word
        return count
    }

    /// Writes the buckets of the next words; says how many.
    private mutating func take(
        _ words: UnsafeMutableBufferPointer<UInt64>, into buckets: UnsafeMutableBufferPointer<UInt32>
    ) -> Int {
        var (previous, count) = (previous, 0)
        for word in words {
            buckets[count] = FeatureHash.bucket(.word, word)
            buckets[count &+ 1] = FeatureHash.bucket(.twoWords, previous &* 31 ^ word)
            count &+= previous == 0 ? 1 : 2
            previous = word
        }
        self.previous = previous
        return count
    }
}
