extension CELDuration {
    /// Reads duration text as Go writes it: `1h30m`, `1.5s`, `-3ms`, `100us` or `100µs`, `7ns`, `0`.
    ///
    /// - Throws: ``CELTimeError/malformedDuration`` or ``CELTimeError/durationOutOfRange``.
    public init(parsing text: String) throws(CELTimeError) {
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        guard !rest.isEmpty else { throw .malformedDuration }
        if rest.elementsEqual("0".utf8) {
            self = .zero
            return
        }
        var total: Int128 = 0
        while !rest.isEmpty {
            total += try Self.takePart(&rest)
            guard total <= Int128(Self.limitSeconds) * 1_000_000_000 else { throw .durationOutOfRange }
        }
        try self.init(totalNanoseconds: isNegative ? -total : total)
    }

    /// One number with its unit, in nanoseconds; digits below a nanosecond are dropped.
    private static func takePart(_ rest: inout Substring.UTF8View) throws(CELTimeError) -> Int128 {
        let whole = takeDigits(&rest)
        var fraction: [UInt8] = []
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = takeDigits(&rest)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { throw .malformedDuration }
        guard let unit = takeUnit(&rest) else { throw .malformedDuration }

        // 22 digits are out of range in any unit; 21 digits of the longest still fit in 128 bits.
        let significant = whole.drop { $0 == 0 }
        guard significant.count <= 21 else { throw .durationOutOfRange }
        var nanoseconds = significant.reduce(Int128(0)) { $0 * 10 + Int128($1) } * unit
        var scale: Int128 = 1
        var part: Int128 = 0
        for digit in fraction.prefix(15) {
            scale *= 10
            part = part * 10 + Int128(digit)
        }
        nanoseconds += part * unit / scale
        return nanoseconds
    }

    private static func takeDigits(_ rest: inout Substring.UTF8View) -> [UInt8] {
        var digits: [UInt8] = []
        while let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            digits.append(byte - UInt8(ascii: "0"))
            rest.removeFirst()
        }
        return digits
    }

    /// Names and lengths in nanoseconds, longer names first; both micro signs (U+00B5, U+03BC) are in use.
    private static let units: [(name: String, nanoseconds: Int128)] = [
        ("ns", 1), ("us", 1_000), ("\u{b5}s", 1_000), ("\u{3bc}s", 1_000), ("ms", 1_000_000),
        ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    private static func takeUnit(_ rest: inout Substring.UTF8View) -> Int128? {
        guard let unit = units.first(where: { rest.starts(with: $0.name.utf8) }) else { return nil }
        rest = rest.dropFirst(unit.name.utf8.count)
        return unit.nanoseconds
    }
}
