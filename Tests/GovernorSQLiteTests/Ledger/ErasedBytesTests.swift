import Foundation
import GovernorCore
import GovernorTesting
import Testing

@testable import GovernorLedger
@testable import GovernorSQLite

/// What is erased is in no byte of any file.
@Suite struct ErasedBytesTests {
    private let folder: TemporaryFolder
    private var data: String { folder.file("data") }

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [true, false])
    func `neither text, nor salt, nor key, nor ciphertext of an erased payload is left`(bySubject: Bool) async throws {
        let opened = try await LedgerFolder.open(path: data, createIfMissing: true)
        let ledger = opened.ledger
        var maker = FactMaker(seed: 1)
        let pointer = JSONPointer(tokens: ["iban"])
        let erased = (0..<20).map { number in
            maker.fact(
                subject: "alice", payload: ["iban": .string("DE-SECRET-\(number)"), "text": "the quick brown secret"],
                disclosable: [pointer])
        }
        let kept = (0..<20).map { _ in maker.fact(subject: "bob", payload: ["text": "words of another person"]) }
        for (one, other) in zip(erased, kept) {
            _ = try await ledger.append(one)
            _ = try await ledger.append(other)
        }
        let (secrets, key) = try await secrets(of: erased, in: ledger)
        #expect(
            try left(secrets).count == 2 * erased.count, "the search finds what is there: ciphertext and wrapped key")
        let target: ErasureRequest.Target = bySubject ? .dataSubject("alice") : .facts(erased.map(\.id))
        _ = try await ledger.erase(ErasureRequest(target, basis: "gdpr:art-17", approver: "dpo", actor: "op"))
        // With the ledger still open, journals included.
        #expect(try left(secrets) == [])
        if bySubject { #expect(try left([key]) == []) }
        try await opened.close()
        let reader = try await LedgerFolder.openForReading(path: data)
        for fact in erased { #expect(try await reader.fact(fact.id)?.payload == .erased) }
        for fact in kept { #expect(try await reader.fact(fact.id)?.payload == .present(fact.payload)) }
        #expect(try await reader.check().isSound)
    }

    @Test func `no payload is ever stored in the clear`() async throws {
        let opened = try await LedgerFolder.open(path: data, createIfMissing: true)
        var maker = FactMaker(seed: 1)
        _ = try await opened.ledger.append(
            maker.fact(subject: "alice@example.com", payload: ["text": "the quick brown secret"]),
            idempotencyKey: "client-key")
        let texts = ["quick brown", "alice", "example.com", "app-1", "client-key"].map { Array($0.utf8) }
        #expect(try left(texts) == [])
    }

    private func secrets(of facts: [Fact], in ledger: Ledger) async throws -> (secrets: [[UInt8]], key: [UInt8]) {
        var secrets = [Array("DE-SECRET".utf8), Array("quick brown".utf8)]
        var wrapping: [UInt8] = []
        for fact in facts {
            let index = try #require(try await ledger.reader.index(of: fact.id))
            let sealed = try #require(try await ledger.reader.storage.payloads(at: [index])[index])
            guard case .opened(let payload) = try await ledger.reader.entry(at: index).payload else {
                throw LedgerReadError.damagedPayload(fact.id)
            }
            let owner = ledger.sealer.pseudonyms.pseudonym(of: "alice", as: .dataSubject)
            wrapping = try await ledger.sealer.vault.key(ownedBy: owner).bytes
            // Any 24 bytes in a row would do; a long text may be spread over pages.
            secrets += [Array(sealed.ciphertext.prefix(24)), sealed.wrappedKey]
            for salt in [payload.salt] + payload.fieldSalts {
                secrets += [salt.bytes, Array(Base64.encode(salt.bytes).utf8), Array(Hex.encode(salt.bytes).utf8)]
            }
        }
        return (secrets, wrapping)
    }

    /// Which of the byte strings are in any file of the data folder.
    private func left(_ secrets: [[UInt8]]) throws -> [[UInt8]] {
        let files = try folder.contents().values.map { Data($0) }
        return secrets.filter { secret in files.contains { $0.range(of: Data(secret)) != nil } }
    }
}
