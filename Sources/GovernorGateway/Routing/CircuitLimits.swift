/// When a circuit opens, and for how long.
package struct CircuitLimits: Sendable, Hashable {
    /// How many failures in a row open it; nil for any.
    package var failuresInRow: Int? = 5
    /// How many of the last ``CircuitBreaker/window`` outcomes, once there are as many, open it; nil for any.
    package var failuresInWindow: Int?
    /// How long nothing is asked after that.
    package var pause = Duration.seconds(10)

    /// Five failures in a row.
    package init() {}

    /// Those of a model's server, unless the configuration says otherwise: five failures in a row, or half of all requests.
    package static var server: CircuitLimits {
        var limits = CircuitLimits()
        limits.failuresInWindow = CircuitBreaker.window / 2
        return limits
    }
}
