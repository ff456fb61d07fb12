import GovernorCore
import GovernorTesting
import Testing

@testable import GovernorLedger

/// One change behind the ledger's back, and how it must show.
struct Tampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout InMemoryLedgerStorage.Content) -> Void
    let kinds: Set<LedgerFinding.Kind>
    let place: String

    static let all: [Tampering] = [
        Tampering(
            testDescription: "a byte of an entry", change: { $0.change(entry: 300) { $0[40] ^= 1 } },
            kinds: [.entryChanged, .entryMalformed], place: "entry 300"),
        Tampering(
            testDescription: "an entry deleted", change: { $0.entries.removeAll { $0.indexed.index == 300 } },
            kinds: [.entryMissing, .streamGap, .structure], place: "entry 300"),
        Tampering(
            testDescription: "a byte of a full tile of leaves", change: { $0.flip(level: 0, index: 0) },
            kinds: [.entryChanged, .rootMismatch, .tileChanged], place: "entry 1"),
        Tampering(
            testDescription: "a byte of a partial tile of leaves", change: { $0.flip(level: 0, index: 2) },
            kinds: [.entryChanged, .rootMismatch], place: "entry 513"),
        Tampering(
            testDescription: "a byte of an upper tile", change: { $0.flip(level: 1, index: 0) },
            kinds: [.tileChanged], place: "tile/1/000.p/2"),
        Tampering(
            testDescription: "a tile deleted", change: { $0.tiles[TileAddress(level: 1, index: 0)] = nil },
            kinds: [.tileMissing], place: "tile/1/000.p/2"),
        Tampering(
            testDescription: "a byte of a payload",
            change: { $0.payloads[7] = $0.payloads[7].map { $0.flipped() } },
            kinds: [.payloadChanged], place: "entry 7"),
        Tampering(
            testDescription: "two payloads swapped",
            change: { content in
                let seven = content.payloads[7]
                content.payloads[7] = content.payloads[8]
                content.payloads[8] = seven
            }, kinds: [.payloadChanged], place: "entry 7"),
        Tampering(
            testDescription: "a payload deleted", change: { $0.payloads[7] = nil }, kinds: [.payloadMissing],
            place: "entry 7"),
        Tampering(
            testDescription: "an index column changed",
            change: { content in
                let entry = content.entries[9]
                content.entries[9] = LedgerBatch.Entry(
                    indexed: IndexedEntry(
                        index: 9, id: entry.indexed.id, type: "gate.run", stream: entry.indexed.stream,
                        sequence: entry.indexed.sequence, policyID: nil, time: entry.indexed.time),
                    leaf: entry.leaf, payload: entry.payload, idempotencyKey: nil)
            }, kinds: [.indexMismatch], place: "entry 9"),
        Tampering(
            testDescription: "a stream's head set back",
            change: { $0.heads["s1"] = StreamHead(sequence: 1, index: 1) }, kinds: [.streamGap], place: "stream 's1'"),
    ]
}

@Suite struct LedgerCheckTests {
    private static func ledger() async throws -> (LedgerBench, Ledger) {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        var maker = FactMaker(seed: 3)
        for number in 0..<600 {
            let stream = try #require(StreamName("s\(number % 7)"))
            _ = try await ledger.append(maker.fact(stream: stream))
        }
        return (bench, ledger)
    }

    @Test func `an untouched ledger is sound`() async throws {
        let (_, ledger) = try await Self.ledger()
        let report = try await ledger.reader.check()
        #expect(report.findings.isEmpty)
        #expect(report.entries == 600)
        #expect(report.streams == 7)
    }

    @Test(arguments: Tampering.all)
    func `a change is found where it was made`(tampering: Tampering) async throws {
        let (bench, ledger) = try await Self.ledger()
        bench.storage.tamper(tampering.change)
        let report = try await ledger.reader.check()
        #expect(report.findings.contains { $0.place == tampering.place })
        #expect(Set(report.findings.map(\.kind)).isSubset(of: tampering.kinds), "\(report.findings)")
    }

