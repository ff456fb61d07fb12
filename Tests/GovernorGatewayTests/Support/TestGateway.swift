import GovernorCore
import GovernorInspect
import GovernorPolicy
import Testing

@testable import GovernorGateway

/// A pipeline over memory, with the reference system's rules.
struct TestGateway {
    private static let keys = [Role.admin, .developer, .auditor].map { role in
        var random = SystemRandomNumberGenerator()
        return (role, APIKey(using: &random))
    }
    static let secret = keys[0].1.secret
    static let developerSecret = keys[1].1.secret
    static let auditorSecret = keys[2].1.secret

    let sink = MemorySink()
    let log = LogRecorder()
    let registry = MetricsRegistry()
    var configuration: GatewayConfiguration
    let policy: Policy
    let pipelines: GatewayPipelines
    var pipeline: GatewayPipeline { pipelines.current }

    init(
        rules: String = Self.referenceRules, authentication: GatewayConfiguration.Authentication = .none,
        quotas: QuotaConfiguration = QuotaConfiguration(), queryWatch: QueryWatchThresholds = QueryWatchThresholds(),
        recordsContent: Bool = false, limits: GatewayLimits = .patient, host: String = "127.0.0.1",
        corpus: CorpusIndex? = nil, secondOpinions: [SecondOpinion] = [], models: [ModelRoute] = [],
        stops: SystemStops = SystemStops(), substitutes: Substitutes = Substitutes(), holding: Holding? = nil,
        stopwatch: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() },
        digest: @escaping DigestFunction = weakDigest,
        pseudonyms: DigestFunction? = nil,
        threads: InspectionThreads = .shared, tracer: Tracer? = nil
    ) throws {
        policy = try Policy(
            Array((Self.head + rules).utf8), name: "policy.yaml", kinds: SensitiveDataInspector.kinds,
            digest: weakDigest)
        configuration = GatewayConfiguration(
            host: host, port: 0, authentication: authentication, stream: "test", recordsContent: recordsContent,
            corpus: corpus, secondOpinions: secondOpinions, models: ModelRoutes(models), limits: limits)
        configuration.quotas = quotas
        configuration.queryWatch = queryWatch
        configuration.stops = stops
        configuration.substitutes = substitutes
        configuration.holding = holding
        pipelines = GatewayPipelines(
            try GatewayPipeline(
                policy: policy, configuration: configuration, sink: sink,
                environment: GatewayEnvironment(
                    stopwatch: stopwatch, random: random, digest: digest, pseudonyms: pseudonyms, threads: threads,
                    tracer: tracer),
                metrics: GatewayMetrics(registry), logger: log.logger))
    }

    func post(_ path: String, _ body: String, key: String? = nil, contentType: String? = "application/json") async
        -> TestResponse
    {
        await send("POST", path, Array(body.utf8), key: key, contentType: contentType)
    }

    func get(_ path: String, key: String? = nil, isLocal: Bool = true) async -> TestResponse {
        await send("GET", path, [], key: key, contentType: nil, isLocal: isLocal)
    }

    func send(
        _ method: String, _ path: String, _ body: [UInt8] = [], key: String? = nil, host: String? = nil,
        contentType: String? = "application/json", isLocal: Bool = true
    ) async -> TestResponse {
        await TestResponse(
            pipeline.response(
                to: GatewayRequest(
                    method: method, target: path, host: host, authorization: key.map { "Bearer \($0)" },
                    contentType: contentType, body: body, isLocal: isLocal)))
    }

    /// A keyring with an administrator, a developer and an auditor.
    static var keyring: APIKeyring {
        APIKeyring(
            keys.map { role, key in
                key.record(
                    id: role.rawValue, role: role, created: Timestamp(millisecondsSince1970: 0), digest: weakDigest)
            }, digest: weakDigest)
    }

    static let head = """
        meta: {policy_id: adr-006.embedded-governance, version: 1.0.0, effective_date: 2026-01-01}
        thresholds:
          quality: {pass_at_5: {target_min: 0.82, block_below: true}}
          fairness: {subgroup_delta: {target_max: 0.05, block_above: true}}
          safety: {harmful_rate: {target_max: 0.005, block_above: true}}
          drift: {psi: {target_max: 0.2, block_above: true}}

        """

    static let referenceRules = """
        rules:
          - {id: jailbreak, stage: prompt, when: jailbreak_score > 0.8, action: safe_mode, message: high jailbreak score}
          - {id: pii, when: contains_pii && !lawful_basis, action: block, message: PII without lawful basis}
          - {id: verbatim, stage: output, when: verbatim_ratio > 0.20, action: summarize, message: long quotation}
        """
}

/// An answer that tests can ask about.
struct TestResponse {
    let status: Int
    let headers: [String: String]
    let text: String

    init(_ response: GatewayResponse) async {
        status = response.status
        headers = Dictionary(response.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let written = Written()
        try? await response.stream? { await written.append($0) }
        let streamed = await written.bytes
        text = response.isHead ? "" : String(decoding: response.body + streamed, as: UTF8.self)
    }

    /// What a stream has written.
    private actor Written {
        private(set) var bytes: [UInt8] = []

        func append(_ piece: [UInt8]) { bytes += piece }
    }

    init(status: Int, headers: [String: String], text: String) {
        self.status = status
        self.headers = headers
        self.text = text
    }

    var json: JSONValue? { try? JSONValue(parsing: text) }

    /// The error code in OpenAI's shape.
    var code: String? { json?["error"]?["code"]?.string }

    /// The body without the two members that Governor adds.
    var reference: JSONValue? {
        guard var object = json?.object else { return nil }
        object["request_id"] = nil
        object["receipt"] = nil
        return .object(object)
    }
}

/// A stand-in for SHA-256 that needs no library: tests compare values, they do not resist attacks.
@Sendable func weakDigest(_ bytes: [UInt8]) -> Digest {
    var words: [UInt64] = [0xCBF2_9CE4_8422_2325, 1, 2, 3]
    for byte in bytes {
        for index in words.indices {
            words[index] = (words[index] ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 &+ UInt64(index)
        }
    }
    let digest = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) } }
    return Digest(bytes: digest) ?? Digest(bytes: [UInt8](repeating: 0, count: 32))!
}

extension GatewayLimits {
    /// The defaults with more time than any test takes, on however busy a machine.
    static var patient: GatewayLimits {
        var limits = GatewayLimits()
        limits.requestTimeout = .seconds(3600)
        limits.bodyTimeout = .seconds(3600)
        limits.idleTimeout = .seconds(3600)
        limits.writeTimeout = .seconds(3600)
        limits.shutdownTimeout = .seconds(3600)
        return limits
    }
}
