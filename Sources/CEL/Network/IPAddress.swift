/// An IPv4 or IPv6 address: CEL's `net.IP`.
///
/// Text is read strictly: four decimal numbers without leading zeros, or RFC 4291 groups; no zone, no port, no prefix
/// length. An IPv4-mapped address in hexadecimal (`::ffff:c0a8:1`) is the IPv4 address it stands for, so that one host
/// compares equal to itself; the mixed notation `::ffff:192.168.0.1` is refused, because the same policy text would
/// mean different address families to different readers.
public struct IPAddress: Hashable, Sendable {
    /// The two families of the Internet Protocol.
    public enum Family: Int, Sendable {
        /// 32-bit addresses.
        case v4 = 4
        /// 128-bit addresses.
        case v6 = 6

        /// The length of an address in bits.
        public var bitCount: Int { self == .v4 ? 32 : 128 }
    }

    /// Which protocol version the address belongs to.
    public let family: Family
    /// The address as a number; for IPv4 in the low 32 bits.
    let bits: UInt128

    init(family: Family, bits: UInt128) {
        self.family = family
        self.bits = bits
    }

    /// Reads an address.
    ///
    /// - Throws: ``NetworkTextError`` when the text is not an address, has a zone or mixes the notations of a mapped
    /// address.
    public init(_ text: String) throws(NetworkTextError) {
        let scanned = try IPAddressScanner.scan(text.utf8[...], whatIsRead: .address)
        guard !scanned.isMapped || !scanned.isMixed else { throw .mappedAddress(.address) }
        self = scanned.isMapped ? Self(family: .v4, bits: scanned.address.bits & 0xffff_ffff) : scanned.address
    }

    /// Whether a text is an address in its canonical form (RFC 5952: lower case, no leading zeros, longest run of zeros
    /// as `::`).
    ///
    /// - Throws: ``NetworkTextError`` when the text is no address at all.
    public static func isCanonical(_ text: String) throws(NetworkTextError) -> Bool {
        let canonical = try IPAddress(text).description
        return canonical.utf8.elementsEqual(text.utf8)
    }

    /// Whether this is `0.0.0.0` or `::`.
    public var isUnspecified: Bool { bits == 0 }

    /// Whether this is in `127.0.0.0/8` or is `::1`.
    public var isLoopback: Bool {
        family == .v4 ? leadingBits(8) == 127 : bits == 1
    }

    /// Whether this is in `169.254.0.0/16` or `fe80::/10`.
    public var isLinkLocalUnicast: Bool {
        family == .v4 ? leadingBits(16) == 0xa9fe : leadingBits(10) == 0xfe80 >> 6
    }

    /// Whether this is in `224.0.0.0/24` or is link-local multicast in `ff00::/8` (scope 2).
    public var isLinkLocalMulticast: Bool {
        family == .v4 ? leadingBits(24) == 0xe00000 : leadingBits(16) & 0xff0f == 0xff02
    }

    /// Whether this is in `224.0.0.0/4` or `ff00::/8`.
    public var isMulticast: Bool {
        family == .v4 ? leadingBits(4) == 0xe : leadingBits(8) == 0xff
    }

    /// Whether this is a unicast address beyond the link: not unspecified, loopback, multicast, link-local or
    /// broadcast.
    ///
    /// Private ranges such as `192.168.0.0/16` count as global here, as in the reference implementation.
    public var isGlobalUnicast: Bool {
        let isBroadcast = family == .v4 && bits == 0xffff_ffff
        return !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast && !isBroadcast
    }

    private func leadingBits(_ count: Int) -> UInt128 { bits >> UInt128(family.bitCount - count) }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical text: dotted decimal, or RFC 5952.
    public var description: String {
        switch family {
        case .v4:
            stride(from: 24, through: 0, by: -8).map { String((bits >> UInt128($0)) & 0xff) }.joined(separator: ".")
        case .v6: groupedText
        }
    }

    private var groupedText: String {
        let groups = stride(from: 112, through: 0, by: -16).map { UInt16(truncatingIfNeeded: bits >> UInt128($0)) }
        let zeros = Self.longestZeroRun(groups)
        func text(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard zeros.count >= 2 else { return text(groups[...]) }
        return text(groups[..<zeros.lowerBound]) + "::" + text(groups[zeros.upperBound...])
    }

    /// The first of the longest runs of zero groups (RFC 5952 §4.2.3).
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<(index + 1)
            }
        }
        return longest
    }
}
