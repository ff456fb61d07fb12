/// What a sentence says that its context does not, counted.
///
/// Counts of several sentences add up, and shares are of all their words, so that a long answer is not worse than a short.
package struct SupportFeatures: Sendable, Equatable {
    var words = 0
    /// Words that stand in the context in the same order.
    var aligned = 0
    var contentWords = 0
    /// Content words that are in the question only: repeating them claims more than the context says.
    var questionOnly = 0
    /// Content words that are in neither.
    var new = 0
    var newNumbers = 0
    var newDates = 0
    var newNames = 0
    /// Words such as `I` and `our`: no document supports what a speaker says about themselves.
    var firstPerson = 0
    var contradictions = 0

    /// Of a text that says nothing.
    package init() {}

    init(_ tokens: [TextToken], in source: SourceText, asked question: Set<UInt64>) {
        let counted = tokens.filter(\.isCountable)
        words = counted.count
        aligned = source.aligned(counted.map(\.stem))
        let capitals = counted.filter(\.isCapitalised).count
        // Headlines and shouting capitalise everything.
        let capitalsMean = 4 * capitals <= 3 * counted.count
        for (offset, token) in counted.enumerated() {
            if WordList.firstPerson.contains(token.form) { firstPerson += 1 }
            guard token.isContent else { continue }
            contentWords += 1
            guard !source.contains(token.stem) else { continue }
            guard !question.contains(token.stem) else {
                questionOnly += 1
                continue
            }
            new += 1
            let isMonth = token.isCapitalised && WordList.monthsAndDays.contains(token.form)
            if isMonth || token.isYear {
                newDates += 1
            } else if token.kind == .number {
                newNumbers += 1
            } else if token.isCapitalised, capitalsMean, offset > 0 {
                newNames += 1
            }
        }
        contradictions = source.isContradicted(counted) ? 1 : 0
    }

    package static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.words += right.words
        sum.aligned += right.aligned
        sum.contentWords += right.contentWords
        sum.questionOnly += right.questionOnly
        sum.new += right.new
        sum.newNumbers += right.newNumbers
        sum.newDates += right.newDates
        sum.newNames += right.newNames
        sum.firstPerson += right.firstPerson
        sum.contradictions += right.contradictions
        return sum
    }

    /// The names of ``values``.
    package static let names = [
        "unaligned share", "new content words, saturating", "share from the question only", "new number", "new date",
        "new name", "first person", "contradiction",
    ]

    /// The inputs of the model, in the order of ``names``.
    package var values: [Double] {
        [
            words == 0 ? 0 : 1 - Double(aligned) / Double(words), Double(new) / Double(new + 2),
            contentWords == 0 ? 0 : Double(questionOnly) / Double(contentWords), newNumbers > 0 ? 1 : 0,
            newDates > 0 ? 1 : 0, newNames > 0 ? 1 : 0, firstPerson > 0 ? 1 : 0, contradictions > 0 ? 1 : 0,
        ]
    }
}

extension TextToken {
    /// Four digits from 1000 to 2099.
    fileprivate var isYear: Bool { kind == .number && span.count == 4 && Self.years.contains(stem) }

    private static let years = Set((1000..<2100).map { WordList.hash(Array(String($0).utf8)) })
}
