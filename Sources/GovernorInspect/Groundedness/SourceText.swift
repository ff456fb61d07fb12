/// The context of a request, prepared for looking up what an output says.
struct SourceText {
    /// The number of each stem that occurs, in the order of occurrence.
    private let stems: [UInt64: Int]
    /// The words of all sources in order, as numbers of stems.
    private let words: [Int]
    /// Where each sentence lies in `words`.
    private let sentences: [Range<Int>]
    private let negatedSentences: Set<Int>
    private let links: Set<UInt64>

    init(_ sources: some Sequence<[UInt8]>) {
        var stems: [UInt64: Int] = [:]
        var words: [Int] = []
        var sentences: [Range<Int>] = []
        var negated = Set<Int>()
        var links = Set<UInt64>()
        for source in sources {
            let tokens = TextTokens(source.span).tokens
            var next = 0
            for span in Sentences.spans(in: source.span) {
                let start = words.count
                while next < tokens.count, tokens[next].span.lowerBound < span.upperBound {
                    let token = tokens[next]
                    next += 1
                    if token.kind == .link { links.insert(token.stem) }
                    guard token.isCountable else { continue }
                    if WordList.negations.contains(token.form) { negated.insert(sentences.count) }
                    let number = stems[token.stem] ?? stems.count
                    stems[token.stem] = number
                    words.append(number)
                }
                sentences.append(start..<words.count)
            }
        }
        (self.stems, self.words, self.sentences, negatedSentences, self.links) = (
            stems, words, sentences, negated, links
        )
    }

    func contains(_ stem: UInt64) -> Bool { stems[stem] != nil }

    func contains(link: UInt64) -> Bool { links.contains(link) }

    /// How many of some words stand in the context in the same order: the longest common subsequence.
    ///
    /// Bit-parallel (Hyyrö 2004), 64 words of the output at a time; linear in the context for each.
    func aligned(_ output: [UInt64]) -> Int {
        var masks = [UInt64](repeating: 0, count: stems.count)
        var aligned = 0
        for start in stride(from: 0, to: output.count, by: 64) {
            let part = output[start..<min(start + 64, output.count)]
            let numbers = part.map { stems[$0] }
            for (bit, number) in numbers.enumerated() { if let number { masks[number] |= 1 << UInt64(bit) } }
            var unmatched = UInt64.max
            for word in words where masks[word] != 0 {
                let hits = unmatched & masks[word]
                unmatched = (unmatched &+ hits) | (unmatched &- hits)
            }
            aligned += (~unmatched & (part.count == 64 ? .max : 1 << UInt64(part.count) &- 1)).nonzeroBitCount
            for case let number? in numbers { masks[number] = 0 }
        }
        return aligned
    }

    /// Whether some words stand next to each other in the context.
    func containsRun(_ output: [UInt64]) -> Bool {
        let numbers = output.compactMap { stems[$0] }
        guard numbers.count == output.count, numbers.count <= words.count, let first = numbers.first else {
            return false
        }
        return words.indices.dropLast(numbers.count - 1).contains { start in
            words[start] == first && words[start..<start + numbers.count].elementsEqual(numbers)
        }
    }

    /// Whether the sentence of the context that shares the most words says the opposite.
    ///
    /// - Parameter tokens: A sentence of the output. At least half of its content must be in the context's sentence.
    func isContradicted(_ tokens: [TextToken]) -> Bool {
        let content = Set(tokens.filter(\.isContent).compactMap { stems[$0.stem] })
        let contentCount = Set(tokens.filter(\.isContent).map(\.stem)).count
        guard !content.isEmpty, let (shared, best) = closestSentence(to: content), 2 * shared >= contentCount else {
            return false
        }
        let said = Set(words[sentences[best]])
        let isNegated = tokens.contains { WordList.negations.contains($0.form) }
        // A negation of the context may belong to another part of its sentence; one of the output is what it claims.
        if isNegated, !negatedSentences.contains(best), 3 * shared >= 2 * (contentCount - 1) { return true }
        if !isNegated, negatedSentences.contains(best), shared == contentCount, said.count <= 2 * tokens.count {
            return true
        }
        let stated = Set(tokens.map(\.stem))
        return stated.contains { stem in
            guard let opposite = WordList.opposites[stem], let number = stems[opposite] else { return false }
            let isSaidItself = stems[stem].map(said.contains) ?? false
            return said.contains(number) && !isSaidItself && !stated.contains(opposite)
        }
    }

    private func closestSentence(to content: Set<Int>) -> (shared: Int, Int)? {
        var best: (shared: Int, Int)?
        for (number, sentence) in sentences.enumerated() {
            let shared = Set(words[sentence]).intersection(content).count
            if shared > best?.shared ?? 0 { best = (shared, number) }
        }
        return best
    }
}
