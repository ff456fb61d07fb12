import GovernorCore
import Testing

@testable import GovernorAudit

struct ExactSumTests {
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `the order of terms changes nothing`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let terms = (0..<1000).map { _ in
            Double.random(in: 0...1, using: &random) * Double.random(in: 0...1e9, using: &random)
        }
        let sum = { (terms: [Double]) in terms.reduce(into: ExactSum()) { $0.add($1) } }
        #expect(sum(terms) == sum(terms.shuffled(using: &random)))
        #expect(abs(sum(terms).value - terms.reduce(0, +)) <= 1e-12 * terms.reduce(0, +))
    }

    @Test func `terms of at least one are exact, and what they add up to as well`() {
        var sum = ExactSum()
        for term in [ExactSum.maximumTerm, 1, 0.1 + 1, -ExactSum.maximumTerm] { sum.add(term) }
        #expect(sum.value == 2.1)
    }
}
