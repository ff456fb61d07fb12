import GovernorCore

/// Why the server cannot start, where no part below has an error of its own.
enum ServeError: GovernorError, Equatable {
    /// Nothing says which policy to decide by.
    case noPolicy

    var code: String {
        switch self {
        case .noPolicy: "serve.no-policy"
        }
    }

    var message: String {
        switch self {
        case .noPolicy: "there is no policy to decide by"
        }
    }

    var hint: String? {
        switch self {
        case .noPolicy: "give --policy FILE, or set 'policy:' in the configuration file, GOVERNOR_POLICY or PAC_CONFIG"
        }
    }
}
