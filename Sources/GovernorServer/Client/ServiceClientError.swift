import GovernorCore

/// Why a service could not be asked, or did not do what it was asked for.
package enum ServiceClientError: GovernorError, Equatable {
    /// The address is not one of HTTP.
    case unusableURL(RemoteService)
    /// The address is of another machine, and its scheme is not https.
    case unprotectedURL(RemoteService)
    /// The key has characters that a header cannot carry.
    case unusableKey(RemoteService)
    /// No answer came.
    case unreachable(RemoteService, cause: String)
    /// No answer came within the time that one may take.
    case timedOut(RemoteService)
    /// No connection could be encrypted, or who is at its end could not be verified.
    case untrusted(RemoteService, cause: String)
    /// The service said no.
    case refused(RemoteService, status: Int, code: String?, detail: String?, hint: String?)
    /// Something answered that is no such service.
    case unexpectedAnswer(RemoteService, status: Int)

    /// Whether the same request may succeed a little later.
    package var isTransient: Bool {
        switch self {
        case .unreachable, .timedOut: true
        case .refused(_, let status, _, _, _): Self.isTransient(status: status)
        case .unusableURL, .unprotectedURL, .unusableKey, .untrusted, .unexpectedAnswer: false
        }
    }

    /// Whether the same request may succeed a little later, after an answer of this status.
    static func isTransient(status: Int) -> Bool { status == 408 || status == 429 || status >= 500 }

    package var code: String {
        switch self {
        case .unusableURL: "client.unusable-url"
        case .unprotectedURL: "client.unprotected-url"
        case .unusableKey: "client.unusable-key"
        case .unreachable: "client.unreachable"
        case .timedOut: "client.timed-out"
        case .untrusted: "client.untrusted"
        case .refused(_, _, let code, _, _): code ?? "client.refused"
        case .unexpectedAnswer: "client.unexpected-answer"
        }
    }

    package var message: String {
        switch self {
        case .unusableURL(let service): "the address of the \(service.name) is not a URL"
        case .unprotectedURL(let service):
            "http:// would send the key and the \(service.cargo) to another machine unencrypted"
        case .unusableKey: "the API key has characters that no key has"
        case .unreachable(let service, let cause): "the \(service.name) did not answer: \(cause)"
        case .timedOut(let service): "the \(service.name) did not answer in time"
        case .untrusted(let service, let cause): "no encrypted connection to the \(service.name): \(cause)"
        case .refused(let service, let status, _, let detail, _):
            "the \(service.name) refused the \(service.cargo) with status \(status)\(detail.map { ": \($0)" } ?? "")"
        case .unexpectedAnswer(let service, let status):
            "what answered with status \(status) is no \(service.name)"
        }
    }

    package var hint: String? {
        switch self {
        case .unusableURL: "write it as https://host:port"
        case .unprotectedURL: "use https://; http:// is for 127.0.0.1, [::1] and localhost only"
        case .unusableKey(let service): "copy it again: \(service.keyForm)"
        case .unreachable(let service, _), .timedOut(let service): service.whenUnreachable
        case .untrusted: "check that it speaks TLS at this port, and that this system trusts who signed its certificate"
        case .refused(_, _, _, _, let hint): hint
        case .unexpectedAnswer(let service, _): service.whenAnotherAnswers
        }
    }
}
