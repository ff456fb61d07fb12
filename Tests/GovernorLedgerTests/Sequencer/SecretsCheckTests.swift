import GovernorCore
import GovernorTesting
import Testing

@testable import GovernorLedger

/// A ledger is opened for writing with the secrets it was written with, or not at all.
@Suite struct SecretsCheckTests {
    private let bench: LedgerBench
    private let facts: [Fact]

    /// A ledger with two facts about alice and one about nobody.
    init() async throws {
        bench = try LedgerBench()
        var maker = FactMaker(seed: 1)
        facts = [maker.fact(subject: "alice"), maker.fact(), maker.fact(subject: "alice")]
        let ledger = try await bench.open()
        for fact in facts { _ = try await ledger.append(fact) }
        try await ledger.close()
    }

    private var erasure: ErasureRequest {
        ErasureRequest(.dataSubject("alice"), basis: "gdpr:art-17", approver: "dpo", actor: "op")
    }

    @Test func `another pseudonym key is refused, under which an erasure would miss what it must find`() async throws {
        let before = bench.storage.snapshot
        var parts = bench.parts
        parts.pseudonyms = try LedgerBench(seed: 2).pseudonyms
        let wrong = parts
        let error = await #expect(throws: LedgerError.self) { try await Ledger.open(wrong) }
        #expect(error == .otherPseudonymKey)
        #expect(error?.message.contains("keys/pseudonym.key") == true)
        #expect(error?.hint?.contains("put the ledger's own") == true)
        #expect(bench.storage.snapshot.checkpoint == before.checkpoint)
    }

    @Test func `a database that does not know its pseudonym key yet is told once`() async throws {
        bench.storage.tamper { $0.pseudonymCheck = nil }
        try await bench.open().close()
        #expect(bench.storage.snapshot.pseudonymCheck == bench.pseudonyms.checkValue)
        #expect(try await bench.open().reader.size == 3)
    }

    @Test func `a check value tells keys apart and is no pseudonym of a name`() throws {
        let other = try LedgerBench(seed: 2)
        #expect(bench.pseudonyms.checkValue != other.pseudonyms.checkValue)
        #expect(bench.pseudonyms.checkValue != bench.pseudonyms.pseudonym(of: "governor-ledger/v1", as: .actor))
    }

    @Test func `a wrapping key that is not there is refused while a payload needs it`() async throws {
        let lost = try #require(bench.keys.all.first { $0.owner != facts[1].owner(bench) })
        try await bench.keys.destroy([lost.id])
        let error = await #expect(throws: LedgerError.self) { try await bench.open() }
        #expect(error == .wrappingKeyMissing(entry: 0))
        #expect(error?.hint?.contains("keys/wrapping-keys.sqlite") == true)
    }

    @Test func `the wrapping keys of another ledger are refused`() async throws {
        let other = try LedgerBench(seed: 2)
        var maker = FactMaker(seed: 2)
        _ = try await other.open().append(maker.fact())
        var parts = bench.parts
        parts.wrappingKeys = other.keys
        let wrong = parts
        await #expect {
            try await Ledger.open(wrong)
        } throws: { ($0 as? LedgerError)?.code == "ledger.wrapping-key-missing" }
    }

    @Test func `a payload that is erased needs no key`() async throws {
        let ledger = try await bench.open()
        _ = try await ledger.erase(erasure)
        try await ledger.close()
        #expect(try await bench.open().reader.check().isSound)
    }

    @Test func `an anchor is not made anew without the wrapping keys`() async throws {
        try await bench.keys.destroy(bench.keys.all.map(\.id))
        bench.anchor.tamper(nil)
        let request = ReanchoringRequest(acceptedSize: 3, approver: "dpo", actor: "op")
        await #expect(throws: LedgerError.self) { try await Ledger.reanchor(bench.parts, request) }
        #expect(try await bench.anchor.read() == nil)
    }
}

extension Fact {
    fileprivate func owner(_ bench: LedgerBench) -> Digest {
        bench.pseudonyms.pseudonym(of: stream.text, as: .stream)
    }
}
