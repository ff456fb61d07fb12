import GovernorCore
import Testing

@Suite struct ExactDecimalTests {
    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("0.000", "0"), ("00012", "12"), ("1.50", "1.5"), ("+.5", "0.5"), ("5.", "5"),
        ("1e3", "1000"), ("1.5e-3", "0.0015"), ("-12.34E+1", "-123.4"), ("100", "100"), ("0e999", "0"),
        ("1234567890123456789012345678901234", "1234567890123456789012345678901234"),
        ("0.1234567890123456789012345678901234", "0.1234567890123456789012345678901234"),
    ]) func `a number is written plainly`(text: String, plain: String) {
        #expect(ExactDecimal(text)?.description == plain)
    }

    @Test(arguments: [
        "", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,5", " 1", "1 ", "0x10", "NaN", "inf", "١", "1e401", "1e-401",
        "1e9999999", "12345678901234567890123456789012345", "--1", "1_000",
    ]) func `what is no decimal within the limits is refused`(text: String) {
        #expect(ExactDecimal(text) == nil)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `order, equality and hash agree with integers at one scale`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let scale = Int.random(in: 0...12, using: &random)
            let range: ClosedRange<Int64> =
                Bool.random(using: &random) ? -20...20 : -1_000_000_000_000...1_000_000_000_000
            let left = Int64.random(in: range, using: &random)
            let right = Int64.random(in: range, using: &random)
            let first = try #require(ExactDecimal("\(left)e-\(scale)"))
            let second = try #require(ExactDecimal("\(right)000e-\(scale + 3)"))
            #expect((first < second) == (left < right))
            #expect((first == second) == (left == right))
            if left == right { #expect(first.hashValue == second.hashValue) }
            let distance = try #require(ExactDecimal("\((left - right).magnitude)e-\(scale)"))
            #expect(first.distance(to: second) == distance)
            #expect(second.distance(to: first) == distance)
            #expect(ExactDecimal(first.description) == first)
        }
    }

    @Test func `neighbours that one double stands for are told apart`() throws {
        let low = try #require(ExactDecimal("0.1"))
        let high = try #require(ExactDecimal("0.1000000000000000055511151231257827"))
        #expect(low < high)
        #expect(low.doubleValue == high.doubleValue)
    }

    @Test func `numbers of very different size are compared`() throws {
        let huge = try #require(ExactDecimal("1e400"))
        let tiny = try #require(ExactDecimal("1e-400"))
        let zero = ExactDecimal(0)
        #expect(zero < tiny && tiny < huge)
        #expect(huge.distance(to: tiny) == nil)
        #expect(tiny.distance(to: zero) == tiny)
        #expect(huge.distance(to: huge) == zero)
        #expect(ExactDecimal(.min).description == "-9223372036854775808")
    }
}
