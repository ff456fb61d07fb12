/// A character that reads like an ASCII character, or like nothing, and hides what is written from a plain search.
///
/// Full-width forms, mathematical letters, the digits of other scripts, look-alikes of Latin letters in Cyrillic and
/// Greek, the spaces and hyphens of typesetters, what has no width at all (Unicode 16, UTS #39), and control characters.
struct Disguise: Equatable {
    /// The ASCII byte it stands for; nil when it stands for nothing.
    let plain: UInt8?
    /// How many bytes it has.
    let length: Int

    /// The most bytes that tell whether one hides something: its own and the next.
    static let longest = 6

    /// The bytes that such characters begin with.
    static let leadBytes = ByteSet(
        (UInt8.min...0x7F).filter(isControl) + [
            0xC2, 0xCD, 0xCE, 0xCF, 0xD0, 0xD1, 0xD2, 0xD4, 0xD8, 0xD9, 0xDB, 0xE0, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0, 0xF3,
        ])

    /// The disguise at an offset; nil where the text means what it shows.
    init?(in text: Span<UInt8>, at offset: Int) {
        guard let (value, length) = text.longScalar(at: offset) else {
            guard let byte = text.byte(at: offset), Self.isControl(byte) else { return nil }
            (plain, self.length) = (nil, 1)
            return
        }
        self.length = length
        switch value {
        case 0x80...0x84, 0x86...0x9F, 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F,
            0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0E, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB,
            0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            plain = nil
        // It makes pictures of signs, and hides something only behind what it makes no picture of.
        case 0xFE0F where text.byte(at: offset - 1).map { $0 < 0x80 } ?? false: plain = nil
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x2800, 0x3000: plain = UInt8(ascii: " ")
        case 0x2010...0x2013, 0x2212, 0xFE63: plain = UInt8(ascii: "-")
        case 0x2024, 0x3002, 0xFF61: plain = UInt8(ascii: ".")
        case 0xFF01...0xFF5E: plain = UInt8(value - 0xFF01) + UInt8(ascii: "!")
        case 0x660...0x669: plain = Self.digit(value - 0x660)
        case 0x6F0...0x6F9: plain = Self.digit(value - 0x6F0)
        case 0x966...0x96F: plain = Self.digit(value - 0x966)
        case 0x9E6...0x9EF: plain = Self.digit(value - 0x9E6)
        case 0x1D7CE...0x1D7FF: plain = Self.digit((value - 0x1D7CE) % 10)
        case 0x1D400...0x1D6A3:
            let letter = UInt8((value - 0x1D400) % 52)
            plain = letter < 26 ? UInt8(ascii: "A") + letter : UInt8(ascii: "a") + letter - 26
        case 0x391...0x3BF: plain = Self.lookAlike(value, in: Self.greek, from: 0x391)
        case 0x405...0x458: plain = Self.lookAlike(value, in: Self.cyrillic, from: 0x405)
        case 0x4BB: plain = UInt8(ascii: "h")
        case 0x501: plain = UInt8(ascii: "d")
        case 0x51B: plain = UInt8(ascii: "q")
        case 0x51D: plain = UInt8(ascii: "w")
        default: return nil
        }
        if plain == 0 { return nil }
    }

    /// Whether it seems to be there to hide something, and not because the language is written so.
    ///
    /// Digits and Latin letters of other forms always do. A look-alike or a character without width does when it touches
    /// ASCII letters or digits; a space, hyphen or other sign when it stands between them. Variation selector 16 does unless
    /// it makes a key of what is before it: `1️⃣`.
    func hides(in text: Span<UInt8>, at offset: Int) -> Bool {
        let before = text.byte(at: offset - 1).map(Self.isPart) ?? false
        let after = text.byte(at: offset + length).map(Self.isPart) ?? false
        guard let plain else {
            return (before || after) && !text.hasPrefix("\u{FE0F}\u{20E3}", at: offset)
        }
        guard plain.isLetterOrDigit else { return before && after }
        let isLookAlike = length == 2 && plain.isLetter
        return !isLookAlike || before || after
    }

    /// Whether something seems to be hidden in a part of a text.
    static func hides(in text: Span<UInt8>, within span: Range<Int>) -> Bool {
        span.contains { place in
            leadBytes.contains(text[place]) && Disguise(in: text, at: place)?.hides(in: text, at: place) ?? false
        }
    }

    /// Whether a byte is a character that controls something and is not white space (ASCII's C0 and DEL).
    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && !(0x09...0x0D).contains(byte) || byte == 0x7F
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || byte == UInt8(ascii: "@") || byte == UInt8(ascii: "(")
    }

    private static func digit(_ value: UInt32) -> UInt8 { UInt8(ascii: "0") + UInt8(value) }

    /// The byte that a table of consecutive characters gives; 0 where its entry is a space.
    private static func lookAlike(_ value: UInt32, in table: StaticString, from first: UInt32) -> UInt8 {
        let offset = Int(value - first)
        guard offset < table.utf8CodeUnitCount else { return 0 }
        let byte = table.withUTF8Buffer { $0[offset] }
        return byte == UInt8(ascii: " ") ? 0 : byte
    }

    /// From U+0391, capital alpha.
    private static let greek: StaticString = "AB  EZH IK MN O P  TY X                 i   v o"
    /// From U+0405, capital dze.
    private static let cyrillic: StaticString =
        "SI J       A B  E    K MHO PCTY X          a    e        o pc y x               si j"
}
