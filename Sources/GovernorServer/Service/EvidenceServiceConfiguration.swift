import GovernorCore

/// How the evidence service listens, and what it allows.
package struct EvidenceServiceConfiguration: Sendable {
    /// The address to listen on.
    package var host = "127.0.0.1"
    /// The port; 0 lets the system choose.
    package var port = 8080
    /// The most bytes of a request's body. Evidence is metadata and references; artifacts are stored elsewhere.
    package var bodyLimit = 1 << 20
    /// How long an answer may take, the reading of the body included. A fact that is already queued is waited for: its
    /// answer must say whether it is durable. After an answer that did not need the whole body, the rest of it has as
    /// long again to arrive before the connection is closed.
    package var requestTimeout: Duration = .seconds(30)
    /// How long a connection may be idle.
    package var idleTimeout: Duration = .seconds(60)
    /// How long a shutdown waits for requests in flight.
    package var shutdownTimeout: Duration = .seconds(10)
    /// The most connections at a time; others wait to be accepted.
    package var connectionLimit = 1024
    /// The most bytes of all header fields together.
    package var headerLimit = 16 << 10
    /// The most bytes of a request's target (path and query).
    package var targetLimit = 8 << 10
    /// The most header fields.
    package var headerCountLimit = 100
    /// Whether checkpoint, tiles and receipts need no key. Leaves hold no free text, but show how much happens when.
    package var isLogPublic = false

    /// Creates a configuration of defaults.
    package init() {}

    /// Whether the address can only be reached from this machine.
    var isLoopback: Bool { LoopbackAddress.matches(host: host) }
}
