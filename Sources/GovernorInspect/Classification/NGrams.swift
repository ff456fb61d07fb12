/// The n-grams of a text that arrives in pieces.
///
/// Case, accents, look-alike letters, invisible characters and runs of blanks are folded away (``FoldedText``). What is left
/// gives
/// - character 3-, 4- and 5-grams, across words;
/// - words and pairs of words, where a mark is a word of its own.
struct NGrams: Sendable {
    /// How many bytes are folded at once.
    private static let step = 128
    /// Of one folded character: its 3 n-grams; and where it is a mark, the word before it and itself, each with its pair.
    private static let mostPerCharacter = 3 + 2 * 2

    private static let wordSeed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let wordPrime: UInt64 = 0x0000_0100_0000_01B3

    private var text = FoldedText()
    /// The last folded characters, newest in the low byte; the text begins with a blank.
    private var recent = UInt64(FoldedText.Character.blank.code)
    /// How many of them there are, up to 5.
    private var length = 1
    /// The hash of the word under way; ``wordSeed`` between words.
    private var word = Self.wordSeed
    /// The hash of the word before it; 0 at the beginning.
    private var previous: UInt64 = 0

    /// Takes the next bytes of UTF-8. Other bytes count as marks.
    mutating func take(_ bytes: Span<UInt8>, into buffer: inout BucketBuffer, _ sink: inout some FeatureSink) {
        for start in stride(from: 0, to: bytes.count, by: Self.step) {
            let piece = bytes.extracting(start..<min(start + Self.step, bytes.count))
            take(atMost: FoldedText.mostCharacters(for: piece.count), into: &buffer, &sink) { $0.fold(piece, into: $1) }
        }
    }

    /// Ends the text, and the word under way.
    mutating func finish(into buffer: inout BucketBuffer, _ sink: inout some FeatureSink) {
        take(atMost: FoldedText.mostCharacters(for: 0), into: &buffer, &sink) { $0.finish(into: $1) }
    }

    @inline(__always)
    private mutating func take(
        atMost most: Int, into buffer: inout BucketBuffer, _ sink: inout some FeatureSink,
        _ fold: (inout FoldedText, UnsafeMutableBufferPointer<FoldedText.Character>) -> Int
    ) {
        withUnsafeTemporaryAllocation(of: FoldedText.Character.self, capacity: most) { characters in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * most) { words in
                let count = fold(&text, characters)
                buffer.append(atMost: Self.mostPerCharacter * count, emptyingInto: &sink) {
                    take(characters[..<count], words, into: $0)
                }
            }
        }
    }

    /// Writes the buckets of the next characters; says how many.
    ///
    /// - Parameter words: Room for two words of each character.
    private mutating func take(
        _ characters: Slice<UnsafeMutableBufferPointer<FoldedText.Character>>,
        _ words: UnsafeMutableBufferPointer<UInt64>, into buckets: UnsafeMutableBufferPointer<UInt32>
    ) -> Int {
        // What changes with each character stays in registers, and no branch depends on where words end: that is hard to
        // predict.
        var (recent, word, count, wordCount) = (recent, word, 0, 0)
        for character in characters {
            let code = UInt64(character.code)
            recent = recent << 8 | code
            buckets[count] = FeatureHash.bucket(.threeCharacters, recent & 0xFF_FFFF)
            buckets[count &+ 1] = FeatureHash.bucket(.fourCharacters, recent & 0xFFFF_FFFF)
            buckets[count &+ 2] = FeatureHash.bucket(.fiveCharacters, recent & 0xFF_FFFF_FFFF)
            count &+= 3
            if length < 5 {
                // The text begins with too few characters for each.
                length += 1
                count -= min(3, 5 - length)
            }
            words[wordCount] = word
            wordCount &+= (1 &- character.letterCount) & (word == Self.wordSeed ? 0 : 1)
            words[wordCount] = (Self.wordSeed ^ code) &* Self.wordPrime
            wordCount &+= character.markCount
            let longer = (word ^ code) &* Self.wordPrime
            word = Self.wordSeed ^ (longer ^ Self.wordSeed) & UInt64(truncatingIfNeeded: 0 &- character.letterCount)
        }
        (self.recent, self.word) = (recent, word)
        var previous = previous
        for index in 0..<wordCount {
            buckets[count] = FeatureHash.bucket(.word, words[index])
            buckets[count &+ 1] = FeatureHash.bucket(.twoWords, previous &* 31 ^ words[index])
            count &+= previous == 0 ? 1 : 2
            previous = words[index]
        }
        self.previous = previous
        return count
    }
}
