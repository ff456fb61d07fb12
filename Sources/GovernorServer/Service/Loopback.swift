/// The names of this machine for itself: what is sent to them passes no network.
enum Loopback {
    /// Whether a host, without port and brackets, is one of them.
    static func isNamed(_ host: String) -> Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }
}
