import Testing

@testable import governor

/// Numbers as people read them.
struct AuditNumberTests {
    @Test(arguments: [
        (0, "0.000"), (0.8784, "0.878"), (-0.25, "-0.250"), (0.0004, "4.0e-4"), (-0.0004999, "-5.0e-4"),
        (999.9994, "999.999"),
        (1234.56, "1,234.6"), (9999.96, "10,000.0"), (-45_678.5, "-45,679"), (78_490_252.56, "78,490,253"),
        (1e9, "1,000,000,000"),
        (-999_999_999_999.4, "-999,999,999,999"), (1.25e12, "1.3e12"), (9.96e69, "1.0e70"),
    ])
    func `large numbers have groups of digits and no thousandths`(value: Double, text: String) {
        #expect(AuditNumber.text(value) == text)
    }
}
