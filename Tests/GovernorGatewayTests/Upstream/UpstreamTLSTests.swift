import Foundation
import NIOSSL
import Testing

@testable import GovernorGateway

/// Whether an upstream is who it should be.
@Suite(.timeLimit(.minutes(2))) struct UpstreamTLSTests {
    private static let folder = URL(filePath: #filePath).appending(path: "../../../Fixtures/tls").standardizedFileURL
    private static let certificate = folder.appending(path: "localhost.pem").path()

    private static func server() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(file: folder.appending(path: "localhost.key").path(), format: .pem)))
        // A client that offered it would have to speak HTTP/2.
        configuration.applicationProtocols = ["h2", "http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }

    @Test func `a server with the right certificate is spoken to, again and again on one connection`() async throws {
        let tls = UpstreamTarget.TLS(certificateAuthorityFile: Self.certificate, serverName: "localhost")
        try await ScriptedUpstream.with(tls: Self.server()) {
            [.answer("\($0.body.count)")]
        } _: { server in
            let client = try server.client(tls: tls)
            for count in [0, 5, 100_000] {
                #expect(try await client.text("POST", "/", body: String(repeating: "a", count: count)) == "\(count)")
            }
            #expect(server.connections == 1)
        }
    }

    @Test(
        arguments: [
            (UpstreamTarget.TLS(serverName: "localhost"), .untrustedCertificate),
            (UpstreamTarget.TLS(certificateAuthorityFile: certificate, serverName: "other.example"), .wrongName),
            // The certificate says nothing about the address.
            (UpstreamTarget.TLS(certificateAuthorityFile: certificate), .wrongName),
        ] as [(UpstreamTarget.TLS, UpstreamFailure.TLSProblem)])
    func `a server that does not prove its name hears nothing`(
        tls: UpstreamTarget.TLS, problem: UpstreamFailure.TLSProblem
    ) async throws {
        try await ScriptedUpstream.with(tls: Self.server()) { _ in
            [.answer("hello")]
        } _: { server in
            let client = try server.client(tls: tls)
            await #expect(throws: UpstreamFailure.tls(problem)) { try await client.text() }
            #expect(server.requests.isEmpty)
        }
    }

    @Test(arguments: [[.send("HTTP/1.1 400 Bad Request\r\n\r\n")], [.close]] as [[ScriptedUpstream.Step]])
    func `a server without TLS is no TLS server`(greeting: [ScriptedUpstream.Step]) async throws {
        try await ScriptedUpstream.with(greeting: greeting) { _ in
            []
        } _: { server in
            let client = try server.client(tls: .init())
            await #expect(throws: UpstreamFailure.tls(.handshake)) { try await client.text() }
        }
    }

    @Test(arguments: [ScriptedUpstream.Step.hangUp, .reset])
    func `an answer that an attacker cuts off is not complete`(cut: ScriptedUpstream.Step) async throws {
        let tls = UpstreamTarget.TLS(certificateAuthorityFile: Self.certificate, serverName: "localhost")
        let gate = ScriptedUpstream.Gate()
        try await ScriptedUpstream.with(tls: Self.server()) { _ in
            [.send("HTTP/1.1 200 OK\r\n\r\nhello"), .wait(gate), cut]
        } _: { server in
            let response = try await server.client(tls: tls).send()
            gate.open()
            await #expect(throws: UpstreamFailure.closedEarly(answerBegan: true, reusedConnection: false)) {
                try await response.body.text()
            }
        }
    }

    @Test func `authorities that cannot be read are an error at once`() {
        #expect(throws: UpstreamFailure.tls(.unusableAuthorityFile)) {
            try HTTPUpstream(
                UpstreamTarget(host: "localhost", port: 443, tls: .init(certificateAuthorityFile: "/nowhere.pem")))
        }
    }
}
