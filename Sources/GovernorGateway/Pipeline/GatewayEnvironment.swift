package import GovernorCore

/// Time, randomness, hashing and threads, which tests replace.
package struct GatewayEnvironment: Sendable {
    /// Tells the time of day.
    package var clock: WallClock
    /// Measures how long an answer takes.
    package var stopwatch: any Clock<Duration>
    /// Draws random bytes.
    package var random: @Sendable () -> any RandomNumberGenerator
    /// Computes SHA-256.
    package var digest: DigestFunction
    /// Computes pseudonyms of what is redacted, under a secret key; nil where there is none.
    package var pseudonyms: DigestFunction?
    /// Where long texts are inspected.
    package var threads: InspectionThreads
    /// What makes spans; nil for no traces.
    package var tracer: Tracer?

    /// Creates an environment with the system's clocks and random source.
    package init(
        clock: @escaping WallClock = Timestamp.now, stopwatch: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() },
        digest: @escaping DigestFunction, pseudonyms: DigestFunction? = nil, threads: InspectionThreads = .shared,
        tracer: Tracer? = nil
    ) {
        self.clock = clock
        self.stopwatch = stopwatch
        self.random = random
        self.digest = digest
        self.pseudonyms = pseudonyms
        self.threads = threads
        self.tracer = tracer
    }
}
