// A result that another tool is said to have written. What is accepted has gaps and ratios from 0 to 1. The first byte says whose it is.

import GovernorAudit
import GovernorCore

func fuzzImports(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let tools = ImportedFairness.Tool.allCases
    do throws(AuditError) {
        let imported = try ImportedFairness(reading: Array(input.dropFirst()), from: tools[Int(first) % tools.count])
        for gap in imported.gaps {
            precondition(gap.difference.map { (0...1).contains($0) } ?? true, "a gap that is none")
            precondition(gap.ratio.map { (0...1).contains($0) } ?? true, "a ratio that is none")
            precondition(gap.interval.map { $0.lower <= $0.upper } ?? true, "an interval that is empty")
        }
        precondition((try? imported.json.canonicalBytes()) != nil, "a result without a canonical form")
    } catch {
        precondition(!error.message.isEmpty, "a refusal without a reason")
    }
}
