import ServiceLifecycle

/// Both listeners as one service, so that a shutdown reaches them at the same time.
///
/// A group ends its services one after another: the last would go on accepting while the others finish, and the time that a
/// shutdown may take would be the sum of theirs.
struct Listeners: Service, CustomStringConvertible {
    let all: [any Service]

    let description = "listeners"

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for listener in all {
                group.addTask {
                    try await listener.run()
                    // One that ends by itself takes the other with it: half a server is none.
                    guard Task.isShuttingDownGracefully || Task.isCancelled else { throw ServeError.listenerEnded }
                }
            }
            // The first that fails ends the group, and so cancels the rest.
            for try await _ in group {}
        }
    }
}
