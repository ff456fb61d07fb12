import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

@Suite struct LedgerTests {
    @Test func `facts of one stream are numbered without gaps and chained`() async throws {
        let ledger = try await LedgerBench().open()
        var maker = FactMaker(seed: 1)
        var appended: [AppendedFact] = []
        for stream in ["a", "b", "a", "a", "b"] as [StreamName] {
            appended.append(try await ledger.append(maker.fact(stream: stream)))
        }
        #expect(appended.map(\.index) == [0, 1, 2, 3, 4])
        #expect(appended.map(\.sequence) == [1, 1, 2, 3, 2])
        let page = try await ledger.reader.facts(matching: FactQuery(), limit: 10)
        #expect(page.facts.map(\.leaf.previous) == [nil, nil, 0, 2, 1])
        #expect(page.facts.map(\.leaf.sequence) == [1, 1, 2, 3, 2])
    }

    @Test func `a payload comes back as it was recorded`() async throws {
        let ledger = try await LedgerBench().open()
        var maker = FactMaker(seed: 1)
        let fact = maker.fact(payload: ["b": [1, nil, true], "a": "é"])
        _ = try await ledger.append(fact)
        let recorded = try #require(try await ledger.reader.fact(fact.id))
        #expect(recorded.payload == .present(fact.payload))
        #expect(recorded.leaf.content.type == fact.type)
    }

    @Test func `a reopened ledger goes on where it was`() async throws {
        let bench = try LedgerBench()
        var maker = FactMaker(seed: 1)
        let first = try await bench.open()
        for _ in 0..<300 { _ = try await first.append(maker.fact()) }
        try await first.close()
        let second = try await bench.open()
        let next = try await second.append(maker.fact())
        #expect(next.index == 300)
        #expect(next.sequence == 301)
    }

    @Test func `an empty ledger has a signed checkpoint of size 0`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        let checkpoint = try SignedCheckpoint(parsing: Array(ledger.checkpoint.utf8))
        try checkpoint.verified(by: [ledger.verifierKey])
        #expect(checkpoint.checkpoint.size == 0)
        #expect(try await bench.anchor.read() == checkpoint.encoded)
    }

    @Test func `a closed ledger takes no facts and says so`() async throws {
        let ledger = try await LedgerBench().open()
        try await ledger.close()
        var maker = FactMaker(seed: 1)
        let fact = maker.fact()
        await #expect(throws: LedgerError.closed) { try await ledger.append(fact) }
    }

    @Test func `callers cannot record erasures themselves`() async throws {
        let ledger = try await LedgerBench().open()
        var maker = FactMaker(seed: 1)
        let fact = maker.fact("ledger.erasure")
        await #expect(throws: LedgerError.reservedType("ledger.erasure")) { try await ledger.append(fact) }
    }

    @Test func `a fact id is recorded once`() async throws {
        let ledger = try await LedgerBench().open()
        var maker = FactMaker(seed: 1)
        let fact = maker.fact()
        _ = try await ledger.append(fact)
        await #expect(throws: LedgerStorageError.duplicateFact(fact.id)) { try await ledger.append(fact) }
        #expect(try await ledger.append(maker.fact()).index == 1)
    }
}
