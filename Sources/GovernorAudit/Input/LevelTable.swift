/// Numbers the levels of an attribute by their bytes, so that a row costs no String.
struct LevelTable {
    /// The most bytes of a level's text: longer ones are free text, and 65,536 of them would be kept.
    static let maximumLength = 1024

    private var words = WordTable()
    /// The text of each word's first level.
    private var texts: [[UInt8]] = []
    /// The level that each word's first text is.
    private var levelOfWord: [Int] = []
    /// Levels whose hash another level has.
    private var collisions: [[UInt8]: Int] = [:]
    /// The levels by number.
    private(set) var levels: [Level] = []

    /// The number of a level.
    ///
    /// - Returns: nil when the bytes are not UTF-8.
    @inline(__always)
    mutating func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let (word, isNew) = words.number(of: Self.hash(bytes))
        if isNew { return addFirst(bytes, word) }
        return Self.isEqual(texts[word], bytes) ? levelOfWord[word] : collided(bytes)
    }

    /// The number of the level of rows that lack the attribute.
    mutating func numberOfMissing() -> Int {
        if let number = missing { return number }
        levels.append(.missing)
        missing = levels.count - 1
        return levels.count - 1
    }

    private var missing: Int?

    private mutating func addFirst(_ bytes: UnsafeBufferPointer<UInt8>, _ word: Int) -> Int? {
        // The word keeps its number even if its text is refused: the error ends the reading.
        texts.append(Array(bytes))
        levelOfWord.append(levels.count)
        return add(bytes)
    }

    private mutating func collided(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        if let number = collisions[Array(bytes)] { return number }
        collisions[Array(bytes)] = levels.count
        return add(bytes)
    }

    private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        levels.append(Level(text))
        return levels.count - 1
    }

    @inline(__always)
    private static func isEqual(_ text: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == bytes.count else { return false }
        // The word of a short text is the text.
        guard bytes.count >= 8 else { return true }
        return text.withUnsafeBufferPointer { text in
            var index = 0
            while index < text.count, text[index] == bytes[index] { index += 1 }
            return index == text.count
        }
    }

    /// The text itself up to seven bytes; eight at a time beyond.
    @inline(__always)
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: bytes.count) << 56
        var rest = bytes.count
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return hash }
        var offset = 0
        while rest >= 8 {
            let word = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            offset += 8
            rest -= 8
        }
        var word: UInt64 = 0
        while rest > 0 {
            word = word << 8 | UInt64(bytes[offset])
            offset += 1
            rest -= 1
        }
        return hash ^ word
    }
}
