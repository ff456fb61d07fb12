// One text, given to the inspectors, whole and in chunks whose lengths come from the text itself. Findings stay inside the
// text, in order and apart, and are the same however it is cut.

import GovernorCore
import GovernorInspect

func fuzzInspectors(_ input: [UInt8]) {
    let inspector = SensitiveDataInspector()
    check(inspector.findings(in: input), of: input, inspector.stream(), { $0.append($1) }, { $0.finish() })
    let secrets = SecretsInspector()
    check(secrets.findings(in: input), of: input, secrets.stream(), { $0.append($1) }, { $0.finish() })
    let personalData = PIIInspector()
    check(personalData.findings(in: input), of: input, personalData.stream(), { $0.append($1) }, { $0.finish() })
}

/// Checks what was found in a text, and that a stream finds the same.
func check<Stream>(
    _ findings: [Finding], of input: [UInt8], _ streamed: Stream,
    _ append: (inout Stream, ArraySlice<UInt8>) -> [Finding], _ finish: (inout Stream) -> [Finding]
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
    while let first = rest.first {
        found += append(&stream, rest.prefix(1 + Int(first) % 61))
        rest = rest.dropFirst(1 + Int(first) % 61)
    }
    found += finish(&stream)
    precondition(found == findings, "a stream finds something else")
}
