/// What one client may ask of the gateway at most.
package struct GatewayLimits: Sendable, Hashable {
    /// The most bytes of a request body: the text of a long context window fits, an upload does not.
    package var bodyBytes = 1 << 20
    /// The most bytes of all request bodies together that are received or decided about at a time. A decision holds a few
    /// copies of its text, so that the process takes several times as much.
    package var totalBodyBytes = 64 << 20
    /// The most bytes of a request's target (path and query).
    package var targetBytes = 8 << 10
    /// The most bytes of a request's header fields together.
    package var headerBytes = 32 << 10
    /// The most header fields of a request.
    package var headerCount = 100
    /// Up to how many times the limits a head is read, so that its refusal has the form of its path. What is larger is refused
    /// unread.
    static let readHeads = 4
    /// The most connections at a time; further ones are closed at once.
    package var connections = 4096
    /// How many connections the system queues while the process is busy.
    package var backlog: Int32 = 1024
    /// How long a connection may stay without a complete request head: between requests, and while a head trickles in.
    package var idleTimeout: Swift.Duration = .seconds(60)
    /// How long a request's body may take to arrive after its head.
    package var bodyTimeout: Swift.Duration = .seconds(15)
    /// How long an answer may take before the client is told that it is denied.
    package var requestTimeout: Swift.Duration = .seconds(30)
    /// How long a client may take nothing of an answer that is there for it.
    package var writeTimeout: Swift.Duration = .seconds(30)
    /// How long to wait for the client to take a last answer and close.
    package var lingerTimeout: Swift.Duration = .seconds(2)
    /// How long a graceful shutdown waits for requests in flight.
    package var shutdownTimeout: Swift.Duration = .seconds(10)
    /// How long before that answers under way are ended, so that their clients hear of it.
    package var farewell: Swift.Duration = .seconds(2)

    /// The default limits.
    package init() {}
}
