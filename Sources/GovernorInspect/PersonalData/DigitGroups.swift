/// A number as people write it: groups of digits with single separators between them.
///
/// It is held in a few words, without allocation: the digits as one decimal number, the groups and separators packed.
struct DigitGroups {
    /// What may precede the digits.
    enum Prefix { case none, plus, parenthesis }

    /// The most digits of any number looked for: a payment card's 19.
    static let mostDigits = 19
    /// The most bytes such a number may have, with separators of up to two bytes.
    static let mostBytes = 3 * mostDigits

    let prefix: Prefix
    /// How many digits there are.
    private(set) var count = 0
    /// How many groups of digits there are.
    private(set) var groupCount = 0
    private(set) var span: Range<Int>
    private var value: UInt64 = 0
    /// Five bits each, the last group lowest.
    private var packedGroups: UInt128 = 0
    /// One byte each, the last separator lowest.
    private var packedSeparators: UInt128 = 0

    /// Reads the number that begins at an offset.
    ///
    /// Nil when none does, when it begins inside something longer, or when it has more digits than any number looked for.
    /// Whether more follows is left to the caller.
    init?(in text: Span<UInt8>, at start: Int) {
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
                guard count < Self.mostDigits else { return nil }
                value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
                count += 1
                position += 1
            }
            guard position > group else { return nil }
            packedGroups = packedGroups << 5 | UInt128(position - group)
            groupCount += 1
            span = start..<position
            guard let (separator, next) = Self.separator(in: text, at: position), text.byte(at: next)?.isDigit ?? false,
                groupCount < 16
            else { break }
            packedSeparators = packedSeparators << 8 | UInt128(separator)
            position = next
        }
        guard prefix != .parenthesis || groupCount > 1 && separator(0) == UInt8(ascii: ")") else { return nil }
    }

    /// The value of a digit, counted from the front.
    func digit(_ index: Int) -> Int { Int(value / Self.powers[count - 1 - index] % 10) }

    /// The first digits as a number.
    func leading(_ digits: Int) -> Int { Int(value / Self.powers[count - digits]) }

    /// How many digits a group has, counted from the front.
    func group(_ index: Int) -> Int {
        Int(truncatingIfNeeded: packedGroups >> UInt128(5 * (groupCount - 1 - index)) & 31)
    }

    /// What stands behind a group; `)` stands for a closing parenthesis and the space after it.
    func separator(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: packedSeparators >> UInt128(8 * (groupCount - 2 - index)))
    }

    /// Whether these are the lengths of all groups.
    func hasGroups(_ lengths: Int...) -> Bool { lengths.count == groupCount && startsWithGroups(lengths) }

    /// Whether these are the lengths of the first groups.
    func startsWithGroups(_ lengths: [Int]) -> Bool {
        lengths.count <= groupCount && lengths.indices.allSatisfy { group($0) == lengths[$0] }
    }

    /// Whether all separators from an index on are equal.
    func hasOneSeparator(from first: Int = 0) -> Bool {
        (first..<max(first, groupCount - 1)).allSatisfy { separator($0) == separator(first) }
    }

    private static let powers: [UInt64] = (0..<20).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    private static func separator(in text: Span<UInt8>, at position: Int) -> (UInt8, next: Int)? {
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
