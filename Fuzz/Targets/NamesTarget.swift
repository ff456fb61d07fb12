// One text, given to the tagger of names, whole and in chunks, and to the inspectors that look at a text's beginning.
// Findings stay inside the text, in order and apart, and are the same however it is cut.

import GovernorCore
import GovernorInspect

func fuzzNames(_ input: [UInt8]) {
    let tagger = NameTagger.standard
    check(tagger.findings(in: input), of: input, tagger.stream(), { $0.append($1) }, { $0.finish() }, \.settled)
    precondition((0...1).contains(LanguageInspector().language(of: input).confidence))
    if let refusal = RefusalInspector().finding(in: input) {
        precondition(refusal.span.upperBound <= input.count && !refusal.span.isEmpty)
    }
}
