// Up to four texts with bytes 0 between them: a question, an answer, and two sources. Every sentence of the answer is judged
// once, inside of it and in order, with a score that is a probability.

import GovernorInspect

func fuzzGroundedness(_ input: [UInt8]) {
    let parts = input.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false).map(Array.init)
    let (question, answer) = (parts[0], parts.count > 1 ? parts[1] : [])
    let inspector = GroundednessInspector(sources: Array(parts.dropFirst(2)), question: question)
    let report = inspector.report(on: answer)
    precondition((0...1).contains(report.score))
    var end = 0
    for sentence in report.sentences {
        precondition(sentence.span.lowerBound >= end && sentence.span.upperBound <= answer.count)
        precondition((0...1).contains(sentence.score) && sentence.score <= report.score)
        precondition(Set(sentence.reasons).count == sentence.reasons.count, "a reason that is given twice")
        end = sentence.span.upperBound
    }
    precondition(inspector.report(on: answer) == report, "two reports on one answer")
}
