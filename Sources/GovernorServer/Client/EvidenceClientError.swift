import GovernorCore

/// Why a fact could not be recorded at an evidence service.
package enum EvidenceClientError: GovernorError, Equatable {
    /// The address is not one of HTTP.
    case unusableURL
    /// The address is of another machine, and its scheme is not https.
    case unprotectedURL
    /// The key has characters that a header cannot carry.
    case unusableKey
    /// No answer came.
    case unreachable(cause: String)
    /// The service said no.
    case refused(status: Int, code: String?, detail: String?, hint: String?)
    /// Something answered that is no evidence service.
    case notAnEvidenceService(status: Int)

    /// Whether the same request may succeed a little later.
    var isTransient: Bool {
        switch self {
        case .unreachable: true
        case .refused(let status, _, _, _): [429, 502, 503, 504].contains(status)
        case .unusableURL, .unprotectedURL, .unusableKey, .notAnEvidenceService: false
        }
    }

    package var code: String {
        switch self {
        case .unusableURL: "client.unusable-url"
        case .unprotectedURL: "client.unprotected-url"
        case .unusableKey: "client.unusable-key"
        case .unreachable: "client.unreachable"
        case .refused(_, let code, _, _): code ?? "client.refused"
        case .notAnEvidenceService: "client.not-an-evidence-service"
        }
    }

    package var message: String {
        switch self {
        case .unusableURL: "the address of the evidence service is not a URL"
        case .unprotectedURL: "http:// would send the key and the fact to another machine unencrypted"
        case .unusableKey: "the API key has characters that no key has"
        case .unreachable(let cause): "the evidence service did not answer: \(cause)"
        case .refused(let status, _, let detail, _):
            "the evidence service refused the fact with status \(status)\(detail.map { ": \($0)" } ?? "")"
        case .notAnEvidenceService(let status): "what answered with status \(status) is no evidence service"
        }
    }

    package var hint: String? {
        switch self {
        case .unusableURL: "write it as https://host:port"
        case .unprotectedURL: "use https://; http:// is for 127.0.0.1, [::1] and localhost only"
        case .unusableKey: "copy it again: gov_ and 43 characters"
        case .unreachable: "check the address, and that 'governor serve' runs there"
        case .refused(_, _, _, let hint): hint
        case .notAnEvidenceService: "give the address of the evidence service, usually port 8080"
        }
    }
}
