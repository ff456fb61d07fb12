/// Compares an output with a corpus while it streams.
///
/// Every shingle of the output is looked up among the corpus's fingerprints; a hit is verified word by word and grows
/// into a run, and runs of one work that nearly touch become a passage. The report depends on the bytes only, not on how
/// they were cut into chunks. Time is linear in the output: no shingle has more than a few places in the corpus, and no more
/// than a few runs grow at once. Memory grows with what matches, not with the output.
public struct OverlapMatcher: Sendable {
    /// How many chains a new run may continue; more are open only where a corpus repeats itself.
    private static let chainsToContinue = 32
    /// How many runs grow at once. A passage has a few places; only a text that repeats itself, such as a row of equal words,
    /// lies over a work in more ways, and the runs that grow cover it. When it ends they do, and others open.
    private static let mostOpenRuns = 32

    private let index: CorpusIndex
    private var reader = WordReader()
    /// The last words, by their number modulo the size; enough to look back from a shingle to where its run begins.
    private var recent: [RecentWord]
    private var shingles = Shingles()
    private var wordCount = 0
    /// The length of the words so far, in half words.
    private var position = 0
    private var openRuns: [MatchedRun] = []
    private var chains: [RunChain] = []

    private struct RecentWord {
        let word: HashedWord
        let position: Int
    }

    private static let recentWords = 8
    /// How many shingles are looked up at once; as many as there are bits that say which are there.
    private static let wordsAtOnce = 32

    /// Creates the matcher of one output.
    public init(against index: CorpusIndex) {
        self.index = index
        recent = Array(
            repeating: RecentWord(word: HashedWord(hash: 0, span: 0..<0), position: 0), count: Self.recentWords)
    }

    /// What a complete output repeats.
    public static func report(on output: [UInt8], against index: CorpusIndex) -> OverlapReport {
        var matcher = OverlapMatcher(against: index)
        matcher.append(output.span)
        return matcher.finish()
    }

    /// Takes the next bytes of the output, UTF-8.
    public mutating func append(_ chunk: Span<UInt8>) {
        let index = index
        var reader = reader
        index.bytes.withBytes { corpus in
            withUnsafeTemporaryAllocation(of: HashedWord.self, capacity: Self.wordsAtOnce) { words in
                var count = 0
                reader.read(chunk) { word in
                    words.initializeElement(at: count, to: word)
                    count += 1
                    if count == words.count {
                        take(UnsafeBufferPointer(words), corpus)
                        count = 0
                    }
                }
                take(UnsafeBufferPointer(rebasing: words[..<count]), corpus)
            }
        }
        self.reader = reader
    }

    /// Says that the output is complete, and what it repeats.
    public consuming func finish() -> OverlapReport {
        let index = index
        var reader = reader
        index.bytes.withBytes { corpus in
            reader.finish { word in
                withUnsafePointer(to: word) { take(UnsafeBufferPointer(start: $0, count: 1), corpus) }
            }
        }
        return report
    }

    /// What the words completed so far repeat.
    public var report: OverlapReport {
        index.bytes.withBytes { corpus in
            var chains = chains
            for run in openRuns { Self.add(run, to: &chains) }
            return OverlapReport(chains.filter(\.isCopy), of: position, in: index, corpus)
        }
    }

