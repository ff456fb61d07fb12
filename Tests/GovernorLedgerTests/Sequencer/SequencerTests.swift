import GovernorCore
import GovernorTesting
import Synchronization
import Testing

@testable import GovernorLedger

@Suite struct SequencerTests {
    private var maker = FactMaker(seed: 1)

    @Test mutating func `what queues during a commit is written by the next one`() async throws {
        let gate = Gate()
        let sizes = Mutex([Int]())
        let storage = InMemoryLedgerStorage { batch in
            sizes.withLock { $0.append(batch.entries.count) }
            if !batch.entries.isEmpty { await gate.pass() }
        }
        let ledger = try await LedgerBench(storage: storage).open()
        let facts = (0..<300).map { _ in maker.fact() }
        try await withThrowingTaskGroup(of: AppendedFact.self) { group in
            group.addTask { try await ledger.append(facts[0]) }
            await gate.arrival()
            for fact in facts.dropFirst() { group.addTask { try await ledger.append(fact) } }
            await eventually { ledger.sequencer.queueLength == 299 }
            gate.open()
            try await group.waitForAll()
        }
        // The first batch is the empty checkpoint of a new ledger; no batch has more than 256 entries.
        #expect(sizes.withLock { $0 } == [0, 1, 256, 43])
    }

    @Test mutating func `a full queue pushes back with an error and loses nothing`() async throws {
        let gate = Gate()
        let storage = InMemoryLedgerStorage { batch in if !batch.entries.isEmpty { await gate.pass() } }
        var parts = try LedgerBench(storage: storage).parts
        parts.queueLimit = 5
        let ledger = try await Ledger.open(parts)
        let facts = (0..<6).map { _ in maker.fact() }
        let refused = maker.fact()
        try await withThrowingTaskGroup(of: AppendedFact.self) { group in
            group.addTask { try await ledger.append(facts[0]) }
            await gate.arrival()
            for fact in facts.dropFirst() { group.addTask { try await ledger.append(fact) } }
            await eventually { ledger.sequencer.queueLength == 5 }
            let error = await #expect(throws: LedgerError.self) { try await ledger.append(refused) }
            #expect(error == .queueFull(limit: 5))
            #expect(error?.code == "ledger.queue-full")
            gate.open()
            try await group.waitForAll()
        }
        #expect(ledger.reader.size == 6)
    }

    @Test mutating func `a queue full of bytes pushes back, and takes a single fact of any size`() async throws {
        let gate = Gate()
        let storage = InMemoryLedgerStorage { batch in if !batch.entries.isEmpty { await gate.pass() } }
        var parts = try LedgerBench(storage: storage).parts
        parts.queueByteLimit = 25_000
        let ledger = try await Ledger.open(parts)
        let large: JSONValue = ["text": .string(String(repeating: "x", count: 30_000))]
        let medium: JSONValue = ["text": .string(String(repeating: "x", count: 9_000))]
        let facts = [maker.fact(payload: medium), maker.fact(payload: large)]
        let (refused, later) = (maker.fact(), (0..<2).map { _ in maker.fact(payload: medium) })
        try await withThrowingTaskGroup(of: AppendedFact.self) { group in
            group.addTask { try await ledger.append(facts[0]) }
            await gate.arrival()
            group.addTask { try await ledger.append(facts[1]) }
            await eventually { ledger.sequencer.queueLength == 1 }
            let error = await #expect(throws: LedgerError.self) { try await ledger.append(refused) }
            #expect(error == .queueFullOfBytes(limit: 25_000))
            #expect(error?.code == "ledger.queue-full")
            gate.open()
            try await group.waitForAll()
        }
        // What has been written counts no longer.
        try await withThrowingTaskGroup(of: AppendedFact.self) { group in
            for fact in later { group.addTask { try await ledger.append(fact) } }
            try await group.waitForAll()
        }
        #expect(ledger.reader.size == 4)
    }

    @Test mutating func `a receipt is pending while its fact is being written`() async throws {
        let gate = Gate()
        let storage = InMemoryLedgerStorage { batch in if !batch.entries.isEmpty { await gate.pass() } }
        let ledger = try await LedgerBench(storage: storage).open()
        let fact = maker.fact()
        async let appended = ledger.append(fact)
        await gate.arrival()
        guard case .pending = try await ledger.receipt(for: fact.id) else {
            Issue.record("not pending")
            return
        }
        gate.open()
        _ = try await appended
        guard case .ready = try await ledger.receipt(for: fact.id) else {
            Issue.record("not ready")
            return
        }
    }

