package import GovernorCore

/// Time, randomness and hashing, which tests replace.
package struct GatewayEnvironment: Sendable {
    /// Tells the time of day.
    package var clock: WallClock
    /// Draws random bytes.
    package var random: @Sendable () -> any RandomNumberGenerator
    /// Computes SHA-256.
    package var digest: DigestFunction

    /// Creates an environment with the system's clock and random source.
    package init(
        clock: @escaping WallClock = Timestamp.now,
        random: @escaping @Sendable () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() },
        digest: @escaping DigestFunction
    ) {
        self.clock = clock
        self.random = random
        self.digest = digest
    }
}
