import GovernorCore
import Testing

@testable import CEL

struct NumberTextTests {
    @Test(arguments: [
        (123.456, "123.456"), (-4.5e-3, "-0.0045"), (0.0, "0"), (-0.0, "-0"), (1.0, "1"), (100_000.0, "100000"),
        (1e6, "1e+06"), (123_456_789.0, "1.23456789e+08"), (1e20, "1e+20"), (1e23, "1e+23"), (0.0001, "0.0001"),
        (1e-5, "1e-05"), (Double.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (0.1 + 0.2, "0.30000000000000004"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ])
    func `a double becomes the shortest text that reads back, as Go's percent g`(value: Double, text: String) {
        #expect(NumberText.text(value) == text)
    }

    @Test(arguments: [
        (4.2, "4.2"), (56.8, "56.8"), (1e21, "1000000000000000000000"), (1e-7, "0.0000001"), (-12.0, "-12"),
        (123_456_789.125, "123456789.125"), (.infinity, "Infinity"), (-.infinity, "-Infinity"), (.nan, "NaN"),
    ])
    func `format writes a double without an exponent`(value: Double, text: String) {
        #expect(NumberText.plainText(value) == text)
    }

    /// The first ten are the specification's; the others were printed by Go 1.19's `strconv`.
    @Test(arguments: [
        (1.2345, 3, "1.234"), (2.71828, 6, "2.718280"), (3.5001, 0, "4"), (3.4999, 0, "3"), (1.5, 0, "2"),
        (2.5, 0, "2"),
        (123.4999, 3, "123.500"), (123.4994, 3, "123.499"), (-123.4999, 3, "-123.500"), (-1.2, 5, "-1.20000"),
        (0.5, 0, "0"), (9.5, 0, "10"), (99.995, 2, "100.00"), (0.05, 1, "0.1"), (0.04, 1, "0.0"),
        (1e23, 0, "99999999999999991611392"),
        (-0.0, 1, "-0.0"), (0.1, 55, "0.1000000000000000055511151231257827021181583404541015625"),
        (Double.leastNonzeroMagnitude, 3, "0.000"),
        (.infinity, 2, "Infinity"), (-.infinity, 2, "-Infinity"), (.nan, 2, "NaN"),
    ])
    func `fixed notation rounds the exact value half to even`(value: Double, precision: Int, text: String) {
        #expect(NumberText.fixed(value, precision: precision) == text)
    }

    @Test(arguments: [
        (1052.032911275, 6, "1.052033e+03"), (3.0, 6, "3.000000e+00"), (0.0, 2, "0.00e+00"), (9.9996, 3, "1.000e+01"),
        (Double.leastNonzeroMagnitude, 4, "4.9407e-324"), (1.7976931348623157e308, 0, "2e+308"), (-2.5, 0, "-2e+00"),
        (.nan, 6, "NaN"),
        (.infinity, 6, "Infinity"), (-.infinity, 6, "-Infinity"),
    ])
    func `scientific notation rounds the exact value half to even`(value: Double, precision: Int, text: String) {
        #expect(NumberText.scientific(value, precision: precision) == text)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `enough digits of any notation read back to the same double`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            #expect(NumberText.double(NumberText.text(value)) == value)
            #expect(NumberText.double(NumberText.plainText(value)) == value)
            #expect(NumberText.double(NumberText.scientific(value, precision: 16)) == value)
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `a fixed text with all decimals is the exact value`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let numerator = Int64(random.next() % (1 << 50))
            // Dividing by 2^20 is exact, and twenty decimals are enough to write it.
            let exact = NumberText.fixed(Double(numerator) / 1_048_576, precision: 20)
            let digits = exact.split(separator: ".")
            let scaled = Int128(digits[0])! * 100_000_000_000_000_000_000 + Int128(digits[1])!
            #expect(scaled == Int128(numerator) * 95_367_431_640_625)
        }
    }

    @Test(arguments: [("987", 987), ("-456", -456), ("+5", 5), ("-9223372036854775808", Int64.min), ("007", 7)])
    func `decimal text is an int`(text: String, value: Int64) {
        #expect(NumberText.int(text) == value)
    }

    @Test(arguments: ["", "+", "-", "0x10", "1_000", " 1", "1 ", "1.0", "9223372036854775808", "１", "--1", "1e3"])
    func `other text is no int`(text: String) {
        #expect(NumberText.int(text) == nil)
    }

    @Test(arguments: [("300", 300), ("18446744073709551615", UInt64.max), ("0", 0)])
    func `decimal text is a uint`(text: String, value: UInt64) {
        #expect(NumberText.uint(text) == value)
    }

    @Test(arguments: ["", "+1", "-1", "0x10", "18446744073709551616", "1u"])
    func `other text is no uint`(text: String) {
        #expect(NumberText.uint(text) == nil)
    }

    @Test(arguments: [
        ("0", 0), ("123", 123), ("123.456", 123.456), ("-987.654", -987.654), ("6.02214e23", 6.02214e23),
        ("-5.43e-21", -5.43e-21),
        (".5", 0.5), ("5.", 5), ("1E+2", 100), ("1e-400", 0), ("Infinity", .infinity), ("-Infinity", -.infinity),
        ("+inf", .infinity),
        ("-INF", -.infinity),
    ])
    func `decimal text is a double`(text: String, value: Double) {
        #expect(NumberText.double(text) == value)
    }

    @Test func `the text NaN is a double that is no number`() throws {
        #expect(try #require(NumberText.double("NaN")).isNaN)
    }

    @Test(arguments: ["", ".", "e5", "1e", "1e+", "0x1p3", "1_0", " 1", "1 ", "1e400", "-nan", "infinit", "1.2.3", "١"])
    func `other text is no double`(text: String) {
        #expect(NumberText.double(text) == nil)
    }

    @Test func `bytes become hexadecimal digits`() {
        #expect(NumberText.hexadecimal("Hello world!".utf8) == "48656c6c6f20776f726c6421")
        #expect(NumberText.hexadecimal([0x00, 0xaf], uppercase: true) == "00AF")
    }
}
