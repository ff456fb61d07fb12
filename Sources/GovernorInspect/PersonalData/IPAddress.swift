/// Reads network addresses.
enum IPAddress {
    /// The IPv4 address at an offset, most significant byte first, and where it ends.
    static func v4(in text: Span<UInt8>, at start: Int) -> (address: UInt32, end: Int)? {
        var (address, position): (UInt32, Int) = (0, start)
        for part in 0..<4 {
            if part > 0 {
                guard text.byte(at: position) == UInt8(ascii: ".") else { return nil }
                position += 1
            }
            var (value, digits) = (0, 0)
            while digits < 4, let byte = text.byte(at: position), byte.isDigit {
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
                digits += 1
                position += 1
            }
            guard (1...3).contains(digits), value < 256 else { return nil }
            address = address << 8 | UInt32(value)
        }
        return (address, position)
    }

    /// Where the IPv6 address ends that begins at an offset.
    static func v6End(in text: Span<UInt8>, at start: Int) -> Int? {
        var (position, groups, hasGap) = (start, 0, false)
        while groups < 8 {
            if text.hasPrefix("::", at: position) {
                guard !hasGap else { return nil }
                hasGap = true
                position += 2
                guard text.byte(at: position)?.isHexDigit ?? false else { break }
            } else if groups > 0 {
                guard text.byte(at: position) == UInt8(ascii: ":"), text.byte(at: position + 1)?.isHexDigit ?? false
                else {
                    break
                }
                position += 1
            }
            if groups <= 6, let (_, end) = v4(in: text, at: position) {
                groups += 2
                position = end
                break
            }
            var digits = 0
            while digits < 5, text.byte(at: position)?.isHexDigit ?? false {
                digits += 1
                position += 1
            }
            guard (1...4).contains(digits) else { return nil }
            groups += 1
        }
        return hasGap && groups < 8 || groups == 8 && !hasGap ? position : nil
    }

    /// Behind a zone such as `%eth0`.
    static func zoneEnd(in text: Span<UInt8>, at end: Int) -> Int {
        guard text.byte(at: end) == UInt8(ascii: "%") else { return end }
        var position = end + 1
        while position < end + 16, text.byte(at: position)?.isLetterOrDigit ?? false { position += 1 }
        return position > end + 1 ? position : end
    }

    /// Behind a prefix length such as `/24`.
    static func prefixEnd(in text: Span<UInt8>, at end: Int, longest: Int) -> Int {
        guard text.byte(at: end) == UInt8(ascii: "/") else { return end }
        var (position, value) = (end + 1, 0)
        while position < end + 4, let byte = text.byte(at: position), byte.isDigit {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            position += 1
        }
        let isWhole = !(text.byte(at: position)?.isLetterOrDigit ?? false)
        return position > end + 1 && value <= longest && isWhole ? position : end
    }

    /// Whether an address says nothing about who uses it (RFC 6890).
    static func isPrivateV4(_ address: UInt32) -> Bool {
        switch (address >> 24, address >> 16 & 0xFF) {
        case (0, _), (10, _), (127, _), (172, 16...31), (192, 168), (169, 254), (100, 64...127), (224..., _): true
        default: false
        }
    }

    /// Whether it is unspecified, loopback, link-local, unique local or multicast.
    static func isPrivateV6(_ text: Span<UInt8>, _ span: Range<Int>) -> Bool {
        let start = span.lowerBound
        if span.allSatisfy({ [UInt8(ascii: ":"), UInt8(ascii: "0"), UInt8(ascii: "1")].contains(text[$0]) }),
            text.hasPrefix("::", at: start)
        {
            return true
        }
        return text.hasWord("fe8", at: start) || text.hasWord("fc", at: start) || text.hasWord("fd", at: start)
            || text.hasWord("ff", at: start)
    }
}
