/// What the features see of a Unicode scalar: look-alikes, accents, case and invisible characters are folded away.
///
/// A cheap stand-in for the skeletons of Unicode TS 39: full-width and mathematical letters, circled letters, and the
/// Cyrillic and Greek letters that look Latin become the ASCII letter they imitate; tag characters become the ASCII they
/// smuggle. The same map is used in training, so text written in those alphabets stays consistent with itself.
enum FoldedCharacter: Equatable {
    /// A letter or digit of a script with words; the byte is its ASCII form or, from 128, a bucket of its scalar.
    case letter(UInt8)
    /// A character that is a word of its own: Han, kana.
    case ideograph(UInt8)
    /// Punctuation or a symbol; from 128, a bucket of its scalar.
    case mark(UInt8)
    case blank
    /// Drawn as nothing, or on the letter before: zero-width, directional, variation and combining marks.
    case invisible

    /// The folded form of a scalar outside ASCII.
    @inline(__always) init(_ scalar: UInt32) {
        self = scalar < Self.alphabets.count ? Self.alphabets[Int(scalar)] : FoldedCharacter(folding: scalar)
    }

    /// The folded forms of the alphabets of Europe and what comes before them.
    private static let alphabets = (0..<0x0530).map { FoldedCharacter(folding: $0) }

    private init(folding scalar: UInt32) {
        switch scalar {
        case 0x00C0...0x017F: self = Self.latin(scalar)
        case 0x00A0, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: self = .blank
        case 0x00AD, 0x0300...0x036F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFE00...0xFE0F, 0xFEFF:
            self = .invisible
        case 0x2018, 0x2019, 0x201A, 0x02BC: self = .mark(UInt8(ascii: "'"))
        case 0x201C...0x201F, 0x00AB, 0x00BB: self = .mark(UInt8(ascii: "\""))
        case 0x2010...0x2015, 0x2212: self = .mark(UInt8(ascii: "-"))
        case 0x2026, 0x3002: self = .mark(UInt8(ascii: "."))
        case 0x0391...0x03A9: self = .letter(Self.imitated(Self.greekLookalikes, scalar + 0x20))
        case 0x03AA...0x03FF: self = .letter(Self.imitated(Self.greekLookalikes, scalar))
        case 0x0400...0x040F: self = .letter(Self.imitated(Self.cyrillicLookalikes, scalar + 0x50))
        case 0x0410...0x042F: self = .letter(Self.imitated(Self.cyrillicLookalikes, scalar + 0x20))
        case 0x0430...0x052F: self = .letter(Self.imitated(Self.cyrillicLookalikes, scalar))
        case 0x24B6...0x24E9: self = .letter(UInt8(ascii: "a") + UInt8((scalar - 0x24B6) % 26))
        case 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            self = .ideograph(Self.bucket(scalar))
        case 0xFF01...0xFF5E: self = Self.ascii(scalar - 0xFEE0)
        case 0x1D400...0x1D6A3: self = .letter(UInt8(ascii: "a") + UInt8((scalar - 0x1D400) % 26))
        case 0x1D7CE...0x1D7FF: self = .letter(UInt8(ascii: "0") + UInt8((scalar - 0x1D7CE) % 10))
        case 0xE0020...0xE007E: self = Self.ascii(scalar - 0xE0000)
        case 0x0080...0x00BF, 0x2030...0x23FF, 0x2500...0x2BFF, 0x3001...0x303F, 0xFF5F...0xFFEF, 0x1F000...0x1FAFF:
            self = .mark(Self.bucket(scalar))
        default: self = .letter(Self.bucket(scalar))
        }
    }

    private static func ascii(_ scalar: UInt32) -> FoldedCharacter {
        let byte = UInt8(scalar)
        return ByteSet.letters.contains(byte)
            ? .letter(byte | 0x20) : ByteSet.digits.contains(byte) ? .letter(byte) : byte == 32 ? .blank : .mark(byte)
    }

    /// The base letters of U+00C0 to U+017F, in order; `*` and `/` are the signs among them.
    private static let latinBases = Array(
        ("aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
            + "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8)

    private static func latin(_ scalar: UInt32) -> FoldedCharacter {
        let base = latinBases[Int(scalar - 0x00C0)]
        return base >= UInt8(ascii: "a") ? .letter(base) : .mark(base)
    }

    private static let cyrillicLookalikes: [(UInt32, Character)] = [
        (0x0430, "a"), (0x0435, "e"), (0x043E, "o"), (0x0440, "p"), (0x0441, "c"), (0x0443, "y"), (0x0445, "x"),
        (0x0451, "e"), (0x0455, "s"), (0x0456, "i"), (0x0458, "j"), (0x04BB, "h"), (0x0501, "d"), (0x051B, "q"),
        (0x051D, "w"),
    ]

    private static let greekLookalikes: [(UInt32, Character)] = [
        (0x03B1, "a"), (0x03B5, "e"), (0x03B9, "i"), (0x03BA, "k"), (0x03BD, "v"), (0x03BF, "o"), (0x03C1, "p"),
        (0x03C4, "t"), (0x03C5, "u"), (0x03C7, "x"),
    ]

    private static func imitated(_ table: [(UInt32, Character)], _ scalar: UInt32) -> UInt8 {
        for (original, letter) in table where original == scalar { return letter.asciiValue ?? bucket(scalar) }
        return bucket(scalar)
    }

    private static func bucket(_ scalar: UInt32) -> UInt8 {
        128 | UInt8(truncatingIfNeeded: (scalar &* 0x9E37_79B1) >> 25)
    }
}
