extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

    var isLetterOrDigit: Bool { isDigit || isLetter }

    var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
}

extension Span<UInt8> {
    /// Whether a number or code may begin here: not inside a word, an order number such as `ORD-4711` or `#4711`, or the
    /// later parts of a decimal, a version or a path. A comma divides fields; see ``hasDecimalComma(at:)``.
    func isBoundary(before offset: Int) -> Bool {
        guard let previous = byte(at: offset - 1) else { return true }
        switch previous {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"):
            return !(byte(at: offset - 2)?.isLetterOrDigit ?? false)
        case UInt8(ascii: "_"), UInt8(ascii: "#"), UInt8(ascii: "+"): return false
        default: return !previous.isLetterOrDigit
        }
    }

    /// Whether a number or code may end here; punctuation may follow it, more of a word or number may not.
    func isBoundary(after offset: Int) -> Bool {
        guard let next = byte(at: offset) else { return true }
        switch next {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"):
            return !(byte(at: offset + 1)?.isLetterOrDigit ?? false)
        case UInt8(ascii: "_"), UInt8(ascii: "%"): return false
        default: return !next.isLetterOrDigit
        }
    }

    /// Whether a comma stands between two digits, so that it may be that of a decimal such as `3,14`.
    func hasDecimalComma(at offset: Int) -> Bool {
        byte(at: offset) == UInt8(ascii: ",") && byte(at: offset - 1)?.isDigit ?? false
            && byte(at: offset + 1)?.isDigit ?? false
    }

    /// Whether neither a word nor a decimal goes on at an offset.
    func endsNumber(at offset: Int) -> Bool {
        guard let next = byte(at: offset) else { return true }
        if next == UInt8(ascii: ".") { return !(byte(at: offset + 1)?.isDigit ?? false) }
        return !next.isLetterOrDigit && next != UInt8(ascii: "_")
    }
}
