/// A possible identifier: its letters and digits in upper case, without separators, and where separators stood.
///
/// It lives in registers: a text that holds no identifier costs no allocation.
struct IdentifierText: Sendable {
    /// The longest identifier of the table, in letters and digits.
    static let longest = 20

    private(set) var characters = SIMD32<UInt8>()
    /// What each character is, in bits of ``CharacterClass``; ``CharacterClass/end`` behind the last one.
    private(set) var classes = SIMD32<UInt8>(repeating: CharacterClass.end)
    private(set) var count = 0
    /// The separator in front of each character, four bits each, in ``Separator`` codes.
    private(set) var layout: UInt128 = 0
    private(set) var digitCount = 0
    private(set) var hasLowercase = false
    /// The separator in front of the last group.
    private(set) var lastSeparator = Separator.none
    private var offset = 0

    mutating func append(_ byte: UInt8, after separator: Separator) {
        characters[count] = byte.isLetter ? byte & 0xDF : byte
        classes[count] = CharacterClass.of(byte)
        layout |= UInt128(separator.rawValue) << UInt128(4 * count)
        if separator != .none { lastSeparator = separator }
        digitCount += byte.isDigit ? 1 : 0
        hasLowercase = hasLowercase || byte >= UInt8(ascii: "a")
        count += 1
    }

    /// The character at an index, as upper-case ASCII.
    subscript(index: Int) -> UInt8 { characters[offset + index] }

    /// The digit at an index; `0...9` where there is one.
    func digit(_ index: Int) -> Int { Int(self[index]) - 48 }

    /// The letter at an index, counted from 0 for `A`.
    func letter(_ index: Int) -> Int { Int(self[index]) - 65 }

    /// The digit at an index, or the letter there counted from 10 for `A`, as ISO 7064 does.
    func value(_ index: Int) -> Int { self[index] < 65 ? digit(index) : letter(index) + 10 }

    /// The decimal number that the digits of a range write.
    func number(_ range: Range<Int>) -> Int { range.reduce(0) { $0 * 10 + digit($1) } }

    /// The same text from an index on, as long as stated or to its end.
    func part(from start: Int, count length: Int? = nil) -> IdentifierText {
        var part = self
        part.offset += start
        part.count = length ?? count - start
        return part
    }

    /// Whether it is one digit again and again, as in fillers such as `000-00-0000`.
    var repeatsOneDigit: Bool { digitCount == count && (1..<count).allSatisfy { self[$0] == self[0] } }

    /// Whether it is digits, the last of them in a group with a space before.
    var isSpacedNumber: Bool { digitCount == count && lastSeparator == .space }
}

/// What may stand between the groups of an identifier.
enum Separator: UInt8, Sendable {
    case none, space, hyphen, dot, slash, plus

    /// The separator at an offset and how many bytes it has; a no-break space is a space, a typographic hyphen a hyphen.
    static func at(_ offset: Int, in text: Span<UInt8>) -> (separator: Separator, length: Int) {
        switch text.byte(at: offset) {
        case UInt8(ascii: " "): (.space, 1)
        case UInt8(ascii: "-"): (.hyphen, 1)
        case UInt8(ascii: "."): (.dot, 1)
        case UInt8(ascii: "/"): (.slash, 1)
        case UInt8(ascii: "+"): (.plus, 1)
        case 0xC2 where text.byte(at: offset + 1) == 0xA0: (.space, 2)
        case 0xE2 where text.byte(at: offset + 1) == 0x80:
            switch text.byte(at: offset + 2) {
            case 0xAF: (.space, 3)
            case 0x90, 0x91, 0x93: (.hyphen, 3)
            default: (.none, 0)
            }
        default: (.none, 0)
        }
    }
}

/// The classes of characters that patterns speak of.
enum CharacterClass {
    static let digit: UInt8 = 1
    static let positiveDigit: UInt8 = 2
    static let letter: UInt8 = 4
    /// A letter not mistaken for a digit: none of B, I, L, O, S, Z.
    static let clearLetter: UInt8 = 8
    static let end: UInt8 = 128

    static func of(_ byte: UInt8) -> UInt8 {
        guard byte.isLetter else { return byte == UInt8(ascii: "0") ? digit : digit | positiveDigit }
        return switch byte & 0xDF {
        case UInt8(ascii: "B"), UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "O"), UInt8(ascii: "S"),
            UInt8(ascii: "Z"):
            letter
        default: letter | clearLetter
        }
    }
}
