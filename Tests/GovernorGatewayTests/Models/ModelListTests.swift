import GovernorCore
import Testing

@testable import GovernorGateway

@Suite struct ModelListTests {
    private func gateway(
        _ authentication: GatewayConfiguration.Authentication = .none
    ) throws -> TestGateway {
        let upstream = CannedUpstream("")
        let models = ["m", "org/m", "claude-*"].map { ModelRoute(name: $0, upstream: upstream, paths: [:]) }
        return try TestGateway(authentication: authentication, models: models)
    }

    private func get(_ path: String, in gateway: TestGateway, speaksAnthropic: Bool) async -> TestResponse {
        let request = GatewayRequest(method: "GET", target: path, speaksAnthropic: speaksAnthropic)
        return await TestResponse(gateway.pipeline.response(to: request))
    }

    @Test func `the models that have names are listed in the form that the client reads`() async throws {
        let gateway = try gateway()
        let openAI = await get("/v1/models", in: gateway, speaksAnthropic: false)
        #expect(openAI.status == 200 && openAI.json?["object"] == "list")
        #expect(openAI.json?["data"]?.array?.compactMap { $0["id"]?.string } == ["m", "org/m"])
        let anthropic = await get("/v1/models?limit=20", in: gateway, speaksAnthropic: true)
        #expect(anthropic.json?["has_more"] == false && anthropic.json?["last_id"] == "org/m")
    }

    @Test(arguments: [
        ("m", "m"), ("org/m", "org/m"), ("org%2Fm", "org/m"), ("claude-1", "claude-1"), ("other", nil), ("%", nil),
        ("%zz", nil), ("%ff", nil), ("m/", nil),
    ])
    func `a model is there if a request for it would go somewhere`(path: String, id: String?) async throws {
        for speaksAnthropic in [true, false] {
            let response = await get("/v1/models/\(path)", in: try gateway(), speaksAnthropic: speaksAnthropic)
            #expect(response.status == (id == nil ? 404 : 200))
            #expect(response.json?["id"]?.string == id)
            if id == nil { #expect(response.code == "model_not_found") }
        }
    }

    @Test func `who may not ask a model does not learn which there are`() async throws {
        let gateway = try gateway(.keys(TestGateway.keyring))
        for path in ["/v1/models", "/v1/models/m"] {
            #expect(await gateway.get(path).status == 401)
            #expect(await gateway.get(path, key: TestGateway.auditorSecret).status == 403)
            #expect(await gateway.get(path, key: TestGateway.developerSecret).status == 200)
            #expect(await gateway.post(path, "{}", key: TestGateway.developerSecret).status == 405)
        }
    }
}
