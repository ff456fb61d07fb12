/// Capital and small letters of the Latin, Greek and Cyrillic alphabets, without the tables of the standard library.
enum LetterCase {
    /// The small letter of a capital; every other scalar as it is.
    static func small(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3A9, 0x410...0x42F: scalar + 32
        case 0x100...0x137, 0x14A...0x177: scalar | 1
        case 0x139...0x148, 0x179...0x17E: scalar + (scalar & 1)
        case 0x178: 0xFF
        case 0x400...0x40F: scalar + 80
        default: scalar
        }
    }

    static func isCapital(_ scalar: UInt32) -> Bool { small(scalar) != scalar }
}
