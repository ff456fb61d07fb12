/// A moment on the continuous clock as a plain number.
///
/// `ContinuousClock.Instant` belongs to a library whose types have no fixed layout for the compiler; carrying one through
/// every evaluation costs more than evaluating a small rule does.
struct Deadline: Sendable, Equatable {
    /// What moments count from; any one will do.
    private static let origin = ContinuousClock.now

    /// Since `origin`; clamped, since 292 years are as good as forever.
    private let nanoseconds: Int64

    init(_ instant: ContinuousClock.Instant) { nanoseconds = Self.nanoseconds(until: instant) }

    var instant: ContinuousClock.Instant { Self.origin + .nanoseconds(nanoseconds) }

    var hasPassed: Bool { Self.nanoseconds(until: .now) >= nanoseconds }

    private static func nanoseconds(until instant: ContinuousClock.Instant) -> Int64 {
        let (seconds, attoseconds) = (instant - origin).components
        let whole = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !whole.overflow else { return seconds < 0 ? .min : .max }
        let sum = whole.partialValue.addingReportingOverflow(attoseconds / 1_000_000_000)
        return sum.overflow ? (seconds < 0 ? .min : .max) : sum.partialValue
    }
}
