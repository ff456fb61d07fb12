import NIOCore

/// Where an upstream is reached. It holds no credentials: those are fields of a request.
package struct UpstreamTarget: Sendable, Hashable {
    /// How to know that a TLS server is the right one; its certificate and its name are always checked.
    package struct TLS: Sendable, Hashable {
        /// A PEM file with the certificates to trust instead of the system's.
        package var certificateAuthorityFile: String?
        /// The name that the certificate must have, when it is not the host's.
        package var serverName: String?

        /// Trusts what the system trusts, unless told otherwise.
        package init(certificateAuthorityFile: String? = nil, serverName: String? = nil) {
            self.certificateAuthorityFile = certificateAuthorityFile
            self.serverName = serverName
        }
    }

    /// A name, or an IP address without brackets.
    package let host: String
    /// The TCP port, from 1 to 65535.
    package let port: Int
    /// How to speak TLS; nil for plain HTTP.
    package let tls: TLS?

    /// Creates a target.
    package init(host: String, port: Int, tls: TLS? = nil) {
        self.host = host
        self.port = port
        self.tls = tls
    }

    /// Whether bytes are encrypted on the way.
    package var isTLS: Bool { tls != nil }

    /// The value of a `Host` field: the port is left out where it is the scheme's own.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isTLS ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// The name that the server must prove to have; nil when that is its address.
    var provenName: String? {
        let name = tls?.serverName ?? host
        return (try? SocketAddress(ipAddress: name, port: port)) == nil ? name : nil
    }
}
