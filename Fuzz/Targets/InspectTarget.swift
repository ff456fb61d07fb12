// One text, given to the inspectors, whole and in chunks whose lengths come from the text itself. Findings stay inside the
// text, in order and apart, and are the same however it is cut.

import GovernorCore
import GovernorInspect

func fuzzInspectors(_ input: [UInt8]) {
    let inspector = SensitiveDataInspector()
    check(inspector.findings(in: input), of: input, inspector.stream(), { $0.append($1) }, { $0.finish() }, \.settled)
    let secrets = SecretsInspector()
    check(secrets.findings(in: input), of: input, secrets.stream(), { $0.append($1) }, { $0.finish() }, \.settled)
    let personalData = PIIInspector()
    check(
        personalData.findings(in: input), of: input, personalData.stream(), { $0.append($1) }, { $0.finish() },
        \.settled)
}

/// Checks what was found in a text, and that a stream finds the same, and nothing before what it said is settled.
func check<Stream>(
    _ findings: [Finding], of input: [UInt8], _ streamed: Stream,
    _ append: (inout Stream, ArraySlice<UInt8>) -> [Finding], _ finish: (inout Stream) -> [Finding],
    _ settled: (Stream) -> Int
) {
    var end = 0
    for finding in findings {
        precondition(finding.span.lowerBound >= end && finding.span.upperBound <= input.count && !finding.span.isEmpty)
        precondition((0...1).contains(finding.confidence))
        end = finding.span.upperBound
    }
    var stream = streamed
    var found: [Finding] = []
    var rest = input[...]
    var last = 0
    while let first = rest.first {
        found += append(&stream, rest.prefix(1 + Int(first) % 61))
        rest = rest.dropFirst(1 + Int(first) % 61)
        precondition(settled(stream) >= last && settled(stream) <= rest.startIndex, "what is settled is taken back")
        last = settled(stream)
        let before = findings.prefix { $0.span.lowerBound < last }
        precondition(before.count <= found.count, "something is found in what is settled")
    }
    found += finish(&stream)
    precondition(found == findings, "a stream finds something else")
}
