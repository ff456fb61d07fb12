/// Keeps a text JSON in which findings are replaced: a number, of which a part is replaced, becomes a string.
///
/// It is told all of the text, in order and cut anywhere. What may be the beginning of a number waits until it is known
/// whether the rest of it is replaced, as its sign has to stand in the string too.
public struct JSONMasking: Sendable {
    private var isInString = false
    private var isEscaped = false
    /// What has not left yet of a number.
    private var waiting: [UInt8] = []
    /// Whether what is left of a number goes, of which a part was replaced.
    private var dropsNumber = false

    /// Begins a text.
    public init() {}

    /// What leaves of bytes that are not replaced.
    public mutating func pass(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var passed: [UInt8] = []
        for byte in bytes {
            if !isInString, Self.isOfNumber(byte) {
                if !dropsNumber { waiting.append(byte) }
                continue
            }
            dropsNumber = false
            note(byte)
            passed += finish()
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
            return [Self.quote] + finish() + replacement + [Self.quote]
        }
        dropsNumber = false
        for byte in bytes { note(byte) }
        return finish() + replacement
    }

    /// What is left of the text at its end.
    public mutating func finish() -> [UInt8] {
        defer { waiting = [] }
        return waiting
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
