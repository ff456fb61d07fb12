import GovernorCore
import Testing

@testable import GovernorAudit

struct WideSumTests {
    @Test func `what is lost in doubles is kept`() {
        var sum = WideSum()
        for term in [1e300, 1, -1e300, 0x1p-1074, 1e-20] { sum.add(term) }
        #expect(sum.parts.value == 1)
        #expect(sum.parts.rest == 1e-20)
        sum.add(-1)
        sum.add(-1e-20)
        #expect(sum.value == 0x1p-1074)
        sum.add(-0x1p-1073)
        #expect(sum.value == -0x1p-1074)
    }

    @Test func `a square keeps all its digits`() {
        var sum = WideSum()
        sum.addSquare(of: 1 + 0x1p-52)
        sum.add(-1)
        sum.add(-0x1p-51)
        #expect(sum.value == 0x1p-104)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `order and parts change nothing`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let terms = (0..<200).map { _ in
            Double(
                sign: Bool.random(using: &random) ? .plus : .minus,
                exponent: Int.random(in: -600...600, using: &random),
                significand: Double.random(in: 1..<2, using: &random))
        }
        var whole = WideSum()
        for term in terms { whole.add(term) }
        var (left, right) = (WideSum(), WideSum())
        for (index, term) in terms.shuffled(using: &random).enumerated() {
            if index % 3 == 0 { left.add(term) } else { right.add(term) }
        }
        left += right
        #expect(left == whole && left.parts == whole.parts)
        for term in terms { left.add(-term) }
        #expect(left == WideSum() && left.value == 0)
    }
}
