import GovernorCore
import GovernorTesting
import Testing

@testable import GovernorLedger

@Suite struct RecoveryTests {
    private var maker = FactMaker(seed: 1)

    @Test mutating func `an anchor older than the database is rolled forward`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        for _ in 0..<5 { _ = try await ledger.append(maker.fact()) }
        let old = try #require(try await bench.anchor.read())
        for _ in 0..<5 { _ = try await ledger.append(maker.fact()) }
        bench.anchor.tamper(old)
        let reopened = try await bench.open()
        #expect(reopened.reader.size == 10)
        #expect(try await bench.anchor.read() == bench.storage.snapshot.checkpoint)
    }

    @Test mutating func `a restored backup is refused`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        for _ in 0..<5 { _ = try await ledger.append(maker.fact()) }
        let backup = bench.storage.snapshot
        for _ in 0..<2 { _ = try await ledger.append(maker.fact()) }
        bench.storage.tamper { $0 = backup }
        let error = await #expect(throws: LedgerError.self) { try await bench.open() }
        #expect(error == .rolledBack(storedSize: 5, anchoredSize: 7))
        #expect(error?.hint?.contains("newest database") == true)
    }

    @Test mutating func `an emptied database is refused`() async throws {
        let bench = try LedgerBench()
        _ = try await bench.open().append(maker.fact())
        bench.storage.tamper { $0 = InMemoryLedgerStorage.Content() }
        await #expect(throws: LedgerError.rolledBack(storedSize: 0, anchoredSize: 1)) { try await bench.open() }
    }

    @Test(arguments: [3, 5, 9])
    mutating func `another history of the same key is refused`(otherSize: Int) async throws {
        let (bench, other) = (try LedgerBench(), try LedgerBench())
        let ledger = try await bench.open()
        for _ in 0..<5 { _ = try await ledger.append(maker.fact()) }
        let fork = try await other.open()
        for _ in 0..<otherSize { _ = try await fork.append(maker.fact()) }
        let content = other.storage.snapshot
        bench.storage.tamper { $0 = content }
        let expected: LedgerError =
            otherSize < 5 ? .rolledBack(storedSize: 3, anchoredSize: 5) : .forked(anchoredSize: 5)
        await #expect(throws: expected) { try await bench.open() }
    }

    @Test mutating func `a missing anchor is refused`() async throws {
        let bench = try LedgerBench()
        _ = try await bench.open().append(maker.fact())
        bench.anchor.tamper(nil)
        let error = await #expect(throws: LedgerError.self) { try await bench.open() }
        #expect(error == .anchorMissing(storedSize: 1))
        #expect(error?.hint?.contains("governor ledger reanchor") == true)
    }

    @Test func `a key whose anchor and database are lost begins no second history`() async throws {
        let bench = try LedgerBench()
        bench.anchor.tamper(nil)
        await #expect(throws: LedgerError.anchorMissing(storedSize: 0)) { try await bench.open() }
        #expect(bench.storage.snapshot.checkpoint == nil)
    }

    @Test func `a ledger without entries needs its anchor too`() async throws {
        let bench = try LedgerBench()
        _ = try await bench.open()
        bench.anchor.tamper(nil)
        await #expect(throws: LedgerError.anchorMissing(storedSize: 0)) { try await bench.open() }
    }

    @Test mutating func `a checkpoint by another key is refused`() async throws {
        let (bench, other) = (try LedgerBench(seed: 1), try LedgerBench(seed: 2))
        _ = try await bench.open().append(maker.fact())
        var parts = bench.parts
        parts.signer = other.signer
        let wrong = parts
        await #expect {
            try await Ledger.open(wrong)
        } throws: { error in
            guard case .unverifiableCheckpoint(.storage, _) = error as? LedgerError else { return false }
            return true
        }
    }

    @Test mutating func `a changed tile at the edge is refused`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        for _ in 0..<3 { _ = try await ledger.append(maker.fact()) }
        bench.storage.tamper { $0.tiles[TileAddress(level: 0, index: 0)]?[40] ^= 1 }
        await #expect(throws: LedgerError.treeMismatch(size: 3)) { try await bench.open() }
    }
}
