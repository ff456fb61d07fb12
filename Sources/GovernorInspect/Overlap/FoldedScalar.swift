/// What the comparison of texts sees of a Unicode scalar: case, accents, look-alikes and invisible characters are folded.
///
/// Words that read the same become the same word whether they are written in capitals, full-width, with Cyrillic or
/// Greek look-alikes, in mathematical letters, or with zero-width characters between the letters. Both sides of a
/// comparison are folded, so a text that is truly Cyrillic or Greek stays consistent with itself.
enum FoldedScalar: Equatable {
    /// A letter or digit of a script that separates words.
    case letter(UInt32)
    /// A character of a script that writes words without spaces; it stands for itself.
    case ideograph(UInt32)
    /// Part of no word, and no end of one: apostrophes, combining marks, zero-width and directional marks.
    case ignored
    /// A hyphen or full stop: one between letters joins them, as in abbreviations; two in a row end the word.
    case joiner
    /// Space, punctuation, symbols, and bytes that are not UTF-8.
    case separator

    init(_ scalar: UInt32) {
        switch scalar {
        case 0x30...0x39, 0x61...0x7A: self = .letter(scalar)
        case 0x41...0x5A: self = .letter(scalar | 0x20)
        case 0x27, 0x60, 0xAD, 0xB4, 0x02B9...0x02BF, 0x0300...0x036F, 0x0591...0x05C7, 0x064B...0x065F, 0x180E,
            0x1AB0...0x1AFF, 0x200B...0x200F, 0x2018...0x201B, 0x202A...0x202E, 0x2032, 0x2060...0x2069,
            0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF, 0xFF07, 0xE0000...0xE0FFF:
            self = .ignored
        case 0x2D, 0x2E, 0x2010, 0x2011, 0xFF0D, 0xFF0E: self = .joiner
        case 0...0x7F: self = .separator
        default: self = Self.beyondASCII(scalar)
        }
    }

    private static func beyondASCII(_ scalar: UInt32) -> FoldedScalar {
        switch scalar {
        case 0xAA, 0xB5, 0xBA: .letter(scalar == 0xB5 ? 0x6D : scalar == 0xAA ? 0x61 : 0x6F)
        case 0x80...0xBF, 0xD7, 0xF7: .separator
        case 0xC0...0x17F: .letter(UInt32(latinBases[Int(scalar - 0xC0)]))
        case 0x0370...0x03FF: .letter(imitated(greek, greekLowerCase(scalar)))
        case 0x0400...0x052F: .letter(imitated(cyrillic, cyrillicLowerCase(scalar)))
        case 0x0531...0x0556: .letter(scalar + 0x30)
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            .ideograph(scalar)
        case 0x1E00...0x1EFF: .letter(scalar & ~1)
        case 0x2000...0x20CF, 0x2190...0x245F, 0x2500...0x2BFF, 0x3000...0x303F, 0xD800...0xF8FF, 0xFF61...0xFF64,
            0x1F000...0x1FAFF:
            .separator
        case 0x24B6...0x24E9: .letter(0x61 + (scalar - 0x24B6) % 26)
        case 0xFF01...0xFF5E: FoldedScalar(scalar - 0xFEE0)
        case 0x1D400...0x1D6A3: .letter(0x61 + (scalar - 0x1D400) % 26)
        case 0x1D7CE...0x1D7FF: .letter(0x30 + (scalar - 0x1D7CE) % 10)
        default: .letter(scalar)
        }
    }

    /// The base letters of U+00C0 to U+017F, in order; the two signs among them are separators before they get here.
    private static let latinBases = Array(
        ("aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllln"
            + "nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8)

    private static func greekLowerCase(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x0391...0x03A9: scalar + 0x20
        case 0x0386, 0x03AC: 0x03B1
        case 0x0388, 0x03AD: 0x03B5
        case 0x0389, 0x03AE: 0x03B7
        case 0x038A, 0x03AF, 0x03CA, 0x0390: 0x03B9
        case 0x038C, 0x03CC: 0x03BF
        case 0x038E, 0x03CD, 0x03CB, 0x03B0: 0x03C5
        case 0x038F, 0x03CE: 0x03C9
        case 0x03C2: 0x03C3
        default: scalar
        }
    }

    private static func cyrillicLowerCase(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x0400...0x040F: scalar + 0x50
        case 0x0410...0x042F: scalar + 0x20
        case 0x0460...0x0481, 0x048A...0x04BF, 0x04D0...0x052F: scalar | 1
        default: scalar
        }
    }

    /// Lower-case letters and the Latin letter that they, or their capitals, are taken for.
    private static let cyrillic: [(UInt32, Unicode.Scalar)] = [
        (0x0430, "a"), (0x0432, "b"), (0x0435, "e"), (0x043A, "k"), (0x043C, "m"), (0x043D, "h"), (0x043E, "o"),
        (0x0440, "p"), (0x0441, "c"), (0x0442, "t"), (0x0443, "y"), (0x0445, "x"), (0x0450, "e"), (0x0451, "e"),
        (0x0455, "s"), (0x0456, "i"), (0x0457, "i"), (0x0458, "j"), (0x04AF, "y"), (0x04BB, "h"), (0x0501, "d"),
        (0x051B, "q"), (0x051D, "w"),
    ]

    private static let greek: [(UInt32, Unicode.Scalar)] = [
        (0x03B1, "a"), (0x03B2, "b"), (0x03B5, "e"), (0x03B6, "z"), (0x03B7, "h"), (0x03B9, "i"), (0x03BA, "k"),
        (0x03BC, "m"), (0x03BD, "v"), (0x03BF, "o"), (0x03C1, "p"), (0x03C4, "t"), (0x03C5, "u"), (0x03C7, "x"),
    ]

    private static func imitated(_ table: [(UInt32, Unicode.Scalar)], _ scalar: UInt32) -> UInt32 {
        for (original, letter) in table where original == scalar { return letter.value }
        return scalar
    }
}
