// One input, read twice. As the file of a corpus index, which somebody may have damaged or made up: it is refused with a
// reason, or compared with an output without reading outside of itself. And as a work: what repeats a work word for word is
// found in it, and the report is the same however the output is cut.

import GovernorCore
import GovernorInspect

func fuzzCorpus(_ input: [UInt8]) {
    do throws(CorpusError) {
        let index = try CorpusIndex(input)
        precondition(index.works.reduce(0) { $0 + $1.wordCount } <= input.count, "words without bytes")
        check(OverlapMatcher.report(on: Output.bytes, against: index), of: Output.bytes)
    } catch {
        precondition(!error.message.isEmpty && error.hint != nil, "a refusal without a reason")
    }
    var builder = CorpusBuilder()
    guard let digest = Digest(bytes: [UInt8](repeating: 7, count: Digest.byteCount)),
        (try? builder.add(title: "input", digest: digest, text: input)) != nil,
        let index = try? CorpusIndex(builder.build())
    else { preconditionFailure("an index that was just built") }
    let report = OverlapMatcher.report(on: input, against: index)
    check(report, of: input)
    var matcher = OverlapMatcher(against: index)
    var rest = input[...]
    while let first = rest.first {
        matcher.append(Array(rest.prefix(1 + Int(first) % 61)).span)
        rest = rest.dropFirst(1 + Int(first) % 61)
    }
    precondition(matcher.finish() == report, "a stream finds something else")
}

private func check(_ report: OverlapReport, of output: [UInt8]) {
    precondition((0...1).contains(report.verbatimRatio) && report.words >= 0)
    for passage in report.passages {
        precondition(passage.span.upperBound <= output.count && !passage.span.isEmpty && passage.words > 0)
        precondition(passage.runs.allSatisfy { passage.span.lowerBound <= $0.lowerBound && !$0.isEmpty })
    }
}

private enum Output {
    /// The text of the works of the seeds, so that an index that is nearly right is searched, too.
    static let bytes = Array(
        """
        The harbour lay quiet under a grey sky, and the last boats of the evening came in one by one past the old stone \
        pier. Nobody on the quay spoke; the gulls did. In the orchard behind the house the apples had begun to fall, and \
        the children gathered them in baskets before the rain.
        """.utf8)
}
