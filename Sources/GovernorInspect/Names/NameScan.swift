/// How far the search for names in one text has come.
struct NameScan: Sendable {
    /// Buffers that sentences share.
    struct Room: Sendable {
        var scores: [SIMD8<Float>] = []
        var forward: [SIMD8<Float>] = []
    }

    /// Where the next sentence begins, as an offset into the whole text.
    private(set) var position = 0
    private var reader = SentenceReader()
    private var room = Room()

    /// Judges every sentence that is complete.
    ///
    /// - Parameters:
    ///   - text: The bytes from an offset of the whole text on.
    ///   - base: That offset.
    ///   - isWhole: Whether the text ends here.
    ///   - body: Called for each name, with its offsets into the whole text and the least probability of its tokens.
    mutating func advance(
        over text: Span<UInt8>, from base: Int, isWhole: Bool, with tagger: NameTagger,
        _ body: (NameKind, Range<Int>, Float) -> Void
    ) {
        while position - base < text.count,
            let next = reader.read(text, at: position - base, isWhole: isWhole)
        {
            var sentence = reader.takeSentence()
            sentence.prepare(with: tagger.model.words)
            if sentence.hasCandidates {
                tagger.tag(sentence, in: text, using: &room) { kind, span, probability in
                    body(kind, span.lowerBound + base..<span.upperBound + base, probability)
                }
            }
            reader.giveBack(sentence)
            position = next + base
        }
    }
}
