/// Tells addresses that only this machine can reach.
package enum LoopbackAddress {
    /// Whether a host is `localhost`, `::1`, or within 127.0.0.0/8, also when written as an IPv4-mapped IPv6 address.
    package static func matches(host: String) -> Bool {
        let address = host.hasPrefix("::ffff:") ? String(host.dropFirst(7)) : host
        if address == "localhost" || address == "::1" { return true }
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Whether the host of an authority, as a `Host` field has it, is one of these: `localhost:8080`, `[::1]`.
    package static func matches(authority: String) -> Bool {
        let text = authority.lowercased()
        if text.hasPrefix("[") {
            let parts = text.dropFirst().split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 && isPort(parts[1]) && matches(host: String(parts[0]))
        }
        let host = text.prefix { $0 != ":" }
        return isPort(text.dropFirst(host.count)) && matches(host: String(host))
    }

    /// Whether a text is empty, or a colon and digits.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.first == ":" && text.dropFirst().utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 })
    }
}
