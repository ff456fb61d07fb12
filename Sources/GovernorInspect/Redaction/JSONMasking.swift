/// Keeps a text JSON in which findings are replaced: a number, of which a part is replaced, becomes a string.
///
/// It is told all of the text, in order and cut anywhere.
public struct JSONMasking: Sendable {
    private var isInString = false
    private var isEscaped = false
    /// Whether what is left of a number goes, whose beginning was replaced.
    private var dropsNumber = false

    /// Begins a text.
    public init() {}

    /// What leaves of bytes that are not replaced.
    public mutating func pass(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var passed: [UInt8] = []
        for byte in bytes {
            if dropsNumber, Self.isOfNumber(byte) { continue }
            dropsNumber = false
            note(byte)
            passed.append(byte)
        }
        return passed
    }

    /// What leaves in place of bytes that are replaced.
    public mutating func replace(_ bytes: some Sequence<UInt8>, by replacement: [UInt8]) -> [UInt8] {
        let isNumber = !isInString && bytes.allSatisfy(Self.isOfNumber)
        if isNumber {
            // Of a number that has been replaced this is more.
            guard !dropsNumber else { return [] }
            dropsNumber = true
            return [Self.quote] + replacement + [Self.quote]
        }
        dropsNumber = false
        for byte in bytes { note(byte) }
        return replacement
    }

    private mutating func note(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == Self.quote {
            isInString.toggle()
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = isInString
        }
    }

    private static let quote = UInt8(ascii: "\"")

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
