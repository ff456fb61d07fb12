/// Why a text is not an IP address or a CIDR block.
///
/// The text itself stays out of the message: an address is personal data.
public enum NetworkTextError: Error, Equatable, Sendable {
    /// What was being read.
    public enum Subject: String, Sendable {
        /// A single address.
        case address = "IP address"
        /// An address with a prefix length.
        case block = "CIDR"
    }

    /// The text does not have the form of an address or a block.
    case malformed(Subject)
    /// The address carries a zone such as `%eth0`, which means nothing on another machine.
    case zone(Subject)
    /// The address is an IPv4 address inside IPv6 notation.
    case mappedAddress(Subject)

    /// What is wrong, as a sentence.
    public var message: String {
        switch self {
        case .malformed(let subject): "\(subject.rawValue) parse error during conversion from string"
        case .zone(let subject): "\(subject.rawValue) with zone value is not allowed"
        case .mappedAddress: "IPv4-mapped IPv6 address is not allowed"
        }
    }

    /// What to write instead.
    public var hint: String {
        switch self {
        case .malformed(.address): "write an address such as 192.0.2.1 or 2001:db8::1, without leading zeros"
        case .malformed(.block): "write an address and a prefix length such as 192.0.2.0/24 or 2001:db8::/32"
        case .zone: "leave out the zone, the part from % on"
        case .mappedAddress: "write the IPv4 address itself"
        }
    }
}
