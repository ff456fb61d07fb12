import GovernorCore
import GovernorLedger
import HTTPTypes
import Logging
import Testing

@testable import GovernorServer

@Suite struct AccessTests {
    @Test(arguments: [
        (Role.developer, HTTPRequest.Method.get, "/evidence", 403), (.auditor, .get, "/evidence", 200),
        (.compliance, .get, "/evidence", 200), (.service, .get, "/evidence", 403), (.auditor, .post, "/evidence", 403),
        (.service, .post, "/evidence", 400), (.admin, .post, "/evidence", 400),
        (.pmo, .get, "/risk/snapshot?model=m", 200),
        (.developer, .get, "/risk/snapshot?model=m", 403), (.auditor, .post, "/incident", 403),
        (.compliance, .post, "/incident", 400), (.service, .get, "/checkpoint", 200), (.pmo, .get, "/checkpoint", 403),
        (.compliance, .post, "/api/v1/erasures", 403), (.service, .post, "/api/v1/erasures", 403),
        (.admin, .post, "/api/v1/erasures", 400), (.auditor, .get, "/metrics", 200),
        (.developer, .get, "/metrics", 403), (.pmo, .get, "/health", 200),
    ])
    func `G.6: a role may do what its permissions say`(
        role: Role, method: HTTPRequest.Method, path: String, status: Int
    ) async throws {
        let service = try await TestService()
        try await service.run { caller in
            let reply = try await caller.send(method, path, method == .post ? [:] : nil, as: role)
            #expect(reply.status == status)
            if status == 403 {
                #expect(reply.code == "access.forbidden")
                #expect(reply.json["detail"]?.string?.contains("has no permission '") == true)
            }
        }
    }

    @Test(arguments: [nil, "Bearer gov_unknown", "Basic Z292OnNlY3JldA==", "Bearer", "gov_unknown"])
    func
        `S3.37: without a known key every route but health and its description is closed, and with a bad one these too`(
            header: String?
        ) async throws
    {
        let service = try await TestService()
        let routes = service.table().routes
        try await service.run { caller in
            var headers = HTTPFields()
            headers[.authorization] = header
            for route in routes {
                let path = OpenAPIDocument.template(route.path).replacing("{level}", with: "0")
                    .replacing("{number}", with: "000").replacing("{id}", with: "x")
                let reply = try await caller.send(route.method, path, as: nil, headers: headers)
                if header == nil, ["/health", "/openapi.json"].contains(route.path) {
                    #expect(reply.status == 200)
                } else {
                    #expect(reply.status == 401, "\(route.path)")
                    #expect(reply.headers[.wwwAuthenticate]?.hasPrefix("Bearer realm=") == true)
                }
            }
        }
    }

    @Test func `a service without keys listens on this machine only`() async throws {
        let service = try await TestService()
        var configuration = EvidenceServiceConfiguration.patient
        configuration.host = "0.0.0.0"
        let error = #expect(throws: EvidenceServiceError.self) {
            try EvidenceService(
                configuration: configuration, ledger: service.ledger, holds: service.holds, stops: service.stops,
                keyring: nil,
                policy: nil, metrics: service.metrics, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
        #expect(error == .keysNeeded(host: "0.0.0.0"))
        #expect(error?.code == "server.keys-needed")
        #expect(error?.hint == "make a key, or listen on 127.0.0.1")
    }

    @Test func `the actor of a fact is the key's name, and the log shows its pseudonym only`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let mine = try await caller.send(
                .post, "/evidence", ["artifactType": "a", "modelVersion": "m"], as: .service)
            let fact = try await caller.send(.get, "/evidence/\(mine.json["id"]?.string ?? "")").json
            #expect(fact["actor"]?.string.flatMap { Digest(hex: $0) } != nil)
            let bundle = try #require(try await service.ledger.reader.entryBundle("tile/entries/000.p/1"))
            #expect(!String(decoding: bundle, as: UTF8.self).contains("service-1"))
        }
    }
}
