import GovernorCore
import GovernorDialects
import NIOCore
import Testing

@testable import GovernorGateway

/// What is wrong with a request is told in the form of its path, wherever it is noticed.
@Suite struct ErrorFormTests {
    private static let rules = "rules: [{id: r, when: contains_secret, action: block, message: a credential}]"
    private static let messages = #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"#
    private static let said =
        #"{"type":"message","role":"assistant","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn"}"#

    private func gateway(
        _ authentication: GatewayConfiguration.Authentication = .keys(TestGateway.keyring),
        limits: GatewayLimits = .patient
    ) throws -> TestGateway {
        let paths: [Dialect: String] = [.messages: "/v1/messages", .chat: "/v1/chat/completions"]
        return try TestGateway(
            rules: Self.rules, authentication: authentication, limits: limits,
            models: [ModelRoute(name: "m", upstream: CannedUpstream(Self.said), paths: paths)])
    }

    private func isAnthropic(_ response: TestResponse, _ type: String) -> Bool {
        response.json?["type"] == "error" && response.json?["error"]?["type"]?.string == type
            && response.json?["request_id"]?.string == response.headers["request-id"]
            && response.headers["request-id"] == response.headers["x-request-id"]
            && response.headers["request-id"] != nil
    }

    private func isOpenAI(_ response: TestResponse) -> Bool {
        response.json?.object?.map(\.name) == ["error"]
            && response.json?["error"]?.object?.map(\.name) == ["message", "type", "param", "code"]
            && response.headers["x-request-id"] != nil && response.headers["request-id"] == nil
    }

    /// Requests that the pipeline refuses: a method, a path below the form's, a key, a status, and Anthropic's name for it.
    private static let refused: [(method: String, path: String, key: String?, status: Int, type: String)] = [
        ("GET", "", TestGateway.secret, 405, "invalid_request_error"),
        ("PUT", "", TestGateway.secret, 405, "invalid_request_error"),
        ("POST", "/batches", TestGateway.secret, 404, "not_found_error"),
        ("POST", "", nil, 401, "authentication_error"),
        ("POST", "", "gov_nobody", 401, "authentication_error"),
        ("POST", "", TestGateway.auditorSecret, 403, "permission_error"),
    ]

    @Test(arguments: Self.refused.indices)
    func `what the pipeline refuses has the form of its path`(index: Int) async throws {
        let (method, path, key, status, type) = Self.refused[index]
        let gateway = try gateway()
        let body = Array(Self.messages.utf8)
        let anthropic = await gateway.send(method, "/v1/messages" + path, body, key: key)
        #expect(anthropic.status == status && isAnthropic(anthropic, type), "\(anthropic.text)")
        let openAI = await gateway.send(method, "/v1/chat/completions" + path, body, key: key)
        #expect(openAI.status == status && isOpenAI(openAI), "\(openAI.text)")
    }

    @Test func `a body that is none, and a ledger that takes no facts, are told in the form of the path`() async throws
    {
        let gateway = try gateway(.none)
        for body in ["{", "[]", "{}", #"{"model":7}"#] {
            let anthropic = await gateway.post("/v1/messages/count_tokens", body)
            #expect(anthropic.status == 400 && isAnthropic(anthropic, "invalid_request_error"), "\(anthropic.text)")
            let openAI = await gateway.post("/v1/responses", body)
            #expect(openAI.status == 400 && isOpenAI(openAI), "\(openAI.text)")
        }
        gateway.sink.fail()
        let response = await gateway.post("/v1/messages", Self.messages)
        #expect(response.status == 503 && isAnthropic(response, "api_error"))
    }

    @Test func `an answer of Anthropic's form names its request where its libraries look`() async throws {
        let gateway = try gateway(.none)
        let response = await gateway.post("/v1/messages", Self.messages)
        #expect(response.status == 200 && response.headers["request-id"] == response.headers["x-request-id"])
        let list = await TestResponse(
            gateway.pipeline.response(to: GatewayRequest(method: "GET", target: "/v1/models", speaksAnthropic: true)))
        #expect(list.status == 200 && list.headers["request-id"] != nil)
        #expect(await gateway.get("/v1/models").headers["request-id"] == nil)
    }

    /// Heads that are refused before the pipeline sees a request.
    private static let broken: [(fields: String, status: Int, type: String)] = [
        ("content-length: 10485760\r\n", 413, "request_too_large"),
        ("content-length: 2\r\nexpect: tea\r\n", 417, "invalid_request_error"),
        ("host: another\r\ncontent-length: 2\r\n", 400, "invalid_request_error"),
        (field("x", 20_000) + field("y", 20_000), 431, "invalid_request_error"),
        (String(repeating: field("x", 1), count: 101), 431, "invalid_request_error"),
    ]

    private static func field(_ name: String, _ length: Int) -> String {
        "\(name): \(String(repeating: "x", count: length))\r\n"
    }

    private func refusal(of path: String, _ fields: String) async throws -> TestResponse {
        try await RunningGateway.with(gateway(.none)) { server in
            try await server.connect { connection in
                try await connection.send("POST \(path) HTTP/1.1\r\nhost: localhost\r\n\(fields)\r\n")
                return try #require(try await connection.response())
            }
        }
    }

    @Test(arguments: Self.broken.indices)
    func `what is refused before the pipeline has the form of its path`(index: Int) async throws {
        let (fields, status, type) = Self.broken[index]
        for path in ["/v1/messages", "/v1/messages/batches", "/v1/embeddings"] {
            let response = try await refusal(of: path, fields)
            #expect(response.status == status)
            #expect(path == "/v1/embeddings" ? isOpenAI(response) : isAnthropic(response, type), "\(response.text)")
        }
    }

    /// A head of many times the limit, and a line that is no request: nobody knows the path.
    @Test(arguments: [("/v1/messages", field("x", 200_000), 431), ("no path", "", 400)])
    func `what is refused before its path is known has a form that every client reads`(
        path: String, fields: String, status: Int
    ) async throws {
        let response = try await refusal(of: path, fields)
        #expect(response.status == status && isAnthropic(response, "invalid_request_error"), "\(response.text)")
        #expect(response.json?["error"]?.object?.map(\.name) == ["message", "type", "param", "code"])
    }

    @Test func `a body that turns out too large, or too large for all, is refused in the form of the path`()
        async throws
    {
        var limits = GatewayLimits.patient
        for (total, status, type) in [(64 << 20, 413, "request_too_large"), (10, 503, "api_error")] {
            (limits.bodyBytes, limits.totalBodyBytes) = (status == 413 ? 16 : 1 << 20, total)
            try await RunningGateway.with(gateway(.none, limits: limits)) { server in
                try await server.connect { connection in
                    try await connection.send(
                        "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                            + "transfer-encoding: chunked\r\n\r\n11\r\n{aaaaaaaaaaaaaaa}\r\n")
                    let response = try #require(try await connection.response())
                    #expect(response.status == status && isAnthropic(response, type), "\(response.text)")
                }
            }
        }
    }
}
