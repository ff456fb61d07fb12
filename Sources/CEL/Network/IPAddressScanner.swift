/// Reads the text forms of RFC 4291 §2.2 and dotted decimal, byte by byte.
enum IPAddressScanner {
    struct Scanned {
        let address: IPAddress
        /// Whether the last 32 bits of an IPv6 address were written in dotted decimal.
        let isMixed: Bool

        /// Whether an IPv6 address is in `::ffff:0:0/96`.
        var isMapped: Bool { address.family == .v6 && address.bits >> 32 == 0xffff }
    }

    static func scan(
        _ text: Substring.UTF8View, whatIsRead subject: NetworkTextError.Subject
    ) throws(NetworkTextError) -> Scanned {
        guard text.contains(UInt8(ascii: ":")) else {
            guard let bits = dottedDecimal(text) else { throw .malformed(subject) }
            return Scanned(address: IPAddress(family: .v4, bits: UInt128(bits)), isMixed: false)
        }
        if let percent = text.firstIndex(of: UInt8(ascii: "%")) {
            let isAddress = groups(text[..<percent]) != nil && text.index(after: percent) != text.endIndex
            throw isAddress ? .zone(subject) : .malformed(subject)
        }
        guard let scanned = groups(text) else { throw .malformed(subject) }
        return scanned
    }

    /// Four numbers from 0 to 255 without leading zeros, separated by dots.
    private static func dottedDecimal(_ text: Substring.UTF8View) -> UInt32? {
        // 15 bytes is the longest dotted address; the guard bounds the split for hostile input.
        guard text.count <= 15 else { return nil }
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let octet = decimal(part, atMost: 255) else { return nil }
            bits = bits << 8 | UInt32(octet)
        }
        return bits
    }

    /// A decimal number without sign or leading zeros.
    static func decimal(_ text: Substring.UTF8View, atMost limit: Int) -> Int? {
        guard (1...3).contains(text.count) else { return nil }
        guard text.count == 1 || text.first != UInt8(ascii: "0") else { return nil }
        var value = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value <= limit ? value : nil
    }

    /// Eight groups of up to four hexadecimal digits; one `::` may stand for one or more zero groups, and the last two
    /// groups may be dotted decimal.
    private static func groups(_ text: Substring.UTF8View) -> Scanned? {
        // 45 bytes is the longest form: six groups of four and a dotted address.
        guard (2...45).contains(text.count) else { return nil }
        var parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        // A leading or trailing `::` leaves two empty parts at that end; one of them is only the edge.
        if parts[0].isEmpty {
            guard parts.count > 2, parts[1].isEmpty else { return nil }
            parts.removeFirst()
        }
        if parts.count > 1, parts[parts.count - 1].isEmpty {
            guard parts[parts.count - 2].isEmpty else { return nil }
            if parts.count > 1 { parts.removeLast() }
        }
        guard parts.count(where: \.isEmpty) <= 1 else { return nil }

        var values: [UInt16] = []
        var gap: Int?
        var isMixed = false
        for (index, part) in parts.enumerated() {
            if part.isEmpty {
                gap = values.count
            } else if index == parts.count - 1, let tail = dottedDecimal(part) {
                isMixed = true
                values.append(UInt16(tail >> 16))
                values.append(UInt16(tail & 0xffff))
            } else if let group = hexadecimal(part) {
                values.append(group)
            } else {
                return nil
            }
        }
        if let gap {
            guard values.count < 8 else { return nil }
            values.insert(contentsOf: repeatElement(0, count: 8 - values.count), at: gap)
        }
        guard values.count == 8 else { return nil }
        let bits = values.reduce(UInt128(0)) { $0 << 16 | UInt128($1) }
        return Scanned(address: IPAddress(family: .v6, bits: bits), isMixed: isMixed)
    }

    private static func hexadecimal(_ text: Substring.UTF8View) -> UInt16? {
        guard (1...4).contains(text.count) else { return nil }
        var value: UInt16 = 0
        for byte in text {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}
