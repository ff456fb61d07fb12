/// Runs work; when it takes too long, cancels it and throws ``Problem/timeout``.
func withDeadline<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw Problem.timeout
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw Problem.timeout }
        return first
    }
}
