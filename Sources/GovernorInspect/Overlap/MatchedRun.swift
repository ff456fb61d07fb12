/// Words in a row that are the same in an output and in a work.
struct MatchedRun: Equatable {
    let work: Int
    /// Where the run lies in the output, in half words from its beginning.
    let position: Range<Int>
    /// Where the run lies in the output, in bytes.
    let span: Range<Int>
    /// The words of the corpus.
    let words: Range<Int>
    /// Where the work's words end in the corpus.
    let workEnd: Int

    var weight: Int { position.count }

    func extended(by word: HashedWord) -> MatchedRun {
        MatchedRun(
            work: work, position: position.lowerBound..<position.upperBound + word.weight,
            span: span.lowerBound..<word.span.upperBound, words: words.lowerBound..<words.upperBound + 1,
            workEnd: workEnd)
    }
}

/// Runs of one work that follow each other with few words changed, left out or put in between.
struct RunChain: Equatable {
    private(set) var runs: [MatchedRun]
    private(set) var weight: Int

    /// How far apart two runs of a chain may be, in words of either side.
    static let widestGap = 4
    /// A chain must hold this many words in one run...
    static let fewestWordsInOneRun = 10
    /// ...or this many in several: a changed word here and there does not hide a copy.
    static let fewestWordsInAll = 12

    init(_ run: MatchedRun) {
        runs = [run]
        weight = run.weight
    }

    /// Whether it is long enough to be no quotation and no coincidence.
    var isCopy: Bool {
        weight >= 2 * Self.fewestWordsInAll || runs.contains { $0.weight >= 2 * Self.fewestWordsInOneRun }
    }

    /// Appends a run that continues the chain; says whether it does.
    mutating func append(_ run: MatchedRun) -> Bool {
        guard let last = runs.last, last.work == run.work, run.position.lowerBound >= last.position.upperBound,
            run.position.lowerBound - last.position.upperBound <= 2 * Self.widestGap,
            run.words.lowerBound >= last.words.upperBound,
            run.words.lowerBound - last.words.upperBound <= Self.widestGap
        else { return false }
        runs.append(run)
        weight += run.weight
        return true
    }
}
