import ServiceLifecycle

/// Does something once the listeners accept connections, and then ends without ending the group.
struct Greeter: Service {
    let ports: BoundPorts
    let greet: @Sendable (_ ports: [BoundPorts.Listener: Int]) async throws -> Void

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            guard let ports = await ports.all() else { return }
            try await greet(ports)
        }
    }
}
