// One text, given to the tagger of names, whole and in chunks, and to the inspectors that look at a text's beginning.
// Findings stay inside the text, in order and apart, and are the same however it is cut.

import GovernorCore
import GovernorInspect

func fuzzNames(_ input: [UInt8]) {
    let findings = NameTagger.standard.findings(in: input)
    var end = 0
    for finding in findings {
        precondition(finding.span.lowerBound >= end && finding.span.upperBound <= input.count && !finding.span.isEmpty)
        precondition((0...1).contains(finding.confidence))
        end = finding.span.upperBound
    }
    var stream = NameTagger.standard.stream()
    var found: [Finding] = []
    var rest = input[...]
    while let first = rest.first {
        found += stream.append(rest.prefix(1 + Int(first) % 61))
        rest = rest.dropFirst(1 + Int(first) % 61)
    }
    found += stream.finish()
    precondition(found == findings, "a stream finds something else")
    precondition((0...1).contains(LanguageInspector().language(of: input).confidence))
    if let refusal = RefusalInspector().finding(in: input) {
        precondition(refusal.span.upperBound <= input.count && !refusal.span.isEmpty)
    }
}
