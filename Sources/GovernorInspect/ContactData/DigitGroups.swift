/// A number as people write it: groups of digits with single separators between them.
struct DigitGroups {
    /// What may precede the digits.
    enum Prefix { case none, plus, parenthesis }

    /// The most digits of any number looked for: a payment card's 19.
    private static let mostDigits = 19

    let prefix: Prefix
    /// The value of each digit.
    private(set) var digits: [UInt8] = []
    /// How many digits each group has.
    private(set) var groups: [Int] = []
    /// What stands between the groups, one byte each; `)` stands for a closing parenthesis and the space after it.
    private(set) var separators: [UInt8] = []
    private(set) var span: Range<Int>

    /// Reads the number that begins at an offset.
    ///
    /// Nil when none does, when it is part of something longer, or when it has more digits than any number looked for.
    init?(in text: [UInt8], at start: Int) {
        prefix =
            switch text[start] {
            case UInt8(ascii: "+"): .plus
            case UInt8(ascii: "("): .parenthesis
            default: .none
            }
        span = start..<start
        guard text.isBoundary(before: start) else { return nil }
        var position = prefix == .none ? start : start + 1
        while true {
            let group = position
            while let digit = text.byte(at: position), digit.isDigit {
                guard digits.count < Self.mostDigits else { return nil }
                digits.append(digit - UInt8(ascii: "0"))
                position += 1
            }
            guard position > group else { return nil }
            groups.append(position - group)
            span = start..<position
            guard let (separator, next) = Self.separator(in: text, at: position), text.byte(at: next)?.isDigit ?? false
            else { break }
            separators.append(separator)
            position = next
        }
        guard text.isBoundary(after: span.upperBound), prefix != .parenthesis || separators.first == UInt8(ascii: ")")
        else { return nil }
    }

    private static func separator(in text: [UInt8], at position: Int) -> (UInt8, next: Int)? {
        guard let byte = text.byte(at: position) else { return nil }
        let following = text.byte(at: position + 1)
        switch byte {
        case UInt8(ascii: ")"):
            let isSpaced = following == UInt8(ascii: " ") || following == UInt8(ascii: "-")
            return (byte, position + (isSpaced ? 2 : 1))
        case UInt8(ascii: " "), UInt8(ascii: "-"):
            // The area code of `+1 (212) 555-0123` comes in parentheses of its own.
            return (byte, position + (following == UInt8(ascii: "(") ? 2 : 1))
        case UInt8(ascii: "."), UInt8(ascii: "/"): return (byte, position + 1)
        default: return nil
        }
    }
}
