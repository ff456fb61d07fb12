// AsyncHTTPClient, although few requests are sent: a service is usually behind TLS, and a key must not travel without it.
// The test kit of Hummingbird brings the library into the build anyway.

import AsyncHTTPClient
package import GovernorCore
import NIOCore
import NIOHTTP1

/// Sends JSON to a service over HTTP and reads the JSON it answers.
package struct ServiceClient: Sendable {
    /// An answer, whatever its status.
    package struct Answer: Sendable {
        /// The status code.
        package let status: Int
        /// The body; nil when it is no JSON.
        package let json: JSONValue?
    }

    private let service: RemoteService
    private let endpoint: String
    private let apiKey: String?
    private let timeout: Duration
    private let firstPause: Duration

    private let answerLimit: Int
    /// Fields that every request has besides.
    private var fields: [(name: String, value: String)] = []

    /// The most bytes of an answer that are read unless told otherwise; answers of services are far smaller.
    package static let answerLimit = 1 << 20
    /// How long to wait before the second attempt, unless told otherwise.
    package static let pause = Duration.milliseconds(400)
    /// The longest time between two attempts, also when the service asks for more.
    private static let longestPause = Duration.seconds(60)
    // Lives as long as the process. A refused connection is an answer and not repeated until the time is up, and a key goes
    // nowhere but where it was sent to.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionLimit
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }()

    /// How many requests are under way to a service at a time; others wait for one of these.
    package static let connectionLimit = 64

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - service: What it is a client of.
    ///   - url: The service's address, such as `https://governor.example.com:8080`.
    ///   - path: What comes after the address, unless it ends so already.
    ///   - apiKey: The key to send; nil for a service that needs none.
    ///   - timeout: How long one attempt may take.
    ///   - pause: How long to wait before the second attempt; twice as long before each other.
    ///   - answerLimit: The most bytes of an answer that are read.
    ///   - mayBePlain: Whether what is sent may be read on the way: it holds neither a key nor anybody's text.
    /// - Throws: ``ServiceClientError/unusableURL(_:)``, ``ServiceClientError/unprotectedURL(_:)`` or
    ///   ``ServiceClientError/unusableKey(_:)``.
    package init(
        _ service: RemoteService, url: String, path: String, apiKey: String?, timeout: Duration,
        pause: Duration = Self.pause, answerLimit: Int = Self.answerLimit, mayBePlain: Bool = false
    ) throws(ServiceClientError) {
        let isHTTP = ["https://", "http://"].contains {
            url.utf8.starts(with: $0.utf8) && url.utf8.count > $0.utf8.count
        }
        guard isHTTP, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"?#\\".utf8.contains($0) }) else {
            throw .unusableURL(service)
        }
        // A key and what is sent with it are read by everybody on the way.
        guard mayBePlain || url.utf8.starts(with: "https://".utf8) || LoopbackAddress.matches(host: Self.host(of: url))
        else {
            throw .unprotectedURL(service)
        }
        guard apiKey?.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) ?? true else { throw .unusableKey(service) }
        let base = url.utf8.last == UInt8(ascii: "/") ? String(url.dropLast()) : url
        self.service = service
        endpoint = base.hasSuffix(path) ? base : base + path
        self.apiKey = apiKey
        self.timeout = timeout
        firstPause = pause
        self.answerLimit = answerLimit
    }

    /// Creates a client of a collector of traces. They hold no text and no key, so that they may go unencrypted unless
    /// `headers` are sent along, which may be a key.
    ///
    /// - Throws: As of the other initializer.
    package init(
        collector url: String, path: String, headers: [(name: String, value: String)], timeout: Duration
    ) throws(ServiceClientError) {
        try self.init(
            .collector, url: url, path: path, apiKey: nil, timeout: timeout, mayBePlain: headers.isEmpty)
        fields = headers
    }

    /// Posts JSON and returns the answer, of whatever status.
    ///
    /// - Parameters:
    ///   - idempotencyKey: What tells a repetition from a new request.
    ///   - attempts: How often the request is sent at most. It is repeated when no answer comes and after 408, 429 and 5xx.
    /// - Throws: ``ServiceClientError/unreachable(_:cause:)``, ``ServiceClientError/untrusted(_:cause:)``.
    package func post(_ body: JSONValue, idempotencyKey: String? = nil, attempts: Int) async throws -> Answer {
        try await answer(to: .POST, body.compactText, idempotencyKey, attempts)
    }

    /// Gets what is at the address, of whatever status.
    ///
    /// - Parameter attempts: As of ``post(_:idempotencyKey:attempts:)``, and what it throws.
    package func get(attempts: Int) async throws -> Answer { try await answer(to: .GET, nil, nil, attempts) }

    /// Takes back what is at the address, and returns the answer, of whatever status.
    ///
    /// - Parameter attempts: As of ``post(_:idempotencyKey:attempts:)``, and what it throws.
    package func delete(attempts: Int) async throws -> Answer { try await answer(to: .DELETE, nil, nil, attempts) }

    private func answer(
        to method: HTTPMethod, _ text: String?, _ idempotencyKey: String?, _ attempts: Int
    ) async throws -> Answer {
        var pause = firstPause
        for _ in 1..<max(1, attempts) {
            do {
                let (answer, demanded) = try await send(method, text, idempotencyKey)
                guard ServiceClientError.isTransient(status: answer.status) else { return answer }
                try await Task.sleep(for: min(Self.longestPause, max(pause, demanded ?? .zero)))
            } catch let error as ServiceClientError where error.isTransient {
                try await Task.sleep(for: pause)
            }
            pause = min(Self.longestPause, pause * 2)
        }
        return try await send(method, text, idempotencyKey).answer
    }

    /// Sends a request and reads the whole answer within the time that both may take.
    ///
    /// The library's own time limit ends with the head of an answer, and a body may trickle.
    private func send(
        _ method: HTTPMethod, _ body: String?, _ idempotencyKey: String?
    ) async throws -> (answer: Answer, pause: Duration?) {
        try await withThrowingTaskGroup { group in
            group.addTask { try await exchange(method, body, idempotencyKey) }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw ServiceClientError.timedOut(service)
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private func exchange(
        _ method: HTTPMethod, _ body: String?, _ idempotencyKey: String?
    ) async throws -> (answer: Answer, pause: Duration?) {
        var request = HTTPClientRequest(url: endpoint)
        request.method = method
        if body != nil { request.headers.add(name: "content-type", value: "application/json") }
        request.headers.add(name: "accept", value: "application/json, application/problem+json")
        if let apiKey { request.headers.add(name: "authorization", value: "Bearer \(apiKey)") }
        for (name, value) in fields { request.headers.add(name: name, value: value) }
        if let idempotencyKey { request.headers.add(name: "idempotency-key", value: idempotencyKey) }
        request.body = body.map { .bytes(ByteBuffer(string: $0)) }
        do {
            let response = try await Self.http.execute(request, timeout: TimeAmount(timeout))
            let status = Int(response.status.code)
            let bytes: [UInt8]
            do {
                bytes = Array(try await response.body.collect(upTo: answerLimit).readableBytesView)
            } catch is NIOTooManyBytesError {
                throw ServiceClientError.unexpectedAnswer(service, status: status)
            }
            let seconds = response.headers.first(name: "retry-after").flatMap { UInt16($0) }
            return (
                Answer(status: status, json: try? JSONValue(parsing: bytes)),
                seconds.map { .seconds(Int($0)) }
            )
        } catch let error as ServiceClientError {
            throw error
        } catch {
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
            throw failure(error)
        }
    }

    /// Names the kind of an error and nothing else of it: the rest may hold what was sent.
    private func failure(_ error: any Error) -> ServiceClientError {
        let type = "\(type(of: error))"
        if type.contains("SSL") { return .untrusted(service, cause: type) }
        if ["NIOConnectionError", "IOError"].contains(type) { return .unreachable(service, cause: "no connection") }
        guard let error = error as? HTTPClientError else { return .unreachable(service, cause: type) }
        let isLate = [.deadlineExceeded, .connectTimeout, .readTimeout].contains(error)
        return isLate ? .timedOut(service) : .unreachable(service, cause: error.shortDescription)
    }

    /// The host of an address that has a scheme, without user, port and brackets.
    private static func host(of url: String) -> String {
        let authority = url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first ?? ""
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if place.first == "[" { return String(place.dropFirst().prefix { $0 != "]" }) }
        return String(place.prefix { $0 != ":" })
    }
}
