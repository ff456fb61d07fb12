// One text, given to the inspectors, whole and in chunks whose lengths come from the text itself. Findings stay inside the
// text, in order and apart, and are the same however it is cut.

import GovernorCore
import GovernorInspect

func fuzzInspectors(_ input: [UInt8]) {
    let inspector = PIIInspector()
    let findings = inspector.findings(in: input)
    var end = 0
    for finding in findings {
        precondition(finding.span.lowerBound >= end && finding.span.upperBound <= input.count && !finding.span.isEmpty)
        precondition((0...1).contains(finding.confidence))
        end = finding.span.upperBound
    }
    var stream = inspector.stream()
    var streamed: [Finding] = []
    var rest = input[...]
    while let first = rest.first {
        streamed += stream.append(rest.prefix(1 + Int(first) % 61))
        rest = rest.dropFirst(1 + Int(first) % 61)
    }
    streamed += stream.finish()
    precondition(streamed == findings, "a stream finds something else")
}
