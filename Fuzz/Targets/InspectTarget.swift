// One text, given to the inspectors, whole and in chunks whose lengths come from the text itself. Findings stay inside the
// text, in order and apart, and are the same however it is cut.

import GovernorCore
import GovernorInspect

func fuzzInspectors(_ input: [UInt8]) {
    let inspector = SensitiveDataInspector()
    check(inspector.findings(in: input), of: input, streamed: inspector.stream())
    let secrets = SecretsInspector()
    check(secrets.findings(in: input), of: input, streamed: secrets.stream())
    let personalData = PIIInspector()
    check(personalData.findings(in: input), of: input, streamed: personalData.stream())
}

private func check(_ findings: [Finding], of input: [UInt8], streamed: SpanScanStream) {
    var end = 0
    for finding in findings {
        precondition(finding.span.lowerBound >= end && finding.span.upperBound <= input.count && !finding.span.isEmpty)
        precondition((0...1).contains(finding.confidence))
        end = finding.span.upperBound
    }
    var stream = streamed
    var found: [Finding] = []
    var rest = input[...]
    while let first = rest.first {
        found += stream.append(rest.prefix(1 + Int(first) % 61))
        rest = rest.dropFirst(1 + Int(first) % 61)
    }
    found += stream.finish()
    precondition(found == findings, "a stream finds something else")
}
