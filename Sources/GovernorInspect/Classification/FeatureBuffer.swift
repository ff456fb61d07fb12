/// Features on their way to a sink, and room to make them: who adds up many at once waits less for memory than who adds up
/// each as it comes.
struct FeatureBuffer: ~Copyable {
    private static let capacity = 4096
    private static let mostCharacters = FoldedText.mostCharacters(for: NGrams.step)

    /// Room for the characters that are folded at once.
    let characters: UnsafeMutableBufferPointer<FoldedText.Character>
    /// Room for the words that end in them.
    let words: UnsafeMutableBufferPointer<UInt64>
    private var ngrams: Waiting
    private var wordFeatures: Waiting
    /// What all of them are from.
    private var origin = FeatureOrigin.text

    private struct Waiting {
        let room: UnsafeMutableBufferPointer<UInt32>
        var count = 0
    }

    private init(
        _ characters: UnsafeMutableBufferPointer<FoldedText.Character>, _ words: UnsafeMutableBufferPointer<UInt64>,
        _ room: UnsafeMutableBufferPointer<UInt32>
    ) {
        self.characters = characters
        self.words = words
        ngrams = Waiting(room: UnsafeMutableBufferPointer(rebasing: room[..<Self.capacity]))
        wordFeatures = Waiting(room: UnsafeMutableBufferPointer(rebasing: room[Self.capacity...]))
    }

    /// Calls `body` with an empty buffer.
    @inline(__always) static func withRoom(_ body: (inout FeatureBuffer) -> Void) {
        withUnsafeTemporaryAllocation(of: FoldedText.Character.self, capacity: mostCharacters) { characters in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: NGrams.mostWords * mostCharacters) { words in
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * capacity) { room in
                    var buffer = FeatureBuffer(characters, words, room)
                    body(&buffer)
                }
            }
        }
    }

    /// Appends the buckets that `body` writes; empties the buffer before if what it holds is from elsewhere, or it has too
    /// little room.
    ///
    /// - Parameters:
    ///   - isWords: Whether they are of words, or of n-grams of characters.
    ///   - most: At most so many; no more than the buffer holds.
    ///   - body: Given room for as many, says how many it wrote.
    @inline(__always)
    mutating func append(
        from origin: FeatureOrigin, isWords: Bool, atMost most: Int, emptyingInto sink: inout some FeatureSink,
        _ body: (UnsafeMutableBufferPointer<UInt32>) -> Int
    ) {
        precondition(most <= Self.capacity, "more buckets than the buffer holds")
        let held = isWords ? wordFeatures.count : ngrams.count
        if held + most > Self.capacity || self.origin != origin { empty(into: &sink) }
        self.origin = origin
        let waiting = isWords ? wordFeatures : ngrams
        let written = body(UnsafeMutableBufferPointer(rebasing: waiting.room[waiting.count..<waiting.count + most]))
        precondition(written <= most, "more buckets than announced")
        if isWords { wordFeatures.count += written } else { ngrams.count += written }
    }

    mutating func empty(into sink: inout some FeatureSink) {
        add(ngrams, isWords: false, to: &sink)
        add(wordFeatures, isWords: true, to: &sink)
        (ngrams.count, wordFeatures.count) = (0, 0)
    }

    private func add(_ waiting: Waiting, isWords: Bool, to sink: inout some FeatureSink) {
        guard waiting.count > 0 else { return }
        sink.add(
            UnsafeBufferPointer(rebasing: waiting.room[..<waiting.count]).span, FeatureGroup(origin, isWords: isWords))
    }
}
