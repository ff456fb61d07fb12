import GovernorCore

/// Why the evidence service does not start.
package enum EvidenceServiceError: GovernorError, Equatable {
    /// There are no keys, and others than this machine could connect.
    case keysNeeded(host: String)
    /// The address cannot be listened on.
    case cannotListen(host: String, port: Int, reason: String)

    package var code: String {
        switch self {
        case .keysNeeded: "server.keys-needed"
        case .cannotListen: "server.cannot-listen"
        }
    }

    package var message: String {
        switch self {
        case .keysNeeded(let host): "the evidence service would listen on \(host) and trust every caller"
        case .cannotListen(let host, let port, let reason):
            "the evidence service cannot listen on \(host):\(port): \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .keysNeeded: "make a key, or listen on 127.0.0.1"
        case .cannotListen: "stop the process that uses the port, or choose another one"
        }
    }
}
