package import GovernorCore

/// Records facts at an evidence service over HTTP: the remote counterpart of a ledger.
///
/// The service gives facts their id, time and actor; use those of the answer.
package struct EvidenceClient: EvidenceSink {
    private let client: ServiceClient

    /// How often a request is sent at most. Only one with an idempotency key is repeated.
    private static let attemptLimit = 3

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - url: The service's address, such as `https://governor.example.com:8080`.
    ///   - apiKey: The key to send; nil for a service that needs none.
    ///   - timeout: How long one attempt may take.
    /// - Throws: ``ServiceClientError/unusableURL(_:)``, ``ServiceClientError/unprotectedURL(_:)`` or
    ///   ``ServiceClientError/unusableKey(_:)``.
    package init(url: String, apiKey: String?, timeout: Duration = .seconds(10)) throws(ServiceClientError) {
        client = try ServiceClient(.evidence, url: url, path: "/api/v1/facts", apiKey: apiKey, timeout: timeout)
    }

    /// Records a fact and returns once the service has acknowledged it.
    ///
    /// - Throws: ``ServiceClientError``; whether the fact is recorded shows on repetition with the same key.
    package func append(_ fact: Fact, idempotencyKey: String?) async throws -> AppendedFact {
        let answer = try await client.post(
            Self.body(of: fact), idempotencyKey: idempotencyKey,
            attempts: idempotencyKey == nil ? 1 : Self.attemptLimit)
        return try Self.read(answer)
    }

    private static func read(_ answer: ServiceClient.Answer) throws(ServiceClientError) -> AppendedFact {
        let json = answer.json
        guard answer.status == 201 else {
            throw .refused(
                .evidence, status: answer.status, code: json?["code"]?.string, detail: json?["detail"]?.string,
                hint: json?["hint"]?.string)
        }
        guard let id = json?["id"]?.string.flatMap({ UUIDv7($0) }),
            let index = json?["index"]?.number?.integer.flatMap(UInt64.init(exactly:)),
            let sequence = json?["sequence"]?.number?.integer.flatMap(UInt64.init(exactly:))
        else { throw .unexpectedAnswer(.evidence, status: answer.status) }
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
