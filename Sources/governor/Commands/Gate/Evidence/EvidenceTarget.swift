import GovernorCore
import GovernorSQLite
import GovernorServer

/// Where a gate run is recorded.
enum EvidenceTarget {
    /// A ledger in a folder of this machine.
    case folder(String)
    /// An evidence service.
    case service(EvidenceClient)

    /// Reads the value of `--ledger`.
    ///
    /// - Throws: ``CommandError`` when the file of the API key cannot be read, `ServiceClientError` for a URL or key that
    ///   cannot be used.
    init(_ text: String, apiKeyFile: String?, environment: Environment) throws {
        guard text.contains("://") else {
            self = .folder(text)
            return
        }
        let apiKey = try apiKeyFile.map { try APIKeyFile.key(in: $0) } ?? environment["GOVERNOR_API_KEY"]
        self = .service(try EvidenceClient(url: text, apiKey: apiKey))
    }

    /// Records a fact and returns once it is durable.
    func record(_ fact: Fact) async throws -> AppendedFact {
        switch self {
        case .folder(let path): try await record(fact, in: path)
        case .service(let client): try await client.append(fact, idempotencyKey: fact.id.description)
        }
    }

    private func record(_ fact: Fact, in path: String) async throws -> AppendedFact {
        let folder = try await LedgerFolder.open(path: path)
        do {
            let appended = try await folder.ledger.append(fact)
            try await folder.close()
            return appended
        } catch {
            // The first error says what went wrong; one of closing after it would only hide that.
            try? await folder.close()
            throw error
        }
    }
}
