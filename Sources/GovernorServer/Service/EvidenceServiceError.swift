import GovernorCore

/// Why the evidence service does not start.
package enum EvidenceServiceError: GovernorError, Equatable {
    /// There are no keys, and others than this machine could connect.
    case keysNeeded(host: String)

    package var code: String { "server.keys-needed" }

    package var message: String {
        switch self {
        case .keysNeeded(let host): "the evidence service would listen on \(host) and trust every caller"
        }
    }

    package var hint: String? { "make a key, or listen on 127.0.0.1" }
}