    @Test mutating func `closing waits for the facts under way`() async throws {
        let gate = Gate()
        let storage = InMemoryLedgerStorage { batch in if !batch.entries.isEmpty { await gate.pass() } }
        let ledger = try await LedgerBench(storage: storage).open()
        let facts = (0..<10).map { _ in maker.fact() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = try? await ledger.append(facts[0]) }
            // Else the first batch could take more than one with it.
            await gate.arrival()
            for fact in facts.dropFirst() { group.addTask { _ = try? await ledger.append(fact) } }
            await eventually { ledger.sequencer.queueLength == 9 }
            group.addTask { try? await ledger.close() }
            gate.open()
        }
        #expect(ledger.reader.size == 10)
    }

    @Test mutating func `cancelling a caller neither loses nor breaks the batch`() async throws {
        let gate = Gate()
        let storage = InMemoryLedgerStorage { batch in if !batch.entries.isEmpty { await gate.pass() } }
        let ledger = try await LedgerBench(storage: storage).open()
        let facts = (0..<10).map { _ in maker.fact() }
        let first = Task { try await ledger.append(facts[0]) }
        await gate.arrival()
        let tasks = [first] + facts.dropFirst().map { fact in Task { try await ledger.append(fact) } }
        await eventually { ledger.sequencer.queueLength == 9 }
        for task in tasks { task.cancel() }
        gate.open()
        for task in tasks { _ = try await task.value }
        #expect(ledger.reader.size == 10)
    }

    @Test(arguments: [LedgerStorageError.full, .busy])
    mutating func `a failure that may pass is tried again at the next fact`(failure: LedgerStorageError) async throws {
        let isBroken = Atomic(false)
        let storage = InMemoryLedgerStorage { _ in
            if isBroken.load(ordering: .relaxed) { throw failure }
        }
        let ledger = try await LedgerBench(storage: storage).open()
        isBroken.store(true, ordering: .relaxed)
        let lost = maker.fact()
        for _ in 0..<3 { await #expect(throws: failure) { try await ledger.append(lost) } }
        isBroken.store(false, ordering: .relaxed)
        #expect(try await ledger.append(lost).index == 0)
        #expect(await ledger.status.stoppedBy == nil)
    }

    @Test(arguments: [LedgerStorageError.full, .busy])
    mutating func `after a failure that may pass, a probe says whether facts are taken again`(
        failure: LedgerStorageError
    ) async throws {
        let isBroken = Atomic(false)
        let writes = Atomic(0)
        let storage = InMemoryLedgerStorage { _ in
            writes.add(1, ordering: .relaxed)
            if isBroken.load(ordering: .relaxed) { throw failure }
        }
        let ledger = try await LedgerBench(storage: storage).open()
        isBroken.store(true, ordering: .relaxed)
        let before = writes.load(ordering: .relaxed)
        try await ledger.probe()
        #expect(writes.load(ordering: .relaxed) == before, "a probe that nothing asked for")
        let lost = maker.fact()
        await #expect(throws: failure) { try await ledger.append(lost) }
        for _ in 0..<2 { await #expect(throws: failure) { try await ledger.probe() } }
        isBroken.store(false, ordering: .relaxed)
        try await ledger.probe()
        #expect(ledger.reader.size == 0)
        isBroken.store(true, ordering: .relaxed)
        await #expect(throws: failure) { try await ledger.append(lost) }
        isBroken.store(false, ordering: .relaxed)
        _ = try await ledger.append(lost)
        isBroken.store(true, ordering: .relaxed)
        try await ledger.probe()
    }

    @Test mutating func `a probe does not wait for the write that is under way`() async throws {
        let gate = Gate()
        let tries = Atomic(0)
        let storage = InMemoryLedgerStorage { batch in
            guard !batch.entries.isEmpty else { return }
            guard tries.add(1, ordering: .relaxed).newValue > 1 else { throw LedgerStorageError.full }
            await gate.pass()
        }
        let ledger = try await LedgerBench(storage: storage).open()
        let fact = maker.fact()
        await #expect(throws: LedgerStorageError.full) { try await ledger.append(fact) }
        async let second = ledger.append(fact)
        await eventually { tries.load(ordering: .relaxed) == 2 }
        await #expect(throws: LedgerStorageError.full) { try await ledger.probe() }
        gate.open()
        _ = try await second
        try await ledger.probe()
        try await ledger.close()
        await #expect(throws: LedgerError.closed) { try await ledger.probe() }
    }

    @Test(arguments: [LedgerStorageError.failed(detail: "d"), .readOnly, .corrupt(detail: "d"), .conflict])
    mutating func `any other failure stops writing and not reading`(failure: LedgerStorageError) async throws {
        let isBroken = Atomic(false)
        let storage = InMemoryLedgerStorage { _ in if isBroken.load(ordering: .relaxed) { throw failure } }
        let ledger = try await LedgerBench(storage: storage).open()
        let kept = maker.fact()
        _ = try await ledger.append(kept)
        isBroken.store(true, ordering: .relaxed)
        let lost = maker.fact()
        await #expect(throws: failure) { try await ledger.append(lost) }
        isBroken.store(false, ordering: .relaxed)
        let stopped = LedgerError.stopped(code: failure.code, reason: failure.message)
        await #expect(throws: stopped) { try await ledger.append(lost) }
        #expect(await ledger.status.stoppedBy == stopped)
        await #expect(throws: stopped) { try await ledger.probe() }
        #expect(try await ledger.reader.fact(kept.id)?.payload == .present(kept.payload))
    }

    @Test mutating func `a commit that happened although it failed is found and kept`() async throws {
        let storage = InMemoryLedgerStorage()
        let anchor = InMemoryAnchor()
        let failsOnce = Atomic(false)
        let lying = LyingStorage(storage) { failsOnce.exchange(false, ordering: .relaxed) }
        var parts = try LedgerBench(storage: storage, anchor: anchor).parts
        parts.storage = lying
        let ledger = try await Ledger.open(parts)
        let fact = maker.fact()
        failsOnce.store(true, ordering: .relaxed)
        await #expect(throws: LedgerStorageError.busy) { try await ledger.append(fact, idempotencyKey: "k") }
        let replay = try await ledger.append(fact, idempotencyKey: "k")
        #expect(replay.isReplay)
        #expect(try await ledger.reader.check().isSound)
    }
}
