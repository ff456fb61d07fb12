// One text, given to the text classifiers whole and in chunks whose lengths come from the text itself. Scores are
// probabilities, and the same however the text is cut.

import GovernorInspect

func fuzzClassifiers(_ input: [UInt8]) {
    let scores = TextScorer.scores(of: input)
    for label in TextLabel.allCases { precondition((0...1).contains(scores[label])) }
    var scorer = TextScorer()
    var rest = input[...]
    while let first = rest.first {
        let chunk = Array(rest.prefix(1 + Int(first) % 61))
        scorer.append(chunk.span)
        rest = rest.dropFirst(1 + Int(first) % 61)
    }
    precondition(scorer.scores() == scores, "a stream scores something else")
}
