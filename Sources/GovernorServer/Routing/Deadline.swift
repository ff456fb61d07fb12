import GovernorCore

/// Runs work; when it takes too long, cancels it and throws ``Problem/timeout``.
///
/// Work that ends well all the same has its answer: a fact that was queued is durable then, and must not be denied.
func withDeadline<Value: Sendable>(
    _ limit: Duration, on timer: DeadlineTimer, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let end = timer.now + limit
    let task = Task { try await work() }
    let alarm = timer.schedule(at: end) { task.cancel() }
    defer { timer.cancel(alarm) }
    return try await withTaskCancellationHandler {
        do { return try await task.value } catch { throw timer.now >= end ? Problem.timeout : error }
    } onCancel: {
        task.cancel()
    }
}
