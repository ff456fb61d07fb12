/// Reads the text of JSON as the characters that it means: `\n4111` is a number in a line of its own, and says so nowhere.
///
/// What is no escape of JSON (RFC 8259, section 7) passes as it is, also outside strings, where there is none.
struct JSONUnescaper: Sendable {
    /// One escape, or two that mean one character.
    private struct Escape {
        let meant: Range<Int>
        let written: Range<Int>
    }

    /// In order; those that nobody will ask for any more are gone.
    private var escapes: [Escape] = []
    /// An escape that is not complete.
    private var pending: [UInt8] = []
    private var written = 0
    private var meant = 0

    /// Takes the next bytes; returns what they mean, as far as that is certain.
    mutating func append(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes {
            guard !pending.isEmpty || byte == UInt8(ascii: "\\") else {
                text.append(byte)
                (written, meant) = (written + 1, meant + 1)
                continue
            }
            pending.append(byte)
            settle(&text)
        }
        return text
    }

    /// Ends the text; returns what is left of it.
    mutating func finish() -> [UInt8] {
        defer { pending = [] }
        var text: [UInt8] = []
        passHalf(&text)
        pass(pending.count, &text)
        return text
    }

    /// The place in what was written of a place in what it means.
    ///
    /// - Parameter isEnd: Whether it is where something ends, which then holds the whole of its last character.
    func place(of offset: Int, isEnd: Bool) -> Int {
        var (low, high) = (0, escapes.count)
        while low < high {
            let middle = (low + high) / 2
            let start = escapes[middle].meant.lowerBound
            if isEnd ? start < offset : start <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return offset + shift }
        let escape = escapes[low - 1]
        if isEnd, offset <= escape.meant.upperBound { return escape.written.upperBound }
        if !isEnd, offset < escape.meant.upperBound { return escape.written.lowerBound }
        return escape.written.upperBound + offset - escape.meant.upperBound
    }

    /// Says that nobody will ask for places before one any more.
    mutating func forget(before offset: Int) {
        // Half at a time, so that all of it together takes no longer than the text.
        let half = escapes.count / 2
        guard half > 512, escapes[half - 1].meant.upperBound <= offset else { return }
        shift = escapes[half - 1].written.upperBound - escapes[half - 1].meant.upperBound
        escapes.removeFirst(half)
    }

    /// How much longer than its meaning the text is before the first escape that is remembered.
    private var shift = 0

    private mutating func settle(_ text: inout [UInt8]) {
        // A first half of a character waits for the second.
        if pending.count == 7, pending[6] != UInt8(ascii: "\\") {
            let byte = pending.removeLast()
            passHalf(&text)
            return text.append(contentsOf: append([byte]))
        }
        if pending.count == 8, pending[7] != UInt8(ascii: "u") {
            let rest = pending[6...]
            pending.removeLast(2)
            passHalf(&text)
            return text.append(contentsOf: append(rest))
        }
        switch pending.count {
        case 1, 7, 8: return
        case 2:
            guard pending[1] != UInt8(ascii: "u") else { return }
            guard let byte = Self.simple[pending[1]] else { return pass(2, &text) }
            say([byte], 2, &text)
        case 6:
            guard let unit = unit(at: 2) else { return pass(6, &text) }
            if !(0xD800..<0xDC00).contains(unit) { say(Self.utf8(unit), 6, &text) }
        case 12:
            guard let low = unit(at: 8), (0xDC00..<0xE000).contains(low), let high = unit(at: 2) else {
                let rest = pending[6...]
                pending.removeLast(6)
                passHalf(&text)
                return text.append(contentsOf: append(rest))
            }
            say(Self.utf8(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)), 12, &text)
        default: return
        }
    }

    /// Says what a first half that has no second one means: nothing that anybody knows.
    private mutating func passHalf(_ text: inout [UInt8]) {
        if pending.count >= 6, unit(at: 2) != nil { say(Self.utf8(0xFFFD), 6, &text) }
    }

    /// Passes the first bytes of what is pending as they are.
    private mutating func pass(_ count: Int, _ text: inout [UInt8]) {
        text += pending.prefix(count)
        pending.removeFirst(count)
        (written, meant) = (written + count, meant + count)
    }

    private mutating func say(_ character: [UInt8], _ count: Int, _ text: inout [UInt8]) {
        pending.removeFirst(count)
        text += character
        escapes.append(
            Escape(meant: meant..<(meant + character.count), written: written..<(written + count)))
        (written, meant) = (written + count, meant + character.count)
    }

    private func unit(at place: Int) -> UInt32? {
        pending[place..<(place + 4)].reduce(0 as UInt32?) { value, byte in
            guard let value, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            return value << 4 | UInt32(digit)
        }
    }

    private static func utf8(_ scalar: UInt32) -> [UInt8] {
        Array(String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
    }

    private static let simple: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]
}
