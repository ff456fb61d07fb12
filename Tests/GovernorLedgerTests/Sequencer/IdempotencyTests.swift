import GovernorCore
import GovernorTesting
import Testing

@testable import GovernorLedger

@Suite struct IdempotencyTests {
    private var maker = FactMaker(seed: 1)

    @Test mutating func `the same key with the same content yields the first entry again`() async throws {
        let ledger = try await LedgerBench().open()
        let first = maker.fact(disclosable: [JSONPointer(tokens: ["action"])])
        // A retry makes a new id and a new time; the content is what counts.
        let retry = maker.fact(disclosable: [JSONPointer(tokens: ["action"])])
        let original = try await ledger.append(first, idempotencyKey: "k")
        let replay = try await ledger.append(retry, idempotencyKey: "k")
        #expect(!original.isReplay)
        #expect(replay == AppendedFact(id: first.id, index: 0, sequence: 1, isReplay: true))
        #expect(ledger.reader.size == 1)
    }

    @Test mutating func `the same key with other content is refused`() async throws {
        let ledger = try await LedgerBench().open()
        let first = maker.fact()
        _ = try await ledger.append(first, idempotencyKey: "k")
        let others = [
            maker.fact(payload: ["action": "allow"]), maker.fact("decision.output"), maker.fact(stream: "other"),
            maker.fact(disclosable: [JSONPointer(tokens: ["action"])]),
            maker.fact(links: [Fact.Link(relation: "gate", id: first.id)]),
            maker.fact(policy: PolicyReference(id: "p", version: "1", digest: .sha256([]))),
        ]
        for other in others {
            let error = await #expect(throws: LedgerError.self) {
                try await ledger.append(other, idempotencyKey: "k")
            }
            #expect(error == .idempotencyConflict(first: first.id))
            #expect(error?.code == "ledger.idempotency-conflict")
        }
        #expect(ledger.reader.size == 1)
    }

    @Test mutating func `equal keys inside one batch make one entry`() async throws {
        let gate = Gate()
        let bench = try LedgerBench(storage: InMemoryLedgerStorage { _ in await gate.pass() })
        async let opening = bench.open()
        await gate.arrival()
        gate.open()
        let ledger = try await opening
        let facts = (0..<20).map { _ in maker.fact() }
        let results = try await withThrowingTaskGroup(of: AppendedFact.self) { group in
            for fact in facts { group.addTask { try await ledger.append(fact, idempotencyKey: "k") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ledger.reader.size == 1)
        #expect(results.filter { !$0.isReplay }.count == 1)
        #expect(Set(results.map(\.id)).count == 1)
    }

    @Test mutating func `a key survives a restart`() async throws {
        let bench = try LedgerBench()
        let first = try await bench.open()
        _ = try await first.append(maker.fact(), idempotencyKey: "k")
        try await first.close()
        let replay = try await bench.open().append(maker.fact(), idempotencyKey: "k")
        #expect(replay.isReplay)
    }

    @Test mutating func `a key whose fact was erased cannot be compared and says so`() async throws {
        let ledger = try await LedgerBench().open()
        let first = maker.fact()
        _ = try await ledger.append(first, idempotencyKey: "k")
        _ = try await ledger.erase(ErasureRequest(.facts([first.id]), basis: "b", approver: "a", actor: "x"))
        let retry = maker.fact()
        await #expect(throws: LedgerError.idempotencyErased(first: first.id)) {
            try await ledger.append(retry, idempotencyKey: "k")
        }
    }
}
