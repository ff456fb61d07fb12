extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

    var isLetterOrDigit: Bool { isDigit || isLetter }

    /// Whether it belongs to a name in a program.
    var isWordPart: Bool { isLetterOrDigit || self == UInt8(ascii: "_") }

    var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
}

extension Span<UInt8> {
    /// Whether a number or code may begin here: not inside a word, an order number such as `ORD-4711` or `#4711`, or the
    /// later parts of a decimal, a version or a path. A comma divides fields; see ``hasDecimalComma(at:)``. `_` may emphasise.
    func isBoundary(before offset: Int) -> Bool {
        guard let previous = byte(at: offset - 1) else { return true }
        switch previous {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"):
            return !(byte(at: offset - 2)?.isLetterOrDigit ?? false)
        case UInt8(ascii: "_"): return byte(at: offset - 2).map { !$0.isWordPart } ?? true
        case UInt8(ascii: "#"), UInt8(ascii: "+"): return false
        default: return !previous.isLetterOrDigit
        }
    }

    /// Whether a number or code may end here; punctuation may follow it, more of a word or number may not.
    func isBoundary(after offset: Int) -> Bool {
        guard let next = byte(at: offset) else { return true }
        switch next {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"):
            return !(byte(at: offset + 1)?.isLetterOrDigit ?? false)
        case UInt8(ascii: "_"): return byte(at: offset + 1).map { !$0.isWordPart } ?? true
        case UInt8(ascii: "%"): return false
        default: return !next.isLetterOrDigit
        }
    }

    /// Whether a code whose check digits prove it may end here: lists have more behind `:` or `/`.
    func isCodeBoundary(after offset: Int) -> Bool {
        isBoundary(after: offset) || byte(at: offset) == UInt8(ascii: ":") || byte(at: offset) == UInt8(ascii: "/")
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
