import GovernorCore

/// Why the server cannot start, where no part below has an error of its own.
enum ServeError: GovernorError, Equatable {
    /// Nothing says which policy to decide by.
    case noPolicy
    /// The configuration says what a key may that does not exist.
    case unknownKey(id: String, nearest: String?)
    /// The configuration has changed in what holds until the process ends.
    case needsRestart(keys: [String])
    /// The process may not open as many files as listeners and ledger need.
    case tooFewDescriptors(limit: Int, needed: Int)
    /// A listener has ended, and nobody asked it to.
    case listenerEnded

    var code: String {
        switch self {
        case .noPolicy: "serve.no-policy"
        case .unknownKey: "serve.unknown-key"
        case .needsRestart: "serve.needs-restart"
        case .tooFewDescriptors: "serve.too-few-descriptors"
        case .listenerEnded: "serve.listener-ended"
        }
    }

    var message: String {
        switch self {
        case .noPolicy: "there is no policy to decide by"
        case .unknownKey(let id, _): "gateway.keys: there is no API key '\(id)'"
        case .needsRestart(let keys): "\(keys.joined(separator: ", ")) cannot change while the server runs"
        case .tooFewDescriptors(let limit, let needed):
            "the process may have \(limit) files and connections open, and needs \(needed)"
        case .listenerEnded: "a listener stopped accepting connections"
        }
    }

    var hint: String? {
        switch self {
        case .noPolicy: "give --policy FILE, or set 'policy:' in the configuration file, GOVERNOR_POLICY or PAC_CONFIG"
        case .unknownKey(_, let nearest?): "did you mean '\(nearest)'?"
        case .unknownKey(let id, nil): "make it with 'governor keys create --id \(id)', or remove the entry"
        case .needsRestart: "undo the change, or restart the server"
        case .tooFewDescriptors: "raise the limit, as with 'ulimit -n' or the service manager's LimitNOFILE"
        case .listenerEnded: "the log says why; start the server again"
        }
    }
}
