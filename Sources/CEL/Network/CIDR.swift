/// An address and a prefix length: CEL's `net.CIDR`.
///
/// The bits after the prefix are kept, so `192.168.1.5/24` still knows its address; ``masked`` clears them.
public struct CIDR: Hashable, Sendable {
    /// The address as written.
    public let address: IPAddress
    /// How many leading bits name the network: at most 32 or 128.
    public let prefixLength: Int

    private init(address: IPAddress, prefixLength: Int) {
        self.address = address
        self.prefixLength = prefixLength
    }

    /// Reads `address/length`.
    ///
    /// - Throws: ``NetworkTextError`` when the text has another form, a zone, an IPv4-mapped address or too long a
    /// prefix.
    public init(_ text: String) throws(NetworkTextError) {
        let bytes = text.utf8
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { throw .malformed(.block) }
        let scanned = try IPAddressScanner.scan(bytes[..<slash], whatIsRead: .block)
        guard !scanned.isMapped else { throw .mappedAddress(.block) }
        let length = bytes[bytes.index(after: slash)...]
        guard let prefixLength = IPAddressScanner.decimal(length, atMost: scanned.address.family.bitCount) else {
            throw .malformed(.block)
        }
        self.init(address: scanned.address, prefixLength: prefixLength)
    }

    /// The same block with all bits after the prefix cleared.
    public var masked: CIDR {
        CIDR(address: IPAddress(family: address.family, bits: address.bits & mask), prefixLength: prefixLength)
    }

    /// Whether no bit after the prefix is set: the text names the network itself.
    public var isMask: Bool { address.bits & ~mask & familyMask == 0 }

    /// Whether an address lies in this block; never across families.
    public func contains(_ other: IPAddress) -> Bool {
        address.family == other.family && (address.bits ^ other.bits) & mask == 0
    }

    /// Whether all addresses of another block lie in this one.
    public func contains(_ other: CIDR) -> Bool {
        prefixLength <= other.prefixLength && contains(other.address)
    }

    private var familyMask: UInt128 { address.family == .v4 ? 0xffff_ffff : .max }

    private var mask: UInt128 {
        let hostBits = UInt128(address.family.bitCount - prefixLength)
        return (familyMask << hostBits) & familyMask
    }
}

extension CIDR: CustomStringConvertible {
    /// The canonical text `address/length`.
    public var description: String { "\(address)/\(prefixLength)" }
}
