import GovernorCore
import GovernorPolicy

/// What becomes of what a policy holds for review.
struct HoldOptions: Sendable, Equatable {
    /// What becomes of a hold that nobody has reviewed in time.
    enum Then: String, Sendable, CaseIterable { case reject, release }

    /// What the client of a stream gets.
    enum Streams: String, Sendable, CaseIterable {
        /// The answer that it is held.
        case refuse
        /// A stream that stays open until somebody decides.
        case wait
    }

    var expiresAfter: Swift.Duration = .seconds(86_400)
    var then = Then.reject
    var streams = Streams.refuse
    var waitAtMost: Swift.Duration = .seconds(300)

    /// How holds end.
    var settings: HoldSettings {
        HoldSettings(expiresAfter: expiresAfter, isReleasedByExpiry: then == .release)
    }
}

extension HoldOptions {
    static let shape: Shape<HoldOptions> = Shape.object(
        "What becomes of what a policy holds for review.",
        .defaulted(
            "expires_after", .duration, to: HoldOptions().expiresAfter, shown: .string("24h"),
            "How long a hold waits for a review, 1s to 30d; what was decided then counts as long."),
        .defaulted("then", .word, to: .reject, "What becomes of what nobody has reviewed in time."),
        .defaulted(
            "streams", .word, to: .refuse,
            "What a client gets that asks for a stream: refuse answers that it is held, wait keeps the stream open until somebody decides."
        ),
        .defaulted(
            "wait_at_most", .duration, to: HoldOptions().waitAtMost, shown: .string("5m"),
            "How long a stream waits, 1s to 24h; then it ends, and the hold stays."),
        make: HoldOptions.init
    ).refusing("configuration.holds") { holds in
        guard .seconds(1)...HoldSettings.longestLife ~= holds.expiresAfter else {
            return ("expires_after is 1s to 30d", "write a time such as 24h")
        }
        return .seconds(1)...(.seconds(86_400)) ~= holds.waitAtMost
            ? nil : ("wait_at_most is 1s to 24h", "write a time such as 5m")
    }
}
