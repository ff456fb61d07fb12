// One text, given to the inspectors. Findings stay inside the text, in order and apart.

import GovernorCore
import GovernorInspect

func fuzzInspectors(_ input: [UInt8]) {
    var end = 0
    for finding in ContactDataInspector().findings(in: input) {
        precondition(finding.span.lowerBound >= end && finding.span.upperBound <= input.count && !finding.span.isEmpty)
        precondition((0...1).contains(finding.confidence))
        end = finding.span.upperBound
    }
}
