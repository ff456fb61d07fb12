/// How long an upstream may take.
package struct UpstreamTimeouts: Sendable, Hashable {
    /// From the beginning until the request can be sent: name, connection and TLS together.
    package var connect = Duration.seconds(5)
    /// From the request until the first byte of its answer, interim answers (1xx) not counted: a model thinks here.
    package var firstByte = Duration.seconds(120)
    /// Between two bytes of an answer. Time in which the answer's reader is behind does not count.
    package var idle = Duration.seconds(60)

    /// The default timeouts.
    package init() {}
}

/// What an upstream's connections may hold.
package struct UpstreamLimits: Sendable, Hashable {
    /// The most bytes of the fields of an answer's head together, and of each.
    package var headerBytes = 32 << 10
    /// The most fields of an answer's head.
    package var headerCount = 100
    /// How many bytes of a body may wait for their reader before the connection reads no more. Up to one read of 64 KiB
    /// comes on top, and what the system has received when the upstream closes.
    package var bufferedBytes = 64 << 10
    /// How much the system receives ahead for one connection, which Linux doubles. 256 KiB are enough for 2.5 MB/s over
    /// 100 ms; left to itself it takes several megabytes.
    package var systemBufferBytes = 256 << 10
    /// The most idle connections that an event loop keeps for the next request.
    package var idleConnections = 32
    /// How long a connection is kept idle.
    package var idleTime = Duration.seconds(30)

    /// The default limits.
    package init() {}
}
