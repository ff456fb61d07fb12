/// A way to write a character by its number or its name, as URLs, HTML and string literals do.
struct CharacterEscape: Sendable {
    /// The recognizer's name and version.
    let detector: String
    /// What every escape begins with.
    let sign: UInt8
    /// What may follow the sign.
    let followers: ByteSet
    /// What may stand between escapes as it is.
    let plain: ByteSet
    /// Which of that stands for a space.
    var spaces = ByteSet([])
    /// The character that an escape stands for, and how many bytes the escape has; nil where none begins.
    ///
    /// Only what ASCII has is read; a no-break space is a space.
    let read: @Sendable (Span<UInt8>, Int) -> (byte: UInt8, length: Int)?

    /// The most bytes of an escape.
    static let longest = 9

    /// Whether an escape ends at an offset.
    func ends(in text: Span<UInt8>, at end: Int) -> Bool {
        for start in max(0, end - Self.longest)..<end where text[start] == sign {
            if let length = read(text, start)?.length, start + length == end { return true }
        }
        return false
    }

    /// RFC 3986: `%40`; in forms `+` is a space.
    static let percent = CharacterEscape(
        detector: "percent/2", sign: UInt8(ascii: "%"), followers: ByteSet("234567".utf8),
        plain: word.union(ByteSet("~+".utf8)), spaces: ByteSet("+".utf8)
    ) { text, position in
        guard text.byte(at: position) == UInt8(ascii: "%"), let byte = text.hexByte(at: position + 1) else {
            return nil
        }
        return (byte, 3)
    }

    /// HTML, section 13.5: `&#64;`, `&#x40;`, `&commat;`.
    static let entity = CharacterEscape(
        detector: "html-entity/1", sign: UInt8(ascii: "&"), followers: ByteSet("#chlnps".utf8),
        plain: word.union(ByteSet("@+".utf8))
    ) { text, position in
        guard text.byte(at: position) == UInt8(ascii: "&") else { return nil }
        guard text.byte(at: position + 1) == UInt8(ascii: "#") else {
            return names.first { text.hasPrefix($0.name, at: position) }.map { ($0.byte, $0.name.utf8CodeUnitCount) }
        }
        let isHex = text.hasWord("x", at: position + 2)
        let digits = position + (isHex ? 3 : 2)
        var (end, value) = (digits, 0)
        while end < digits + 5, let byte = text.byte(at: end), isHex ? byte.isHexDigit : byte.isDigit {
            value = value * (isHex ? 16 : 10) + Int(text.hexValue(at: end) ?? 0)
            end += 1
        }
        guard end > digits, text.byte(at: end) == UInt8(ascii: ";"), value < 0x80 || value == 0xA0 else { return nil }
        return (value == 0xA0 ? 0x20 : UInt8(value), end + 1 - position)
    }

    private static let names: [(name: StaticString, byte: UInt8)] = [
        ("&commat;", UInt8(ascii: "@")), ("&period;", UInt8(ascii: ".")), ("&lowbar;", UInt8(ascii: "_")),
        ("&hyphen;", UInt8(ascii: "-")), ("&plus;", UInt8(ascii: "+")), ("&nbsp;", 0x20),
        ("&colon;", UInt8(ascii: ":")),
        ("&sol;", UInt8(ascii: "/")),
    ]

    /// C, Python, JavaScript and JSON: `\x40`, `\u0040`.
    static let backslash = CharacterEscape(
        detector: "backslash/1", sign: UInt8(ascii: "\\"), followers: ByteSet("xu".utf8),
        plain: word.union(ByteSet("@+".utf8))
    ) { text, position in
        guard text.byte(at: position) == UInt8(ascii: "\\") else { return nil }
        if text.byte(at: position + 1) == UInt8(ascii: "x") { return text.hexByte(at: position + 2).map { ($0, 4) } }
        guard text.hasPrefix("u00", at: position + 1) else { return nil }
        return text.hexByte(at: position + 4).map { ($0, 6) }
    }

    private static let word = ByteSet.base62.union(ByteSet("-._".utf8))
}

extension Span<UInt8> {
    /// The byte that two hexadecimal digits at an offset stand for.
    fileprivate func hexByte(at offset: Int) -> UInt8? {
        guard let high = hexValue(at: offset), let low = hexValue(at: offset + 1) else { return nil }
        return high << 4 | low
    }
}
