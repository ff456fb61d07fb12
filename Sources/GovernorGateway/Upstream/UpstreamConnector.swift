import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Opens connections to one upstream.
struct UpstreamConnector: Sendable {
    let target: UpstreamTarget
    let timeouts: UpstreamTimeouts
    let limits: UpstreamLimits
    private let security: NIOSSLContext?

    /// How long to wait for an upstream's goodbye when a TLS connection is closed. What was owed has come by then.
    private static let goodbye = TimeAmount.milliseconds(50)

    /// - Throws: ``UpstreamFailure/tls(_:)`` when the certificate authorities cannot be used.
    init(_ target: UpstreamTarget, _ timeouts: UpstreamTimeouts, _ limits: UpstreamLimits) throws(UpstreamFailure) {
        self.target = target
        self.timeouts = timeouts
        self.limits = limits
        security = try target.tls.map(Self.context)
    }

    /// A TCP connection, which reads only when it is told to.
    func connect(on loop: any EventLoop) -> EventLoopFuture<any Channel> {
        ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(timeouts.connect))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_rcvbuf), value: SocketOptionValue(limits.systemBufferBytes))
            .channelOption(.autoRead, value: false)
            // A second read would mostly find nothing, and delay what the first has found.
            .channelOption(.maxMessagesPerRead, value: 1)
            .connect(host: target.host, port: target.port)
    }

    /// Makes a connection speak HTTP, and TLS where the target does.
    func prepare(_ channel: any Channel, for pool: UpstreamPool) throws -> UpstreamConnection {
        var decoding = NIOHTTPDecoderLimitConfiguration()
        decoding.maxHeaderFieldSize = limits.headerBytes
        decoding.maxHeaderListSize = limits.headerBytes
        decoding.maxHeaderFieldCount = limits.headerCount
        let connection = UpstreamConnection(
            of: pool, needsHandshake: security != nil, timeouts: timeouts, limits: limits)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(UnparsedBytes(before: connection))
        try pipeline.addHandler(HTTPRequestEncoder())
        try pipeline.addHandler(
            ByteToMessageHandler(
                HTTPResponseDecoder(informationalResponseStrategy: .forward, limitConfiguration: decoding)))
        try pipeline.addHandler(connection)
        if let security {
            let handler = try NIOSSLClientHandler(context: security, serverHostname: target.provenName)
            try pipeline.addHandler(handler, position: .first)
        }
        return connection
    }

    /// Why there is no connection.
    func failure(_ error: any Error) -> UpstreamFailure {
        switch error {
        case ChannelError.connectTimeout: .connectTimeout(timeouts.connect)
        case let error as NIOConnectionError where error.connectionErrors.isEmpty: .cannotResolve
        case is NIOSSLExtraError: .tls(.wrongName)
        default: .refused
        }
    }

    private static func context(_ tls: UpstreamTarget.TLS) throws(UpstreamFailure) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = goodbye
        if let file = tls.certificateAuthorityFile { configuration.trustRoots = .file(file) }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .tls(.unusableAuthorityFile)
        }
    }
}

extension UpstreamFailure.TLSProblem {
    /// What an error of the handshake means. BoringSSL's own word for a certificate that fails is in its text only.
    init(_ error: any Error) {
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
            self = .wrongName
        } else if "\(error)".contains("CERTIFICATE_VERIFY_FAILED") {
            self = .untrustedCertificate
        } else {
            self = .handshake
        }
    }
}
