#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Measures how long the thread that made it has worked since: while others have the processor, it stands still.
package struct ProcessorStopwatch {
    private let start = Self.now

    /// Starts to measure.
    package init() {}

    /// The time so far, on the thread that made this.
    package var elapsed: Duration {
        let now = Self.now
        return .seconds(now.tv_sec - start.tv_sec) + .nanoseconds(now.tv_nsec - start.tv_nsec)
    }

    private static var now: timespec {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time
    }
}

/// Every thread has its own time.
@available(*, unavailable) extension ProcessorStopwatch: Sendable {}
