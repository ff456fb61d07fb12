import Crypto
import GovernorCore
import GovernorLedger
import GovernorPolicy
import GovernorTesting
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore

@testable import GovernorServer

/// An evidence service over an in-memory ledger, with one key for each role.
struct TestService: Sendable {
    let bench: LedgerBench
    let ledger: Ledger
    let holds: HoldRegister
    let stops = SystemStops()
    let metrics = MetricsRegistry()
    let keys: [Role: String]
    let keyring: APIKeyring
    let configuration: EvidenceServiceConfiguration

    static let sha256: DigestFunction = { bytes in
        Digest(bytes: Array(SHA256.hash(data: bytes))) ?? MerkleHash.empty
    }

    /// The moment at which everything in a test happens.
    static let now = Timestamp(millisecondsSince1970: 1_800_000_000_000)

    init(
        bench: LedgerBench? = nil, configuration: EvidenceServiceConfiguration = .patient,
        queueLimit: Int = LedgerParts.defaultQueueLimit, wipePatience: Duration = .seconds(10)
    ) async throws {
        self.configuration = configuration
        self.bench = try bench ?? LedgerBench(seed: 1)
        var parts = self.bench.parts
        parts.queueLimit = queueLimit
        parts.wipePatience = wipePatience
        ledger = try await Ledger.open(parts)
        holds = try await HoldRegister.open(ledger, clock: { Self.now })
        var random = SeededGenerator(seed: 7)
        var keyring = APIKeyring(digest: Self.sha256)
        var keys: [Role: String] = [:]
        for role in Role.allCases {
            let key = APIKey(using: &random)
            keys[role] = key.secret
            keyring.add(key.record(id: "\(role.rawValue)-1", role: role, created: Self.now, digest: Self.sha256))
        }
        self.keys = keys
        self.keyring = keyring
    }

    /// The reference system's thresholds.
    static func policy() throws -> Policy {
        let yaml = """
            meta: { policy_id: adr-006.embedded-governance, version: 1.0.0, effective_date: 2026-01-01, owner: board }
            thresholds:
              quality:  { pass_at_5:      { target_min: 0.82, block_below: true } }
              fairness: { subgroup_delta: { target_max: 0.05, block_above: true } }
              safety:   { harmful_rate:   { target_max: 0.005, block_above: true } }
              drift:    { psi:            { target_max: 0.2, block_above: true } }
            """
        return try Policy(Array(yaml.utf8), name: "policy.yaml", kinds: [], digest: sha256)
    }

    /// Runs a test against the service's router.
    func run<Value: Sendable>(
        policy: Policy? = nil, isGuarded: Bool = true,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ test: @Sendable (Caller) async throws -> Value
    ) async throws -> Value {
        let application = evidenceApplication(
            configuration, ledger: ledger, holds: holds, stops: stops, keyring: isGuarded ? Current(keyring) : nil,
            policy: policy.map { Current($0) },
            metrics: metrics,
            logger: logger, clock: { Self.now })
        return try await application.test(.router) { client in
            try await test(Caller(client: client, keys: isGuarded ? keys : [:]))
        }
    }

    /// Runs a test against the service listening on a port that the system chose.
    func listen<Value: Sendable>(
        isGuarded: Bool = true, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ test: @Sendable (_ port: Int) async throws -> Value
    ) async throws -> Value {
        let application = evidenceApplication(
            configuration, ledger: ledger, holds: holds, stops: stops, keyring: isGuarded ? Current(keyring) : nil,
            policy: nil,
            metrics: metrics,
            logger: logger,
            clock: { Self.now })
        return try await application.test(.live) { client in
            guard let port = client.port else { preconditionFailure("a listener has a port") }
            return try await test(port)
        }
    }

    /// The table that the service's router is made from.
    func table(isGuarded: Bool = true) -> RouteTable {
        let registry = MetricsRegistry()
        let desk = EvidenceDesk(
            ledger: ledger, policy: nil, board: RiskBoard(following: ledger.reader, metrics: registry), holds: holds,
            stops: stops,
            events: registry.counter("events_total", help: "Events."), clock: { Self.now })
        return routeTable(desk, metrics: registry, isGuarded: isGuarded, isLogPublic: false)
    }
}

/// A client of the service in one role.
struct Caller: Sendable {
    let client: any TestClientProtocol
    let keys: [Role: String]

    /// Sends a request; `body` goes out as JSON.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, as role: Role? = .admin,
        headers: HTTPFields = [:]
    ) async throws -> Reply {
        var headers = headers
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await send(method, path, text: body?.compactText, as: role, headers: headers)
    }

    /// Sends a request with any body.
    func send(
        _ method: HTTPRequest.Method, _ path: String, text: String?, as role: Role? = .admin, headers: HTTPFields = [:]
    ) async throws -> Reply {
        var headers = headers
        if let role, let key = keys[role] { headers[.authorization] = "Bearer \(key)" }
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: text.map { ByteBuffer(string: $0) })
        return Reply(
            status: response.status.code, headers: response.headers, bytes: Array(response.body.readableBytesView))
    }

    /// Submits evidence and returns the answer's body.
    func submit(_ body: JSONValue) async throws -> JSONValue { try await send(.post, "/evidence", body).json }
}

/// An answer.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    /// The `code` of a problem.
    var code: String? { json["code"]?.string }
}

extension EvidenceServiceConfiguration {
    /// The defaults with more time than any test takes, on however busy a machine.
    static var patient: EvidenceServiceConfiguration {
        var configuration = EvidenceServiceConfiguration()
        configuration.requestTimeout = .seconds(3600)
        return configuration
    }
}
