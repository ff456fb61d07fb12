#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where spans go that have ended.
package protocol SpanSink: Sendable {
    /// Takes a span, or drops it: it neither waits nor fails.
    func take(_ span: Span)
}

/// Makes spans, and decides which traces are recorded.
package struct Tracer: Sendable {
    /// Where spans go.
    let sink: any SpanSink
    /// Tells the time, in nanoseconds since 1970.
    let clock: @Sendable () -> UInt64
    private let random: @Sendable () -> any RandomNumberGenerator
    /// Traces are recorded whose number is below.
    private let threshold: UInt64

    /// Creates a tracer.
    ///
    /// - Parameters:
    ///   - sink: Where spans go that have ended.
    ///   - ratio: Which part of the traces is recorded that begin here, from 0 to 1. Elsewhere whoever began one has decided.
    ///   - random: Draws the identifiers.
    ///   - clock: Tells the time, in nanoseconds since 1970.
    package init(
        sink: any SpanSink, ratio: Double = 1,
        random: @escaping @Sendable () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() },
        clock: @escaping @Sendable () -> UInt64 = Tracer.now
    ) {
        self.sink = sink
        self.random = random
        self.clock = clock
        threshold = ratio >= 1 ? 1 << 63 : UInt64(max(0, ratio) * 0x1p63)
    }

    /// A span that is part of another one, or begins a trace.
    func context(after parent: TraceContext?) -> TraceContext {
        var random = random()
        guard let parent else {
            let id = TraceContext.TraceID(high: random.next(), low: number(&random))
            // By the trace's own number, so that others that go by the same part decide the same.
            return TraceContext(traceID: id, spanID: number(&random), isSampled: id.low >> 1 < threshold)
        }
        return TraceContext(traceID: parent.traceID, spanID: number(&random), isSampled: parent.isSampled)
    }

    /// Any number but zero.
    private func number(_ random: inout any RandomNumberGenerator) -> UInt64 {
        let number: UInt64 = random.next()
        return number == 0 ? 1 : number
    }

    /// The system's time, in nanoseconds since 1970.
    package static let now: @Sendable () -> UInt64 = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
