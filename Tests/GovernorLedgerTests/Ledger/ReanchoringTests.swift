import GovernorCore
import GovernorTesting
import Testing

@testable import GovernorLedger

@Suite struct ReanchoringTests {
    private let bench: LedgerBench
    private let facts: [Fact]

    /// A ledger of three entries whose anchor is lost.
    init() async throws {
        bench = try LedgerBench()
        var maker = FactMaker(seed: 1)
        facts = (0..<3).map { _ in maker.fact() }
        let ledger = try await bench.open()
        for fact in facts { _ = try await ledger.append(fact) }
        try await ledger.close()
        bench.anchor.tamper(nil)
    }

    private func request(_ size: UInt64, approver: String = "dpo") -> ReanchoringRequest {
        ReanchoringRequest(acceptedSize: size, approver: approver, actor: "op")
    }

    private func refusal(_ size: UInt64, approver: String = "dpo") async throws -> LedgerError? {
        let before = bench.storage.snapshot.checkpoint
        let error = await #expect(throws: LedgerError.self) {
            try await Ledger.reanchor(bench.parts, request(size, approver: approver))
        }
        #expect(bench.storage.snapshot.checkpoint == before)
        return error
    }

    @Test func `a ledger is anchored anew, and a fact says so`() async throws {
        let root = try SignedCheckpoint(parsing: try #require(bench.storage.snapshot.checkpoint)).checkpoint.root
        let (ledger, record) = try await Ledger.reanchor(bench.parts, request(3))
        #expect(record.index == 3)
        let fact = try #require(try await ledger.reader.fact(record.id))
        #expect(fact.leaf.content.type == "ledger.reanchoring")
        #expect(fact.leaf.content.stream == "ledger")
        let payload: JSONValue = [
            "approver": "dpo", "accepted_size": "3", "accepted_root": .string(root.description),
        ]
        #expect(fact.payload == .present(payload))
        #expect(try await bench.anchor.read() == bench.storage.snapshot.checkpoint)
        let reopened = try await bench.open()
        #expect(reopened.reader.size == 4)
        #expect(try await reopened.reader.check().isSound)
    }

    @Test func `a log without entries is begun on somebody's word, as its first entry says`() async throws {
        let bench = try LedgerBench()
        bench.anchor.tamper(nil)
        let (ledger, record) = try await Ledger.reanchor(bench.parts, request(0))
        #expect(record.index == 0)
        #expect(try await ledger.reader.fact(record.id)?.leaf.content.type == "ledger.reanchoring")
        try await ledger.close()
        #expect(try await bench.open().reader.check().isSound)
    }

    @Test func `a database that is lost is not begun anew by mistake`() async throws {
        bench.storage.tamper { $0 = InMemoryLedgerStorage.Content() }
        #expect(try await refusal(3) == .otherSize(stored: 0, accepted: 3))
    }

    @Test func `another size than the accepted one is refused`() async throws {
        let older = try await refusal(4)
        #expect(older == .otherSize(stored: 3, accepted: 4))
        #expect(older?.hint?.contains("older copy") == true)
        #expect(try await refusal(2) == .otherSize(stored: 3, accepted: 2))
        #expect(try await bench.anchor.read() == nil)
    }

    @Test func `a database that is not sound is refused`() async throws {
        bench.storage.tamper { $0.payloads[1] = nil }
        #expect(try await refusal(3)?.code == "ledger.not-sound")
        #expect(try await bench.anchor.read() == nil)
    }

    @Test func `an anchor that is there is not made anew`() async throws {
        bench.anchor.tamper(bench.storage.snapshot.checkpoint)
        #expect(try await refusal(3) == .anchorPresent)
    }

    @Test func `somebody must have approved`() async throws {
        #expect(try await refusal(3, approver: "") == .reanchoringIncomplete)
    }

    @Test func `the record is the ledger's own and stays`() async throws {
        let (ledger, record) = try await Ledger.reanchor(bench.parts, request(3))
        await #expect(throws: LedgerError.notErasable(record.id)) {
            try await ledger.erase(ErasureRequest(.facts([record.id]), basis: "b", approver: "a", actor: "o"))
        }
        var maker = FactMaker(seed: 2)
        let forged = maker.fact("ledger.reanchoring")
        await #expect(throws: LedgerError.reservedType("ledger.reanchoring")) { try await ledger.append(forged) }
    }

    @Test func `without its record there is no anchor`() async throws {
        let content = bench.storage.snapshot
        var parts = bench.parts
        parts.storage = InMemoryLedgerStorage(content) { batch in
            if !batch.entries.isEmpty { throw LedgerStorageError.full }
        }
        let failing = parts
        await #expect(throws: LedgerStorageError.full) { try await Ledger.reanchor(failing, request(3)) }
        #expect(try await bench.anchor.read() == nil)
    }
}
