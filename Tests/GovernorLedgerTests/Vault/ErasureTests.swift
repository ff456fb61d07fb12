import GovernorCore
import GovernorTesting
import Synchronization
import Testing

@testable import GovernorLedger

@Suite struct ErasureTests {
    private var maker = FactMaker(seed: 1)

    private func request(_ target: ErasureRequest.Target) -> ErasureRequest {
        ErasureRequest(target, basis: "gdpr:art-17", approver: "dpo", actor: "operator")
    }

    @Test mutating func `erasing a fact keeps its leaf and is a fact itself`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        let (erased, kept) = (maker.fact(), maker.fact())
        for fact in [erased, kept] { _ = try await ledger.append(fact) }
        let record = try #require(try await ledger.erase(request(.facts([erased.id]))).first)
        #expect(try await ledger.reader.fact(erased.id)?.payload == .erased)
        #expect(try await ledger.reader.fact(kept.id)?.payload == .present(kept.payload))
        let fact = try #require(try await ledger.reader.fact(record.id))
        #expect(fact.leaf.content.type == "ledger.erasure")
        #expect(fact.leaf.content.links == [Fact.Link(relation: "erases", id: erased.id)])
        guard case .present(let payload) = fact.payload else {
            Issue.record("the erasure's own payload is gone")
            return
        }
        #expect(payload["basis"] == "gdpr:art-17")
        #expect(payload["approver"] == "dpo")
        #expect(bench.storage.snapshot.erasures.isEmpty)
        #expect(try await ledger.reader.check().isSound)
    }

    @Test mutating func `erasing a data subject destroys all its keys and nobody else's`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        let mine = (0..<3).map { _ in maker.fact(subject: "alice") }
        let other = maker.fact(subject: "bob")
        for fact in mine + [other] { _ = try await ledger.append(fact) }
        _ = try await ledger.erase(request(.dataSubject("alice")))
        for fact in mine { #expect(try await ledger.reader.fact(fact.id)?.payload == .erased) }
        #expect(try await ledger.reader.fact(other.id)?.payload == .present(other.payload))
        let owner = bench.pseudonyms.pseudonym(of: "alice", as: .dataSubject)
        #expect(!bench.keys.all.contains { $0.owner == owner })
        // A later fact of the same person gets a new key.
        let later = maker.fact(subject: "alice")
        _ = try await ledger.append(later)
        #expect(try await ledger.reader.fact(later.id)?.payload == .present(later.payload))
        #expect(try await ledger.reader.check().isSound)
    }

    @Test func `a ledger that takes no facts gathers no keys`() async throws {
        let vault = PayloadVault(store: InMemoryWrappingKeyStore(), random: seededRandomBytes(1))
        let owner = Digest.sha256(Array("alice".utf8))
        let first = try await vault.key(ownedBy: owner)
        #expect(try await vault.key(ownedBy: owner).id == first.id)
        vault.release(first.id)
        // One entry is still under way, and the next one shares its key.
        #expect(try await vault.key(ownedBy: owner).id == first.id)
        vault.release(first.id)
        vault.release(first.id)
        let second = try await vault.key(ownedBy: owner)
        #expect(second.id != first.id)
        try await vault.persist([second.id])
        vault.release(second.id)
        #expect(try await vault.key(ownedBy: owner).id == second.id)
    }

    @Test mutating func `more facts than one leaf can link to make several erasures`() async throws {
        let ledger = try await LedgerBench().open()
        for _ in 0..<900 { _ = try await ledger.append(maker.fact(subject: "alice")) }
        let records = try await ledger.erase(request(.dataSubject("alice")))
        #expect(records.count == 3)
        let report = try await ledger.reader.check()
        #expect(report.isSound)
        #expect(report.erased == 900)
    }

    @Test mutating func `facts that arrive during an erasure are either erased or under a new key`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        for _ in 0..<10 { _ = try await ledger.append(maker.fact(subject: "alice")) }
        let late = (0..<100).map { _ in maker.fact(subject: "alice") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for fact in late { group.addTask { _ = try await ledger.append(fact) } }
            let request = request(.dataSubject("alice"))
            group.addTask { _ = try await ledger.erase(request) }
            try await group.waitForAll()
        }
        let report = try await ledger.reader.check()
        #expect(report.findings.isEmpty)
        for fact in late {
            let payload = try await ledger.reader.fact(fact.id)?.payload
            #expect(payload == .erased || payload == .present(fact.payload))
        }
    }

    @Test func `a key whose first entry is being written is made durable although its owner is erased`() async throws {
        let store = InMemoryWrappingKeyStore()
        let vault = PayloadVault(store: store, random: seededRandomBytes(1))
        let owner = Digest.sha256([1])
        let key = try await vault.key(ownedBy: owner)
        let retired = try await vault.retireKeys(ownedBy: owner)
        #expect(retired == [key.id])
        try await vault.persist([key.id])
        #expect(store.all == [key])
        #expect(try await vault.key(ownedBy: owner).id != key.id)
    }

    @Test func `a key that one erasure destroyed is not brought back by another that failed`() async throws {
        let vault = PayloadVault(store: InMemoryWrappingKeyStore(), random: seededRandomBytes(1))
        let owner = Digest.sha256([1])
        let key = try await vault.key(ownedBy: owner)
        try await vault.persist([key.id])
        let (first, second) = (try await vault.retireKeys(ownedBy: owner), try await vault.retireKeys(ownedBy: owner))
        try await vault.destroy(first)
        vault.reinstate(second)
        #expect(vault.isRetired(key.id))
    }

    @Test mutating func `a data subject's keys go although its payloads are gone already`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        let fact = maker.fact(subject: "alice")
        _ = try await ledger.append(fact)
        _ = try await ledger.erase(request(.facts([fact.id])))
        let owner = bench.pseudonyms.pseudonym(of: "alice", as: .dataSubject)
        #expect(bench.keys.all.contains { $0.owner == owner }, "a backup of the database can still be read")
        #expect(try await ledger.erase(request(.dataSubject("alice"))).count == 1)
        #expect(!bench.keys.all.contains { $0.owner == owner })
        await #expect(throws: LedgerError.nothingToErase) { try await ledger.erase(request(.dataSubject("alice"))) }
        #expect(try await ledger.reader.check().isSound)
    }

    @Test mutating func `an erasure interrupted before its keys were destroyed is finished at the next start`()
        async throws
    {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        _ = try await ledger.append(maker.fact(subject: "alice"))
        let key = try #require(
            bench.keys.all.first { $0.owner == bench.pseudonyms.pseudonym(of: "alice", as: .dataSubject) })
        let before = bench.storage.snapshot
        _ = try await ledger.erase(request(.dataSubject("alice")))
        // As if the process had died right after the commit of the erasure.
        try await bench.keys.save([key])
        bench.storage.tamper { $0.erasures[1] = UnfinishedErasure(index: 1, keys: [key.id]) }
        _ = try await bench.open()
        #expect(!bench.keys.all.contains(key))
        #expect(bench.storage.snapshot.erasures.isEmpty)
        #expect(before.payloads[0] != nil)
    }

    @Test mutating func `a journal that is being read delays an erasure and nothing else`() async throws {
        let isRead = Mutex(true)
        let storage = InMemoryLedgerStorage { batch in
            guard isRead.withLock({ $0 }), !batch.finishedErasures.isEmpty else { return }
            throw LedgerStorageError.busy
        }
        let bench = try LedgerBench(storage: storage)
        var parts = bench.parts
        parts.wipePatience = .zero
        let ledger = try await Ledger.open(parts)
        let fact = maker.fact(subject: "alice")
        _ = try await ledger.append(fact)
        let error = await #expect(throws: LedgerError.self) { try await ledger.erase(request(.dataSubject("alice"))) }
        #expect(error?.code == "ledger.wipe-pending")
        #expect(error?.hint?.contains("append a fact or open the ledger") == true)
        let record = try #require(try await ledger.reader.facts(matching: FactQuery(), limit: 9).facts.last)
        #expect(error == .wipePending(erasures: [record.id]))
        #expect(try await ledger.reader.fact(fact.id)?.payload == .erased)
        // Facts go on, also those of the same person, and the ledger opens.
        for _ in 0..<70 { _ = try await ledger.append(maker.fact(subject: "alice")) }
        try await ledger.close()
        let reopened = try await Ledger.open(parts)
        _ = try await reopened.append(maker.fact())
        #expect(storage.snapshot.erasures.count == 1)
        // The reader has gone: one of the next batches finishes what was left.
        isRead.withLock { $0 = false }
        for _ in 0..<64 { _ = try await reopened.append(maker.fact()) }
        #expect(storage.snapshot.erasures.isEmpty)
        #expect(try await reopened.reader.check().isSound)
    }

    @Test mutating func `an erasure waits for a journal that is read for a moment`() async throws {
        let tries = Mutex(0)
        let storage = InMemoryLedgerStorage { batch in
            guard !batch.finishedErasures.isEmpty,
                tries.withLock({
                    $0 += 1
                    return $0 < 3
                })
            else {
                return
            }
            throw LedgerStorageError.busy
        }
        let ledger = try await LedgerBench(storage: storage).open()
        let fact = maker.fact()
        _ = try await ledger.append(fact)
        #expect(try await ledger.erase(request(.facts([fact.id]))).count == 1)
        #expect(tries.withLock { $0 } == 3)
        #expect(storage.snapshot.erasures.isEmpty)
    }

    @Test func `what cannot be erased is an error`() async throws {
        var maker = FactMaker(seed: 1)
        let ledger = try await LedgerBench().open()
        let fact = maker.fact()
        _ = try await ledger.append(fact)
        let record = try #require(try await ledger.erase(request(.facts([fact.id]))).first)
        await #expect(throws: LedgerError.nothingToErase) { try await ledger.erase(request(.facts([fact.id]))) }
        await #expect(throws: LedgerError.nothingToErase) { try await ledger.erase(request(.dataSubject("nobody"))) }
        let (recorded, unknown) = (maker.fact(), maker.fact())
        _ = try await ledger.append(recorded)
        await #expect(throws: LedgerReadError.unknownFact(unknown.id)) {
            try await ledger.erase(request(.facts([recorded.id, unknown.id])))
        }
        #expect(try await ledger.reader.fact(recorded.id)?.payload == .present(recorded.payload))
        await #expect(throws: LedgerError.notErasable(record.id)) {
            try await ledger.erase(request(.facts([record.id])))
        }
        await #expect(throws: LedgerError.erasureIncomplete(member: "basis")) {
            try await ledger.erase(ErasureRequest(.facts([fact.id]), basis: "", approver: "a", actor: "b"))
        }
    }

    @Test mutating func `a yes or no cannot be guessed from the leaf after erasure`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        let pointer = JSONPointer(tokens: ["pregnant"])
        let fact = maker.fact(payload: ["pregnant": true], disclosable: [pointer])
        _ = try await ledger.append(fact)
        let sealed = try #require(bench.storage.snapshot.payloads[0])
        let key = try #require(bench.keys.all.first)
        let opened = try #require(sealed.opened(of: fact.id, with: key))
        let leaf = try await ledger.reader.leaf(at: 0)
        // With the salts the guess can be tested; that is what erasing takes away.
        let guess = try JSONValue.object(["pregnant": true]).canonicalBytes()
        #expect(leaf.content.payload.isOpened(by: guess, salt: opened.salt))
        _ = try await ledger.erase(request(.facts([fact.id])))
        let kept = bench.storage.snapshot
        let rest =
            kept.entries.flatMap(\.leaf) + kept.tiles.values.flatMap { $0 } + kept.payloads.values.flatMap(\.ciphertext)
        for salt in [opened.salt] + opened.fieldSalts { #expect(!rest.contains(salt.bytes)) }
        // Everything an attacker could try without a salt: plain digests, and commitments under values that remain.
        let candidates = [guess, Array("true".utf8)]
        for candidate in candidates {
            #expect(leaf.content.payload.digest != .sha256(candidate))
            #expect(leaf.content.fields.map(\.commitment.digest) != [.sha256(candidate)])
        }
    }
}
