/// A JSON number as it was written.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The number's text, which follows the JSON grammar.
    public let text: String

    /// Creates a number from an integer.
    public init(_ value: some BinaryInteger) { text = String(value) }

    /// Creates a number from a finite double, in its shortest round-trip form; nil for NaN and the infinities.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = ECMAScriptNumber.text(of: value)
    }

    /// Creates a number from an exact decimal, in plain notation.
    public init(_ value: ExactDecimal) { text = value.description }

    /// Wraps text that the parser has found to follow the grammar.
    init(grammatical text: String) { self.text = text }

    /// The exact value; nil beyond the limits of ``ExactDecimal``.
    public var decimal: ExactDecimal? { ExactDecimal(text) }

    /// The nearest double; infinite when the number is too large for one.
    public var doubleValue: Double { Double(text) ?? .nan }

    /// The value if it is written as an integer (no point, no exponent) and fits.
    public var integer: Int64? { Int64(text) }

    /// The value if it is a whole number that fits, however it is written: `5`, `5.0`, `50e-1`.
    public var wholeNumber: Int? { Int(text) ?? Int(exactly: doubleValue) }

    public var description: String { text }

    /// Whether it is written as at most 15 digits, which is canonical: a double tells all such numbers apart.
    var isPlainInteger: Bool {
        text.utf8.count <= 15 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
