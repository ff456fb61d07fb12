import Foundation
import GovernorCore
import GovernorGateway
import GovernorServer
import Logging
import Testing

@testable import governor

/// How spans reach a collector, and what becomes of those that do not.
@Suite(.timeLimit(.minutes(10))) struct TraceExporterTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private static func span(_ number: Int = 0, failure: String? = nil) throws -> Span {
        Span(
            context: try #require(TraceContext(traceParent: parent)), parent: 0xB7AD_6B71_6920_3331,
            state: TraceState(fields: ["rojo=1"]), name: "chat m", kind: .client, start: 1_700_000_000_000_000_001,
            end: 1_700_000_001_000_000_000,
            attributes: [
                .init("text", .text("a")), .init("number", .number(number)), .init("flag", .flag(true)),
                .init("texts", .texts(["a", "b"])),
            ], failure: failure)
    }

    private static func exporter(
        _ url: String, headers: [(name: String, value: String)] = []
    ) throws -> (TraceExporter, MetricsRegistry) {
        let registry = MetricsRegistry()
        let client = try ServiceClient(
            collector: url, path: "/v1/traces", headers: headers, timeout: .seconds(60))
        return (
            TraceExporter(
                client, OTLPTraces(serviceName: "tests"), metrics: registry, logger: logger,
                lastMoments: .seconds(600)), registry
        )
    }

    private static func count(_ outcome: String, in registry: MetricsRegistry) -> String? {
        registry.exposition().split(separator: "\n").first { $0.contains(#"{outcome="\#(outcome)"}"#) }
            .flatMap { $0.split(separator: " ").last }.map(String.init)
    }

    @Test func `spans are sent as OTLP has them, with the fields that a collector wants`() async throws {
        try await ScriptedServer.run { _, _ in
            ScriptedServer.Answer(text: "{}")
        } _: { server, url in
            let (exporter, registry) = try Self.exporter(url, headers: [("x-key", "planted-key")])
            exporter.take(try Self.span())
            exporter.take(try Self.span(1, failure: "upstream.refused"))
            await exporter.flush()
            let received = try #require(server.received.first)
            #expect(server.received.count == 1 && received.path == "/v1/traces")
            #expect(received.headers["x-key"] == "planted-key")
            #expect(received.headers["content-type"] == "application/json")
            let resource = try #require(received.body["resourceSpans"]?.array?.first)
            let attributes = resource["resource"]?["attributes"]?.array ?? []
            #expect(attributes.contains(["key": "service.name", "value": ["stringValue": "tests"]]))
            let spans = try #require(resource["scopeSpans"]?.array?.first?["spans"]?.array)
            #expect(
                spans.first == [
                    "traceId": "4bf92f3577b34da6a3ce929d0e0e4736", "spanId": "00f067aa0ba902b7", "name": "chat m",
                    "kind": 3, "flags": 1, "startTimeUnixNano": "1700000000000000001",
                    "endTimeUnixNano": "1700000001000000000",
                    "attributes": [
                        ["key": "text", "value": ["stringValue": "a"]], ["key": "number", "value": ["intValue": "0"]],
                        ["key": "flag", "value": ["boolValue": true]],
                        [
                            "key": "texts",
                            "value": ["arrayValue": ["values": [["stringValue": "a"], ["stringValue": "b"]]]],
                        ],
                    ], "status": [:], "parentSpanId": "b7ad6b7169203331", "traceState": "rojo=1",
                ])
            #expect(spans.last?["status"] == ["code": 2, "message": "upstream.refused"])
            #expect(Self.count("exported", in: registry) == "2")
        }
    }

    @Test func `many spans go in batches, and what comes while the queue is full is dropped and counted`() async throws
    {
        try await ScriptedServer.run { _, _ in
            ScriptedServer.Answer(text: "{}")
        } _: { server, url in
            let (exporter, registry) = try Self.exporter(url)
            for number in 0..<(TraceExporter.capacity + 10) { exporter.take(try Self.span(number)) }
            #expect(Self.count("queue_full", in: registry) == "10")
            await exporter.flush()
            #expect(Self.count("exported", in: registry) == String(TraceExporter.capacity))
            #expect(server.received.count == 4)
        }
    }

    @Test func `a collector that asks to come again is asked again, one that refuses is not`() async throws {
        try await ScriptedServer.run { _, number in
            switch number {
            case 1: ScriptedServer.Answer(status: 503, text: "{}")
            case 2: ScriptedServer.Answer(text: #"{"partialSuccess":{"rejectedSpans":"1","errorMessage":"no"}}"#)
            default: ScriptedServer.Answer(status: 400, text: "{}")
            }
        } _: { server, url in
            let (exporter, registry) = try Self.exporter(url)
            for number in 0..<3 { exporter.take(try Self.span(number)) }
            await exporter.flush()
            #expect(server.received.count == 2)
            #expect(Self.count("exported", in: registry) == "2" && Self.count("rejected", in: registry) == "1")
            exporter.take(try Self.span())
            await exporter.flush()
            #expect(server.received.count == 3 && Self.count("failed", in: registry) == "1")
        }
    }

    @Test func `a collector that is not there costs spans, and nothing else`() async throws {
        let (exporter, registry) = try Self.exporter("http://127.0.0.1:1")
        exporter.take(try Self.span())
        await exporter.flush()
        #expect(Self.count("failed", in: registry) == "1" && Self.count("exported", in: registry) == "0")
    }

    @Test func `what waits when the process ends is sent before it has ended`() async throws {
        try await ScriptedServer.run { _, _ in
            ScriptedServer.Answer(text: "{}")
        } _: { server, url in
            let (exporter, registry) = try Self.exporter(url)
            exporter.take(try Self.span())
            let end = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await exporter.run()
            }
            try await end.value
            #expect(server.received.count == 1 && Self.count("exported", in: registry) == "1")
        }
    }

    // MARK: Configuration

    private static func options(_ text: String, _ environment: [String: String] = [:]) throws -> TelemetryOptions {
        let folder = try WorkFolder()
        try folder.write(text, to: "governor.yaml")
        return try ConfigurationLoader(environment: Environment(environment)).load(
            file: folder.url.appending(path: "governor.yaml").path
        ).telemetry
    }

    @Test func `OpenTelemetry's variables set what the file does not, and ours go before them`() throws {
        #expect(try Self.options("{}").exporter(metrics: MetricsRegistry(), logger: Self.logger) == nil)
        let standard = [
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_SERVICE_NAME": "shop",
            "OTEL_TRACES_SAMPLER_ARG": "0.25",
        ]
        let options = try Self.options("telemetry: {endpoint: 'http://file:4318', sample_ratio: 1}", standard)
        #expect(options.endpoint == "http://collector:4318" && options.serviceName == "shop" && options.ratio == 0.25)
        let ours = standard.merging(["GOVERNOR_TELEMETRY_SERVICE_NAME": "ours"]) { $1 }
        #expect(try Self.options("{}", ours).serviceName == "ours")
        let whole = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318/otlp"]
        #expect(try Self.options("{}", whole).tracesEndpoint == "http://collector:4318/otlp")
        #expect(throws: (any Error).self) { try Self.options("telemetry: {sample_ratio: 1.5}") }
        // What is meant for other programs.
        let remote = ["OTEL_TRACES_SAMPLER": "jaeger_remote", "OTEL_TRACES_SAMPLER_ARG": "endpoint=http://localhost"]
        #expect(try Self.options("{}", remote).ratio == 1)
        for off in [["OTEL_SDK_DISABLED": "true"], ["OTEL_TRACES_EXPORTER": "none"]] {
            #expect(try Self.options("{}", standard.merging(off) { $1 }).endpoint == nil)
        }
    }

    @Test func `traces may go unencrypted, keys may not`() throws {
        let folder = try WorkFolder()
        try folder.write("\nx-key: planted-key\n", to: "headers")
        var options = TelemetryOptions()
        options.endpoint = "http://collector.example.com:4318"
        #expect(try options.exporter(metrics: MetricsRegistry(), logger: Self.logger) != nil)
        options.headersFile = folder.url.appending(path: "headers").path
        #expect(throws: ServiceClientError.unprotectedURL(.collector)) {
            try options.exporter(metrics: MetricsRegistry(), logger: Self.logger)
        }
        options.endpoint = "https://collector.example.com"
        #expect(try options.exporter(metrics: MetricsRegistry(), logger: Self.logger) != nil)
        options.endpoint = "collector"
        #expect(throws: ServiceClientError.unusableURL(.collector)) {
            try options.exporter(metrics: MetricsRegistry(), logger: Self.logger)
        }
    }

    @Test(arguments: ["planted-key", ": planted-key", "na me: planted-key", "x-key: planted\u{1}"])
    func `a line that is no header field is told by its number alone`(line: String) throws {
        let folder = try WorkFolder()
        try folder.write("a: b\n\(line)\n", to: "headers")
        let path = folder.url.appending(path: "headers").path
        let error = #expect(throws: CommandError.self) { try HeaderFile(path).fields() }
        #expect(error?.message.contains("line 2 is no header field") == true)
        #expect(error?.message.contains("planted") == false)
    }

    // MARK: A server

    private static func spans(in requests: [ScriptedServer.Received]) -> [JSONValue] {
        requests.flatMap { request in
            request.body["resourceSpans"]?.array?.first?["scopeSpans"]?.array?.first?["spans"]?.array ?? []
        }
    }

    @Test func `a server's spans reach the collector, and hold no text`() async throws {
        try await ScriptedServer.run { _, _ in
            ScriptedServer.Answer(text: "{}")
        } _: { collector, url in
            let folder = try WorkFolder.examples()
            let server = try await RunningServer(
                [
                    "serve", "--policy", "examples/policies/adr-006.embedded-governance.yaml", "--data", "d", "--auth",
                    "none",
                ], in: folder,
                environment: [
                    "OTEL_EXPORTER_OTLP_ENDPOINT": url, "OTEL_SERVICE_NAME": "shop",
                    "GOVERNOR_GATEWAY_MODELS": #"[{"name":"governor-demo","api":"demo"}]"#,
                ])
            let body = #"{"model":"governor-demo","messages":[{"role":"user","content":"planted-secret"}]}"#
            let answer = try await RunningServer.curl(
                [
                    "-H", "content-type: application/json", "-H", "traceparent: \(Self.parent)", "-d", body,
                    "\(server.url("gateway"))/v1/chat/completions",
                ], in: folder)
            #expect(answer.status == 200)
            // They leave within seconds, and may come in two batches. As the server ends it would not wait long for the collector.
            while Self.spans(in: collector.received).count < 2 { try await Task.sleep(for: .milliseconds(20)) }
            #expect(await server.end() == 0)
            let bodies = collector.received.map(\.body)
            let spans = Self.spans(in: collector.received)
            #expect(Set(spans.map { $0["traceId"] }) == ["4bf92f3577b34da6a3ce929d0e0e4736"])
            #expect(Set(spans.map { $0["name"] }) == ["POST /v1/chat/completions", "chat governor-demo"])
            #expect(bodies.allSatisfy { $0.compactText.contains("shop") && !$0.compactText.contains("planted") })
            #expect(!server.diagnostics.contains("planted"))
        }
    }
}
