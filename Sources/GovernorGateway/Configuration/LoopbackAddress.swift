/// Tells addresses that only this machine can reach.
enum LoopbackAddress {
    /// Whether a host is `localhost`, `::1`, or within 127.0.0.0/8, also when written as an IPv4-mapped IPv6 address.
    static func matches(_ host: String) -> Bool {
        let address = host.hasPrefix("::ffff:") ? String(host.dropFirst(7)) : host
        if address == "localhost" || address == "::1" { return true }
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
