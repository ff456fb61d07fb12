import Foundation
import GRDB
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

    @Test(arguments: ["ledger.sqlite", "keys/wrapping-keys.sqlite"])
    func `a long read of another program delays an erasure and nothing else`(file: String) async throws {
        let opened = try await LedgerFolder.open(path: data, createIfMissing: true) { $0.wipePatience = .zero }
        let ledger = opened.ledger
        var maker = FactMaker(seed: 1)
        let fact = maker.fact(subject: "alice", payload: ["text": "secret"])
        _ = try await ledger.append(fact)
        let (secrets, key) = try await secrets(of: [fact], in: ledger)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: data + "/" + file, configuration: configuration)
        try await reader.writeWithoutTransaction { try $0.execute(sql: "BEGIN; SELECT count(*) FROM sqlite_schema") }
        let request = ErasureRequest(.dataSubject("alice"), basis: "gdpr:art-17", approver: "dpo", actor: "op")
        let error = await #expect(throws: LedgerError.self) { try await ledger.erase(request) }
        #expect(error?.code == "ledger.wipe-pending")
        for _ in 0..<3 { _ = try await ledger.append(maker.fact(subject: "alice")) }
        #expect(try left(secrets + [key]) != [])
        try await reader.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        try reader.close()
        try await opened.close()
        let reopened = try await LedgerFolder.open(path: data)
        #expect(try left(secrets + [key]) == [])
        #expect(try await reopened.ledger.reader.check().isSound)
    }

    @Test func `what is erased in any order leaves nothing behind`() async throws {
        let opened = try await LedgerFolder.open(path: data, createIfMissing: true)
        let ledger = opened.ledger
        var maker = FactMaker(seed: 2)
        var random = SeededGenerator(seed: 4)
        let people = (0..<40).map { "person-\($0)" }
        // Rows of many sizes, so that pages hold and lose different numbers of them.
        let facts = (0..<2000).map { number in
            maker.fact(
                subject: people[number % people.count],
                payload: ["text": .string(String(repeating: "x", count: Int.random(in: 1...900, using: &random)))])
        }
        for start in stride(from: 0, to: facts.count, by: 200) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for fact in facts[start..<start + 200] { group.addTask { _ = try await ledger.append(fact) } }
                try await group.waitForAll()
            }
        }
        let sealed = try await ledger.reader.storage.payloads(at: Array(0..<2000))
        let parts = sealed.values.flatMap { [Array($0.ciphertext.prefix(24)), $0.wrappedKey] }
        var keys: [[UInt8]] = []
        for person in people {
            let owner = ledger.sealer.pseudonyms.pseudonym(of: person, as: .dataSubject)
            keys.append(try await ledger.sealer.vault.key(ownedBy: owner).bytes)
        }
        #expect(sealed.count == facts.count)
        let order = facts.shuffled(using: &random)
        for start in stride(from: 0, to: 1600, by: 50) {
            let ids = order[start..<start + 50].map(\.id)
            _ = try await ledger.erase(ErasureRequest(.facts(ids), basis: "b", approver: "a", actor: "o"))
        }
        for person in people.shuffled(using: &random) {
            _ = try await ledger.erase(ErasureRequest(.dataSubject(person), basis: "b", approver: "a", actor: "o"))
        }
        // With the ledger still open: database, write-ahead log and whatever journal there is.
        #expect(try leftOver(parts + keys) == 0)
        #expect(try await ledger.reader.check().erased == facts.count)
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

    /// How many byte strings, of 24 bytes or more, are in any file of the data folder.
    private func leftOver(_ secrets: [[UInt8]]) throws -> Int {
        let wanted = Set(secrets.map { $0.prefix(24).reduce(UInt64(0)) { $0 &* Self.base &+ UInt64($1) } })
        return try folder.contents().values.reduce(0) { $0 + Self.windows(of: $1).count(where: wanted.contains) }
    }

    private static let base: UInt64 = 0x100_0000_01B3

    /// The rolling hashes of all runs of 24 bytes: one pass for thousands of byte strings.
    private static func windows(of bytes: [UInt8]) -> [UInt64] {
        guard bytes.count >= 24 else { return [] }
        let highest = (0..<24).reduce(UInt64(1)) { power, _ in power &* base }
        var hash: UInt64 = 0
        return bytes.indices.compactMap { index in
            hash = hash &* base &+ UInt64(bytes[index])
            if index >= 24 { hash = hash &- UInt64(bytes[index - 24]) &* highest }
            return index >= 23 ? hash : nil
        }
    }

    /// Which of the byte strings are in any file of the data folder.
    private func left(_ secrets: [[UInt8]]) throws -> [[UInt8]] {
        let files = try folder.contents().values.map { Data($0) }
        return secrets.filter { secret in files.contains { $0.range(of: Data(secret)) != nil } }
    }
}
