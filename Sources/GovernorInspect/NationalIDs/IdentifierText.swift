/// A possible identifier: its letters and digits in upper case, without separators, and where separators stood.
///
/// It lives in registers: a text that holds no identifier costs no allocation.
struct IdentifierText: Sendable {
    /// The longest identifier of the table, in letters and digits.
    static let longest = 20

    private(set) var characters = PackedBytes()
    /// What each character is, in bits of ``CharacterClass``; ``CharacterClass/end`` behind the last one.
    private(set) var classes = PackedBytes(repeating: CharacterClass.end)
    private(set) var count = 0
    /// The separator in front of each character, four bits each, in ``Separator`` codes.
    private(set) var layout: UInt128 = 0
    private(set) var digitCount = 0
    private(set) var hasLowercase = false
    /// The separator in front of the last group.
    private(set) var lastSeparator = Separator.none
    private var offset = 0

    @inline(__always)
    mutating func append(_ byte: UInt8, after separator: Separator) {
        let isDigit = byte.isDigit
        characters.flip(isDigit ? byte : byte & 0xDF, at: count)
        classes.flip(CharacterClass.end ^ CharacterClass.of(byte), at: count)
        if separator != .none {
            layout |= UInt128(separator.rawValue) &<< UInt128(truncatingIfNeeded: 4 &* count)
            lastSeparator = separator
        }
        digitCount += isDigit ? 1 : 0
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

    @inline(__always)
    static func of(_ byte: UInt8) -> UInt8 {
        guard byte >= UInt8(ascii: "A") else { return byte == UInt8(ascii: "0") ? digit : digit | positiveDigit }
        return unclearLetters &>> UInt32(byte & 31) & 1 == 1 ? letter : letter | clearLetter
    }

    /// B, I, L, O, S, Z by the last five bits.
    private static let unclearLetters: UInt32 = 1 << 2 | 1 << 9 | 1 << 12 | 1 << 15 | 1 << 19 | 1 << 26
}
