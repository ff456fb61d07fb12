import GovernorCore

/// Why the gateway cannot start.
package enum GatewayError: GovernorError, Equatable {
    /// No authentication, but an address that others can reach.
    case openToOthers(host: String)
    /// The address cannot be listened on.
    case cannotListen(host: String, port: Int, reason: String)

    package var code: String {
        switch self {
        case .openToOthers: "gateway.open-without-keys"
        case .cannotListen: "gateway.cannot-listen"
        }
    }

    package var message: String {
        switch self {
        case .openToOthers(let host): "the gateway would answer anybody who can reach \(host)"
        case .cannotListen(let host, let port, let reason): "the gateway cannot listen on \(host):\(port): \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .openToOthers: "set auth to keys, or listen on 127.0.0.1 or ::1"
        case .cannotListen: "stop the process that uses the port, or choose another one"
        }
    }
}
