// AsyncHTTPClient, although only one request a run is sent: an evidence service is usually behind TLS, and a key must
// not travel without it. The test kit of Hummingbird brings the library into the build anyway.

import AsyncHTTPClient
package import GovernorCore
import NIOCore
import NIOHTTP1

/// Records facts at an evidence service over HTTP: the remote counterpart of a ledger.
///
/// The service gives facts their id, time and actor; use those of the answer.
package struct EvidenceClient: EvidenceSink {
    private let endpoint: String
    private let apiKey: String?
    private let timeout: Duration

    /// The most bytes of an answer that are read; answers of the service are far smaller.
    private static let answerLimit = 1 << 20
    /// How often a request is sent at most. Only one with an idempotency key is repeated.
    private static let attemptLimit = 3

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - url: The service's address, such as `https://governor.example.com:8080`.
    ///   - apiKey: The key to send; nil for a service that needs none.
    ///   - timeout: How long one attempt may take.
    /// - Throws: ``EvidenceClientError/unusableURL``, ``EvidenceClientError/unprotectedURL`` or
    ///   ``EvidenceClientError/unusableKey``.
    package init(url: String, apiKey: String?, timeout: Duration = .seconds(10)) throws(EvidenceClientError) {
        let isHTTP = ["https://", "http://"].contains {
            url.utf8.starts(with: $0.utf8) && url.utf8.count > $0.utf8.count
        }
        guard isHTTP, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"?#\\".utf8.contains($0) }) else {
            throw .unusableURL
        }
        // A key and what facts say are read by everybody on the way.
        guard url.utf8.starts(with: "https://".utf8) || LoopbackAddress.matches(host: Self.host(of: url)) else {
            throw .unprotectedURL
        }
        guard apiKey?.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) ?? true else { throw .unusableKey }
        endpoint = (url.utf8.last == UInt8(ascii: "/") ? String(url.dropLast()) : url) + "/api/v1/facts"
        self.apiKey = apiKey
        self.timeout = timeout
    }

    /// Records a fact and returns once the service has acknowledged it.
    ///
    /// - Throws: ``EvidenceClientError``; whether the fact is recorded shows on repetition with the same key.
    package func append(_ fact: Fact, idempotencyKey: String?) async throws -> AppendedFact {
        let body = Self.body(of: fact).compactText
        var attempt = 1
        while true {
            do {
                return try await send(body, idempotencyKey)
            } catch let error as EvidenceClientError
                where error.isTransient && idempotencyKey != nil && attempt < Self.attemptLimit
            {
                try await Task.sleep(for: .milliseconds(200 << attempt))
                attempt += 1
            }
        }
    }

    /// The host of an address that has a scheme, without user, port and brackets.
    private static func host(of url: String) -> String {
        let authority = url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first ?? ""
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if place.first == "[" { return String(place.dropFirst().prefix { $0 != "]" }) }
        return String(place.prefix { $0 != ":" })
    }

    private func send(_ body: String, _ idempotencyKey: String?) async throws -> AppendedFact {
        var request = HTTPClientRequest(url: endpoint)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "accept", value: "application/json, application/problem+json")
        if let apiKey { request.headers.add(name: "authorization", value: "Bearer \(apiKey)") }
        if let idempotencyKey { request.headers.add(name: "idempotency-key", value: idempotencyKey) }
        request.body = .bytes(ByteBuffer(string: body))
        let status: Int
        let answer: [UInt8]
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: TimeAmount(timeout))
            status = Int(response.status.code)
            answer = Array(try await response.body.collect(upTo: Self.answerLimit).readableBytesView)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw EvidenceClientError.unreachable(cause: "\(type(of: error))")
        }
        return try Self.read(answer, status: status)
    }

    private static func read(_ answer: [UInt8], status: Int) throws(EvidenceClientError) -> AppendedFact {
        let json = try? JSONValue(parsing: answer)
        guard status == 201 else {
            throw .refused(
                status: status, code: json?["code"]?.string, detail: json?["detail"]?.string,
                hint: json?["hint"]?.string)
        }
        guard let id = json?["id"]?.string.flatMap({ UUIDv7($0) }),
            let index = json?["index"]?.number?.integer.flatMap(UInt64.init(exactly:)),
            let sequence = json?["sequence"]?.number?.integer.flatMap(UInt64.init(exactly:))
        else { throw .notAnEvidenceService(status: status) }
        return AppendedFact(id: id, index: index, sequence: sequence)
    }

    private static func body(of fact: Fact) -> JSONValue {
        var body: JSONObject = [
            "type": .string(fact.type.text), "stream": .string(fact.stream.text),
            "subjects": .array(
                fact.subjects.map { ["name": .string($0.name), "sha256": .string($0.digest.hex)] }),
            "payload": fact.payload,
            "links": .array(
                fact.links.map { ["rel": .string($0.relation), "id": .string($0.id.description)] }),
        ]
        if let policy = fact.policy {
            body["policy"] = [
                "id": .string(policy.id), "version": .string(policy.version), "sha256": .string(policy.digest.hex),
            ]
        }
        return .object(body)
    }
}