    /// Takes the next words, at most ``wordsAtOnce``.
    private mutating func take(_ words: UnsafeBufferPointer<HashedWord>, _ corpus: RawSpan) {
        let layout = index.layout
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.wordsAtOnce) { fingerprints in
            for number in words.indices {
                let hash = shingles.append(words[number].hash)
                fingerprints.initializeElement(at: number, to: Shingle.fingerprint(hash))
            }
            // All are looked up before one is looked at, so that none waits for the memory of another.
            var found: UInt32 = 0
            for number in words.indices {
                let isThere = layout.mayHave(fingerprints[number], in: corpus)
                found |= UInt32(truncatingIfNeeded: isThere) &<< UInt32(truncatingIfNeeded: number)
            }
            // Where nothing is there, only the last words will be looked back at.
            let quiet = openRuns.isEmpty && found == 0 ? max(0, words.count - Self.recentWords) : 0
            for number in 0..<quiet { position += words[number].weight }
            wordCount += quiet
            for number in quiet..<words.count {
                take(words[number])
                if !openRuns.isEmpty { extendRuns(by: words[number], corpus) }
                guard found &>> UInt32(truncatingIfNeeded: number) & 1 == 1, wordCount >= Shingle.words else {
                    continue
                }
                layout.places(of: fingerprints[number], in: corpus) { openRun(at: $0, corpus) }
            }
        }
    }

    @inline(__always)
    private mutating func take(_ word: HashedWord) {
        recent[wordCount & (Self.recentWords - 1)] = RecentWord(word: word, position: position)
        wordCount += 1
        position += word.weight
    }

    /// The word that is the given number of words back; 1 is the last.
    private func last(_ back: Int) -> RecentWord { recent[(wordCount - back) & (Self.recentWords - 1)] }

    private mutating func extendRuns(by word: HashedWord, _ corpus: RawSpan) {
        var open = 0
        for number in openRuns.indices {
            let run = openRuns[number]
            let next = run.words.upperBound
            if next < run.workEnd, index.layout.hash(of: next, in: corpus) == word.hash {
                openRuns[open] = run.extended(by: word)
                open += 1
            } else {
                Self.add(run, to: &chains)
            }
        }
        openRuns.removeLast(openRuns.count - open)
    }

    /// Opens the run whose last words are a shingle of the corpus, unless it is open already.
    private mutating func openRun(at first: Int, _ corpus: RawSpan) {
        let end = first + Shingle.words
        guard openRuns.count < Self.mostOpenRuns, !openRuns.contains(where: { $0.words.upperBound == end }),
            let work = index.work(of: first),
            index.works[work].words.contains(end - 1)
        else { return }
        for back in 1...Shingle.words
        where index.layout.hash(of: end - back, in: corpus) != last(back).word.hash { return }
        var length = Shingle.words
        while length < min(Self.recentWords, wordCount), end - length > index.works[work].words.lowerBound,
            index.layout.hash(of: end - length - 1, in: corpus) == last(length + 1).word.hash
        {
            length += 1
        }
        let begin = last(length)
        openRuns.append(
            MatchedRun(
                work: work, position: begin.position..<position,
                span: begin.word.span.lowerBound..<last(1).word.span.upperBound, words: end - length..<end,
                workEnd: index.works[work].words.upperBound))
    }

    private static func add(_ run: MatchedRun, to chains: inout [RunChain]) {
        for chain in chains.indices.suffix(chainsToContinue).reversed() where chains[chain].append(run) { return }
        chains.append(RunChain(run))
    }
}

extension OverlapReport {
    /// - Parameter length: The output's length in half words.
    fileprivate init(_ chains: [RunChain], of length: Int, in index: CorpusIndex, _ corpus: RawSpan) {
        var covered = IntervalSet()
        var passages: [MatchedPassage] = []
        let longestFirst = chains.sorted {
            ($1.weight, $0.runs[0].position.lowerBound, $0.runs[0].work)
                < ($0.weight, $1.runs[0].position.lowerBound, $1.runs[0].work)
        }
        for chain in longestFirst {
            let before = covered.length
            for run in chain.runs { covered.insert(run.position) }
            if covered.length > before { passages.append(MatchedPassage(chain, in: index, corpus)) }
        }
        self.init(
            verbatimRatio: length == 0 ? 0 : Double(covered.length) / Double(length), words: (length + 1) / 2,
            passages: passages)
    }
}

extension MatchedPassage {
    fileprivate init(_ chain: RunChain, in index: CorpusIndex, _ corpus: RawSpan) {
        let first = chain.runs[0]
        let last = chain.runs[chain.runs.count - 1]
        let start = index.layout.start(of: first.words.lowerBound, in: corpus)
        // The last word of a work ends with the work; nothing says where, so its beginning is where the span ends.
        let next = min(last.words.upperBound, index.works[last.work].words.upperBound - 1)
        let end = max(start, index.layout.start(of: next, in: corpus))
        self.init(
            work: index.works[first.work], words: (chain.weight + 1) / 2,
            span: first.span.lowerBound..<last.span.upperBound, spanInWork: start..<end, runs: chain.runs.map(\.span))
    }
}