    @Test func `all findings are counted, and the first are kept`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        var maker = FactMaker(seed: 3)
        let count = LedgerReport.findingLimit + 5
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                let fact = maker.fact()
                group.addTask { _ = try await ledger.append(fact) }
            }
            try await group.waitForAll()
        }
        bench.storage.tamper { $0.payloads = [:] }
        let report = try await ledger.reader.check()
        #expect(report.findingCount == count && report.findings.count == LedgerReport.findingLimit)
        #expect(report.findings.first?.place == "entry 0")
    }

    @Test func `a payload that comes back after its erasure is found`() async throws {
        let (bench, ledger) = try await Self.ledger()
        let fact = try #require(try await ledger.reader.facts(matching: FactQuery(), limit: 1).facts.first)
        let before = bench.storage.snapshot.payloads[0]
        let request = ErasureRequest(.facts([fact.id]), basis: "b", approver: "a", actor: "x")
        _ = try await ledger.erase(request)
        bench.storage.tamper { $0.payloads[0] = before }
        #expect(try await ledger.reader.check().findings.map(\.kind) == [.payloadReturned])
    }

    @Test func `a stored checkpoint that is older, of another history, unsigned or gone is found`() async throws {
        let (bench, ledger) = try await Self.ledger()
        let (other, _) = try await Self.ledger()
        let older = try await LedgerBench().open().reader.checkpoint.encoded
        var unsigned = try #require(bench.storage.snapshot.checkpoint)
        unsigned[unsigned.count - 9] ^= 1
        var maker = FactMaker(seed: 4)
        let fork = try await other.open()
        _ = try await fork.append(maker.fact())
        // The same number of entries with other salts, and one more of them.
        for note in [older, unsigned, fork.reader.checkpoint.encoded, nil] {
            bench.storage.tamper { $0.checkpoint = note }
            let findings = try await ledger.reader.check().findings
            #expect(findings.map(\.kind) == [.checkpointMismatch])
            #expect(findings.map(\.place) == ["checkpoint"])
        }
    }

    @Test func `a stored checkpoint that is newer than the anchored one is none of its findings`() async throws {
        let (bench, ledger) = try await Self.ledger()
        let anchored = try #require(try await bench.anchor.read())
        var maker = FactMaker(seed: 4)
        for _ in 0..<9 { _ = try await ledger.append(maker.fact(stream: "s1")) }
        bench.anchor.tamper(anchored)
        let reader = try await LedgerReader.open(
            storage: bench.storage, wrappingKeys: bench.keys, anchor: bench.anchor, verifierKey: ledger.verifierKey)
        let report = try await reader.check()
        #expect(report.entries == 600)
        #expect(report.findings.isEmpty)
    }

    @Test func `entries behind the signed tree are found`() async throws {
        let (bench, ledger) = try await Self.ledger()
        bench.storage.tamper { content in content.entries += content.entries }
        #expect(try await ledger.reader.check().findings.contains { $0.kind == .entrySurplus })
    }
}

extension InMemoryLedgerStorage.Content {
    fileprivate mutating func change(entry index: Int, _ change: (inout [UInt8]) -> Void) {
        var leaf = entries[index].leaf
        change(&leaf)
        entries[index] = LedgerBatch.Entry(
            indexed: entries[index].indexed, leaf: leaf, payload: entries[index].payload,
            idempotencyKey: entries[index].idempotencyKey)
    }

    fileprivate mutating func flip(level: Int, index: UInt64) {
        tiles[TileAddress(level: level, index: index)]?[40] ^= 1
    }
}

extension SealedPayload {
    fileprivate func flipped() -> SealedPayload {
        var bytes = ciphertext
        bytes[bytes.count / 2] ^= 1
        return SealedPayload(wrappingKeyID: wrappingKeyID, wrappedKey: wrappedKey, ciphertext: bytes)
    }
}
