/// Runs work; when it takes too long, cancels it and throws ``Problem/timeout``.
///
/// Work that ends well all the same has its answer: a fact that was queued is durable then, and must not be denied.
func withDeadline<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        if let value = try await group.next() ?? nil { return value }
        group.cancelAll()
        guard let value = try? await group.next() ?? nil else { throw Problem.timeout }
        return value
    }
}
