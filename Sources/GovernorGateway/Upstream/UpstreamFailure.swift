import GovernorCore

/// Why there is no answer, or no complete one.
///
/// None of its texts holds a word of the request or of the answer, or where the upstream is: they may be shown to clients.
package enum UpstreamFailure: GovernorError, Equatable {
    /// What is wrong with a TLS server.
    package enum TLSProblem: Sendable, Equatable {
        /// The file of trusted certificates cannot be read.
        case unusableAuthorityFile
        /// No trusted authority has signed the certificate, or its time is over.
        case untrustedCertificate
        /// The certificate is another server's.
        case wrongName
        /// No common version, or what answers is no TLS server.
        case handshake
    }

    /// The host's name has no address.
    case cannotResolve
    /// Nothing accepts connections there.
    case refused
    /// There was no connection in time.
    case connectTimeout(Duration)
    /// The answer did not begin in time.
    case firstByteTimeout(Duration)
    /// The answer stopped for too long.
    case idleTimeout(Duration)
    /// The upstream closed before its answer was complete.
    case closedEarly(answerBegan: Bool, reusedConnection: Bool)
    /// What came is no HTTP.
    case malformed
    /// The upstream did not prove who it is.
    case tls(TLSProblem)
    /// The answer, or its head, has more bytes than it may.
    case tooLarge(limit: Int)
    /// The request cannot be written as HTTP without becoming another one.
    case invalidRequest
    /// Nobody wants the answer any more.
    case cancelled
    /// It has failed so often that it is not asked for this long.
    case circuitOpen(Duration)

    /// Whether the upstream has surely not worked on the request, so that it may be sent again, there or elsewhere.
    ///
    /// A connection that has been idle may be closed by the upstream while the next request is on its way; that it then
    /// closes without a byte says that it has not seen the request.
    package var isRetryable: Bool {
        switch self {
        case .cannotResolve, .refused, .connectTimeout, .tls: true
        case .closedEarly(let answerBegan, let reusedConnection): !answerBegan && reusedConnection
        case .firstByteTimeout, .idleTimeout, .malformed, .tooLarge, .invalidRequest, .cancelled, .circuitOpen: false
        }
    }

    package var code: String {
        switch self {
        case .cannotResolve: "upstream.cannot-resolve"
        case .refused: "upstream.refused"
        case .connectTimeout: "upstream.connect-timeout"
        case .firstByteTimeout: "upstream.first-byte-timeout"
        case .idleTimeout: "upstream.idle-timeout"
        case .closedEarly: "upstream.closed-early"
        case .malformed: "upstream.malformed"
        case .tls: "upstream.tls"
        case .tooLarge: "upstream.too-large"
        case .invalidRequest: "upstream.invalid-request"
        case .cancelled: "upstream.cancelled"
        case .circuitOpen: "upstream.circuit-open"
        }
    }

    package var message: String {
        switch self {
        case .cannotResolve: "the upstream's name has no address"
        case .refused: "the upstream accepts no connections"
        case .connectTimeout(let limit): "there was no connection to the upstream within \(limit)"
        case .firstByteTimeout(let limit): "the upstream did not begin its answer within \(limit)"
        case .idleTimeout(let limit): "the upstream stopped in its answer for \(limit)"
        case .closedEarly(let answerBegan, _):
            answerBegan
                ? "the upstream closed the connection within its answer" : "the upstream closed the connection unasked"
        case .malformed: "the upstream's answer is no HTTP/1.1"
        case .tls(let problem): problem.message
        case .tooLarge(let limit): "the upstream's answer is larger than \(limit) bytes"
        case .invalidRequest: "the request's method, path or fields hold what HTTP does not allow there"
        case .cancelled: "the request was given up"
        case .circuitOpen: "the upstream has failed so often that it is left alone for a while"
        }
    }

    package var hint: String? {
        switch self {
        case .cannotResolve: "check the upstream's host name, and the name service"
        case .refused, .connectTimeout: "check that the upstream runs, and its address and port"
        case .firstByteTimeout, .idleTimeout: "check the upstream's load, or allow it more time"
        case .closedEarly: "look into the upstream's log"
        case .malformed: "check that the address and the port are those of an HTTP server, and whether it wants TLS"
        case .tls(let problem): problem.hint
        case .circuitOpen: "wait, and look into the upstream's log"
        case .tooLarge, .invalidRequest, .cancelled: nil
        }
    }
}

extension UpstreamFailure.TLSProblem {
    fileprivate var message: String {
        switch self {
        case .unusableAuthorityFile: "the file with the upstream's certificate authorities cannot be used"
        case .untrustedCertificate: "the upstream's certificate is not trusted"
        case .wrongName: "the upstream's certificate is that of another server"
        case .handshake: "the upstream does not agree on TLS"
        }
    }

    fileprivate var hint: String {
        switch self {
        case .unusableAuthorityFile: "name a readable file with certificates in PEM form"
        case .untrustedCertificate: "check the certificate's dates, and name its authority's file if it is your own"
        case .wrongName: "use the name that is in the certificate, or say which one to expect"
        case .handshake: "check that the port speaks TLS 1.2 or 1.3"
        }
    }
}
