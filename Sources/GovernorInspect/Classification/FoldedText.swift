/// The characters of a text that arrives in pieces, folded (``FoldedCharacter``), with one blank for many.
struct FoldedText: Sendable {
    /// A character that is seen.
    struct Character: Sendable {
        /// The code, then one bit for each kind.
        private let bits: UInt16

        static let blank = Character(UInt8(ascii: " "), kind: 0)

        private init(_ code: UInt8, kind: UInt16) { bits = UInt16(code) | kind }

        init(letter code: UInt8) { self.init(code, kind: 0x100) }

        /// A character that is a word of its own.
        init(mark code: UInt8) { self.init(code, kind: 0x200) }

        var code: UInt8 { UInt8(truncatingIfNeeded: bits) }
        /// 1 for a part of a word, 0 for the rest. Numbers, as a branch on them would be hard to predict.
        var letterCount: Int { Int(bits >> 8 & 1) }
        /// 1 for a mark, 0 for the rest.
        var markCount: Int { Int(bits >> 9) }
        var isBlank: Bool { bits < 0x100 }
    }

    /// Whether the last character was a blank; the text begins behind one.
    private var isBehindBlank = true
    /// The scalar being decoded, and how many of its bytes are still to come.
    private var scalar: UInt32 = 0
    private var missing = 0

    /// How many characters some bytes give at most: themselves, and each what it breaks off; at the end a blank, too.
    static func mostCharacters(for byteCount: Int) -> Int { 2 * byteCount + 2 }

    /// Writes the characters that the next bytes complete; says how many. Bytes that are no UTF-8 are marks.
    mutating func fold(_ bytes: Span<UInt8>, into characters: UnsafeMutableBufferPointer<Character>) -> Int {
        precondition(characters.count >= Self.mostCharacters(for: bytes.count))
        return bytes.withUnsafeBufferPointer { bytes in
            Self.ascii.withUnsafeBufferPointer { fold(bytes, by: $0, into: characters) }
        }
    }

    /// - Parameter ascii: The character of each byte of ASCII.
    @inline(__always)
    private mutating func fold(
        _ bytes: UnsafeBufferPointer<UInt8>, by ascii: UnsafeBufferPointer<Character>,
        into characters: UnsafeMutableBufferPointer<Character>
    ) -> Int {
        var (count, position) = (0, 0)
        while position < bytes.count {
            if missing > 0 || bytes[position] >= 0x80 {
                takeLong(bytes[position], into: characters, &count)
                position &+= 1
                continue
            }
            var isBehindBlank = isBehindBlank
            while position < bytes.count, bytes[position] < 0x80 {
                let character = ascii[Int(bytes[position])]
                characters[count] = character
                count &+= character.isBlank && isBehindBlank ? 0 : 1
                isBehindBlank = character.isBlank
                position &+= 1
            }
            self.isBehindBlank = isBehindBlank
        }
        return count
    }

    /// Writes the characters that the end of the text completes; says how many.
    mutating func finish(into characters: UnsafeMutableBufferPointer<Character>) -> Int {
        var count = 0
        breakOff(into: characters, &count)
        append(.blank, to: characters, &count)
        return count
    }

    private static let ascii = (UInt8(0)..<0x80).map { byte -> Character in
        if byte.isLetter { return Character(letter: byte | 0x20) }
        if byte.isDigit { return Character(letter: byte) }
        return byte <= UInt8(ascii: " ") ? .blank : Character(mark: byte)
    }

    private mutating func takeLong(
        _ byte: UInt8, into characters: UnsafeMutableBufferPointer<Character>, _ count: inout Int
    ) {
        if missing > 0, byte & 0xC0 == 0x80 {
            scalar = scalar << 6 | UInt32(byte & 0x3F)
            missing -= 1
            if missing == 0 { takeScalar(into: characters, &count) }
            return
        }
        breakOff(into: characters, &count)
        switch byte {
        case 0x00..<0x80: append(Self.ascii[Int(byte)], to: characters, &count)
        case 0xC2..<0xE0: (scalar, missing) = (UInt32(byte & 0x1F), 1)
        case 0xE0..<0xF0: (scalar, missing) = (UInt32(byte & 0x0F), 2)
        case 0xF0..<0xF5: (scalar, missing) = (UInt32(byte & 0x07), 3)
        default: append(Character(mark: 0xFF), to: characters, &count)
        }
    }

    /// What is left of a scalar whose last bytes are not there is a mark.
    private mutating func breakOff(into characters: UnsafeMutableBufferPointer<Character>, _ count: inout Int) {
        if missing > 0 { append(Character(mark: 0xFF), to: characters, &count) }
        missing = 0
    }

    private mutating func takeScalar(into characters: UnsafeMutableBufferPointer<Character>, _ count: inout Int) {
        switch FoldedCharacter(scalar) {
        case .letter(let code): append(Character(letter: code), to: characters, &count)
        case .mark(let code), .ideograph(let code): append(Character(mark: code), to: characters, &count)
        case .blank: append(.blank, to: characters, &count)
        case .invisible: break
        }
    }

    private mutating func append(
        _ character: Character, to characters: UnsafeMutableBufferPointer<Character>, _ count: inout Int
    ) {
        if !(character.isBlank && isBehindBlank) {
            characters[count] = character
            count += 1
        }
        isBehindBlank = character.isBlank
    }
}
