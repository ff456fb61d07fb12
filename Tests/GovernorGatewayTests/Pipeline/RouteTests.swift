import GovernorCore
import Testing

@testable import GovernorGateway

/// Routes, methods, keys and bad input, without sockets.
struct RouteTests {
    @Test func `S3.11: health is ok without a key`() async throws {
        let gateway = try TestGateway(authentication: .keys(TestGateway.keyring))
        let response = await gateway.get("/health", isLocal: false)
        #expect(response.status == 200 && response.text == #"{"status":"ok"}"#)
    }

    @Test(arguments: ["GET", "HEAD"])
    func `S3.11: health is not ok while the ledger takes no facts`(method: String) async throws {
        let gateway = try TestGateway(authentication: .keys(TestGateway.keyring))
        gateway.sink.fail()
        let response = await gateway.send(method, "/health")
        #expect(response.status == 503)
        #expect(response.code == (method == "GET" ? "ledger.unavailable" : nil))
        #expect(method == "HEAD" || response.text.contains("(open the ledger)"))
        gateway.sink.recover()
        #expect(await gateway.send(method, "/health").status == 200)
    }

    @Test func `S3.12: rules are the policy in force`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.get("/rules?pretty")
        #expect(response.status == 200)
        #expect(response.json?["meta"]?["policy_id"] == "adr-006.embedded-governance")
        #expect(response.json?["rules"]?.array?.map { $0["id"] } == ["jailbreak", "pii", "verbatim"])
    }

    @Test func `metrics are Prometheus text and count by outcome`() async throws {
        let gateway = try TestGateway()
        _ = await gateway.post("/ci/check", "{}")
        _ = await gateway.get("/nowhere")
        let response = await gateway.get("/metrics")
        #expect(response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        for line in [
            #"governor_requests_total{surface="ci_check",model="",model_version="",cohort="",outcome="fail"} 1"#,
            #"governor_requests_total{surface="other",model="",model_version="",cohort="",outcome="rejected"} 1"#,
            "governor_in_flight 1",
            #"governor_overhead_seconds_count{phase="record"} 1"#, "governor_log_append_seconds_count 1",
            #"governor_config_info{policy_id="adr-006.embedded-governance",policy_version="1.0.0""#,
        ] {
            #expect(response.text.contains(line), "\(line)")
        }
    }

    @Test(
        arguments: [
            ("POST", "/filter/prompt", nil, 401, "auth.missing-key"),
            ("POST", "/filter/prompt", "gov_unknown", 401, "auth.unknown-key"),
            ("POST", "/filter/prompt", TestGateway.auditorSecret, 403, "auth.forbidden"),
            ("POST", "/ci/check", TestGateway.auditorSecret, 403, "auth.forbidden"),
            ("GET", "/rules", nil, 401, "auth.missing-key"),
            ("GET", "/metrics", nil, 401, "auth.missing-key"),
            ("GET", "/health", "gov_unknown", 401, "auth.unknown-key"),
            ("GET", "/rules", TestGateway.auditorSecret, 200, nil),
            ("GET", "/metrics", TestGateway.auditorSecret, 200, nil),
            ("GET", "/openapi.json", nil, 200, nil),
            ("POST", "/ci/check", TestGateway.developerSecret, 200, nil),
        ] as [(String, String, String?, Int, String?)])
    func `a key must be known and its role must include the route's permission`(
        method: String, path: String, key: String?, status: Int, code: String?
    ) async throws {
        let gateway = try TestGateway(authentication: .keys(TestGateway.keyring))
        let response = await gateway.send(method, path, Array("{}".utf8), key: key, isLocal: false)
        #expect(response.status == status)
        #expect(response.code == code)
        #expect((response.headers["www-authenticate"] == "Bearer") == (status == 401))
    }

    @Test func `metrics are open to this machine`() async throws {
        let gateway = try TestGateway(authentication: .keys(TestGateway.keyring))
        #expect(await gateway.get("/metrics", isLocal: true).status == 200)
    }

    @Test(arguments: ["Basic gov_x", "Bearer", "Bearer ", "gov_x", ""])
    func `an authorization field of another form is refused`(field: String) async throws {
        let gateway = try TestGateway(authentication: .keys(TestGateway.keyring))
        let request = GatewayRequest(method: "GET", target: "/rules", authorization: field)
        #expect(await gateway.pipeline.response(to: request).status == 401)
    }

    @Test(arguments: [
        ("GET", "/filter/prompt", "POST"), ("DELETE", "/rules", "GET, HEAD"), ("POST", "/health", "GET, HEAD"),
        ("PUT", "/ci/check", "POST"),
    ])
    func `a wrong method is told the right ones`(method: String, path: String, allow: String) async throws {
        let gateway = try TestGateway()
        let response = await gateway.send(method, path)
        #expect(response.status == 405 && response.headers["allow"] == allow)
        #expect(response.code == "http.method-not-allowed")
    }

    @Test(arguments: ["/", "/filter", "/filter/prompt/", "//rules", "/RULES", "/v1/unknown", "*", "/rules%00"])
    func `an unknown path is refused`(path: String) async throws {
        let response = try await TestGateway().get(path)
        #expect(response.status == 404 && response.code == "http.not-found")
    }

    @Test func `HEAD is GET without the body`() async throws {
        let gateway = try TestGateway()
        let response = await gateway.send("HEAD", "/health")
        #expect(response.status == 200 && response.text.isEmpty)
        #expect(response.headers["content-type"] == "application/json")
    }

    @Test(
        arguments: [
            ("", "json.syntax", nil), ("{", "json.syntax", nil), ("[]", "request.wrong-shape", ""),
            (#"{"prompt":"a","prompt":"b"}"#, "json.duplicate-name", nil), (#"{"prompt":NaN}"#, "json.syntax", nil),
            (#"{"prompt":1}"#, "request.wrong-shape", "/prompt"), ("{}", "request.wrong-shape", "/prompt"),
            (#"{"prompt":null}"#, "request.wrong-shape", "/prompt"),
            (#"{"prompt":"a","context":[]}"#, "request.wrong-shape", "/context"),
            (#"{"prompt":"a","context":{"user_id":7}}"#, "request.wrong-shape", "/context/user_id"),
            (#"{"prompt":"a","context":{"x":1e999}}"#, "request.wrong-shape", "/context"),
            (#"{"prompt":"a","context":{"x":9007199254740993}}"#, "request.wrong-shape", "/context"),
            (#"{"prompt":"a","context":{"x":0.12345678901234567890123}}"#, "request.wrong-shape", "/context"),
            (#"{"prompt":"a","contxt":{}}"#, "request.unknown-member", nil),
            (#"{"prompt":"\ud800"}"#, "json.lone-surrogate", nil), (#"{"prompt":"a"} x"#, "json.syntax", nil),
            (String(repeating: "[", count: 100_000), "json.too-deep", nil),
        ] as [(String, String, String?)])
    func `a body that is not what was asked for is refused`(body: String, code: String, param: String?) async throws {
        let gateway = try TestGateway()
        let response = await gateway.post("/filter/prompt", body)
        #expect(response.status == 400 && response.code == code)
        #expect(response.json?["error"]?["param"]?.string == param)
        #expect(gateway.sink.facts.isEmpty)
    }

    @Test func `bytes that are not UTF-8 are refused`() async throws {
        let body = Array(#"{"prompt":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
        let response = try await TestGateway().send("POST", "/filter/prompt", body)
        #expect(response.status == 400 && response.code == "json.invalid-utf8")
    }

    @Test func `a misspelt member is told its right name`() async throws {
        let response = try await TestGateway().post("/filter/prompt", #"{"prompt":"a","contxt":{}}"#)
        #expect(response.text.contains("did you mean 'context'?"))
    }

    @Test(
        arguments: [
            ("application/json", 200), ("Application/JSON; charset=utf-8", 200), (nil, 200), ("text/plain", 415),
            ("application/json; charset=latin-1", 415), ("application/x-www-form-urlencoded", 415), ("", 415),
        ] as [(String?, Int)])
    func `only JSON bodies are read`(contentType: String?, status: Int) async throws {
        let gateway = try TestGateway(authentication: .keys(TestGateway.keyring))
        let response = await gateway.post("/ci/check", "{}", key: TestGateway.secret, contentType: contentType)
        #expect(response.status == status)
    }

    @Test(
        arguments: [
            ("application/json", 200), (nil, 415), ("text/plain", 415), ("application/x-www-form-urlencoded", 415),
            ("multipart/form-data; boundary=x", 415), ("text/plain; application/json", 415),
        ] as [(String?, Int)])
    func `S3.37: without keys a body must say that it is JSON, which no form of another site can`(
        contentType: String?, status: Int
    ) async throws {
        let gateway = try TestGateway()
        let response = await gateway.post("/filter/prompt", #"{"prompt":"hi"}"#, contentType: contentType)
        #expect(response.status == status)
        #expect(gateway.sink.facts.count == (status == 200 ? 1 : 0))
    }

    @Test(
        arguments: [
            ("localhost", 200), ("LocalHost:8081", 200), ("127.0.0.1:8081", 200), ("127.8.9.1", 200),
            ("[::1]:8081", 200), ("[::1]", 200), (nil, 200), ("evil.example", 403), ("evil.example:8081", 403),
            ("127.0.0.1.evil.example", 403), ("localhost.evil.example", 403), ("localhost:8081@evil.example", 403),
            ("192.168.1.7", 403), ("[2001:db8::1]", 403), ("[::1", 403), ("", 403),
        ] as [(String?, Int)])
    func `S3.37: without keys the caller must name this machine`(host: String?, status: Int) async throws {
        let gateway = try TestGateway()
        for path in ["/rules", "/health", "/metrics", "/openapi.json"] {
            let response = await gateway.send("GET", path, host: host)
            #expect(response.status == status)
            #expect(response.code == (status == 403 ? "auth.foreign-host" : nil))
        }
        let body = Array(#"{"prompt":"hi"}"#.utf8)
        #expect(await gateway.send("POST", "/filter/prompt", body, host: host).status == status)
        #expect(gateway.sink.facts.count == (status == 200 ? 1 : 0))
        let guarded = try TestGateway(authentication: .keys(TestGateway.keyring))
        #expect(await guarded.send("GET", "/rules", key: TestGateway.secret, host: host).status == 200)
    }

    @Test func `G.33: without authentication nothing but the loopback interface is listened on`() throws {
        for host in ["0.0.0.0", "::", "10.0.0.1", "example.com", "127.0.0.1.evil", "127.1"] {
            let gateway = try TestGateway(host: host)
            #expect(throws: GatewayError.openToOthers(host: host)) {
                try GatewayServer(
                    pipelines: gateway.pipelines, configuration: gateway.configuration, logger: gateway.log.logger)
            }
        }
    }
}
