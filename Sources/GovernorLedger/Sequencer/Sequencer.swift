// One writer, group commit without a timer.
//
// Callers prepare their entries in parallel (`FactSealer`) and queue them. There is no writer task: the first caller that
// finds nobody writing becomes the leader, takes what is queued with its own entry (at most 256), writes the batch, answers,
// and hands the lead to the first caller that waits. So a batch is as large as the last commit was slow.
//
// The order of one write, and what a crash after each step leaves to `LogRecovery` at the next start:
//
//     1 sealed        leaves placed, tree grown in a copy, checkpoint signed          nothing happened
//     2 keysDurable   new wrapping keys saved in keys/                                keys without payloads; harmless
//     3 committed     ONE transaction: entries, payloads, tiles, index, idempotency   database newer than the anchor:
//                     keys, stream heads, checkpoint; durable on return               the anchor is rolled forward
//     4 anchored      checkpoint written to the anchor: outlives the process at once, everything is in place
//                     and a power failure before the next batch is answered
//     5 keysDestroyed (erasures only) wrapping keys gone, then a second transaction   unfinished erasures are in the
//                     wipes the journal and forgets the unfinished erasure            database and are finished
//     6 published     readers see the checkpoint, callers are answered                the caller does not know; it asks
//                                                                                     again with its idempotency key
//
// Step 3 before 4: the anchor is never newer than the database, so an anchor that IS newer, or of another history, proves
// that the database was replaced, and the ledger refuses to open. Step 4 before 6: no checkpoint is shown that a restored
// backup could contradict unnoticed. Step 2 before 3: no payload is committed that nobody could read.
//
// The anchor's flush runs beside the next commit, so that an answer waits for one flush of the device, not two. What that
// leaves open: a power failure within milliseconds of an answer, after which somebody also replaces the surviving, newer
// database by a backup taken between the last two batches. Every older backup is still refused.
//
// Erasing commits the erasure's own fact together with the deletion (3) before the keys go (5): what is destroyed is
// always explained. A journal that others are reading cannot be wiped. Then step 5 is left unfinished, facts go on being
// written, and it is tried again: by the erasure's caller, who is not told of success before, with later batches, and at the
// next start.
//
// When a write fails, nobody in the batch is acknowledged. A full disk or a busy database is tried again at the next write,
// after reading back what is stored; anything else stops the ledger until it is opened anew. Reads go on.

import GovernorCore
import Synchronization

/// Queues prepared entries and has them written in batches.
final class Sequencer: Sendable {
    /// The most entries of one batch: one full tile, and the size at which more no longer helps throughput.
    static let batchLimit = 256
    /// How often a leader lets others come before it takes its batch: facts come in a few turns, or from nobody who is ready.
    private static let mostTurns = 16

    private struct Waiter {
        /// What to write; nil to finish erasures.
        let entry: PreparedEntry?
        let continuation: CheckedContinuation<Turn, Never>

        /// Whether others may be written with it.
        var isBatchable: Bool { entry.map { $0.erasure == nil } ?? false }

        /// The bytes that it keeps in memory while it waits, near enough.
        var byteCount: Int { entry.map { $0.payload.ciphertext.count + $0.template.byteCount } ?? 0 }
    }

    private enum Turn {
        case answered(Result<LogWriter.Outcome, any Error>)
        /// Nobody else writes: write this entry and what is queued, and hand over.
        case lead
    }

    private struct State {
        private(set) var queue: [Waiter] = []
        private(set) var queuedBytes = 0
        /// The ids of the entries that are being written.
        var writing: [UUIDv7] = []
        var hasLeader = false
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []

        mutating func enqueue(_ waiter: Waiter) {
            queue.append(waiter)
            queuedBytes += waiter.byteCount
        }

        mutating func dequeue(_ count: Int) -> [Waiter] {
            let waiters = Array(queue.prefix(count))
            queue.removeFirst(waiters.count)
            queuedBytes -= waiters.reduce(0) { $0 + $1.byteCount }
            return waiters
        }
    }

    private let writer: LogWriter
    private let queueLimit: Int
    private let queueByteLimit: Int
    private let state = Mutex(State())

    init(writer: LogWriter, queueLimit: Int, queueByteLimit: Int) {
        self.writer = writer
        self.queueLimit = queueLimit
        self.queueByteLimit = queueByteLimit
    }

    /// Has an entry written.
    ///
    /// - Throws: ``LedgerError/queueFull(limit:)``, ``LedgerError/queueFullOfBytes(limit:)``, ``LedgerError/closed``, or why the batch failed.
    func submit(_ entry: PreparedEntry) async throws -> LogWriter.Outcome {
        switch await turn(for: entry) {
        case .answered(let result): return try result.get()
        case .lead: return try await lead(with: entry)
        }
    }

    /// Destroys what erasures have left, unless a journal is being read.
    ///
    /// - Returns: Whether nothing is left.
    /// - Throws: As ``submit(_:)``.
    func finishErasures() async throws -> Bool {
        switch await turn(for: nil) {
        case .answered(let result):
            _ = try result.get()
            return false
        case .lead:
            defer { handOver() }
            return try await writer.finishErasures()
        }
    }

    /// Returns while entries are written; after a failure the writer tries whether they would be.
    ///
    /// While somebody else writes, that is being found out already, and the last failure still counts.
    /// - Throws: As ``submit(_:)``.
    func probe() async throws {
        if state.withLock({ $0.isClosed }) { throw LedgerError.closed }
        guard let failure = await writer.failure else { return }
        guard takeLead() else { throw failure }
        defer { handOver() }
        try await writer.probe()
    }

    /// Whether a fact is queued or being written.
    func isPending(_ id: UUIDv7) -> Bool {
        state.withLock { state in
            state.writing.contains(id) || state.queue.contains { $0.entry?.content.id == id }
        }
    }

    /// The number of entries that wait.
    var queueLength: Int { state.withLock { $0.queue.count } }

    /// Why the ledger takes no facts, if it does not.
    var stoppedBy: LedgerError? {
        get async { state.withLock { $0.isClosed } ? .closed : await writer.stoppedBy }
    }

    /// Takes no more entries and returns when those queued are written.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.hasLeader { state.closers.append(continuation) }
                return !state.hasLeader
            }
            if isIdle { continuation.resume() }
        }
    }

    private func turn(for entry: PreparedEntry?) async -> Turn {
        await withCheckedContinuation { continuation in
            if let turn = state.withLock({ enter(&$0, Waiter(entry: entry, continuation: continuation)) }) {
                continuation.resume(returning: turn)
            }
        }
    }

    private func enter(_ state: inout State, _ waiter: Waiter) -> Turn? {
        guard !state.isClosed else { return .answered(.failure(LedgerError.closed)) }
        guard state.hasLeader else {
            state.hasLeader = true
            return .lead
        }
        guard state.queue.count < queueLimit else {
            return .answered(.failure(LedgerError.queueFull(limit: queueLimit)))
        }
        guard state.queue.isEmpty || state.queuedBytes + waiter.byteCount <= queueByteLimit else {
            return .answered(.failure(LedgerError.queueFullOfBytes(limit: queueByteLimit)))
        }
        state.enqueue(waiter)
        return nil
    }

    /// Takes the lead unless somebody has it, or nothing is written any more.
    private func takeLead() -> Bool {
        state.withLock { state in
            guard !state.hasLeader, !state.isClosed else { return false }
            state.hasLeader = true
            return true
        }
    }

    private func lead(with entry: PreparedEntry) async throws -> LogWriter.Outcome {
        if entry.erasure == nil { await gather(with: entry) }
        let others = state.withLock { state in
            let others = Self.takeBatch(&state, with: entry)
            state.writing = ([entry] + others.compactMap(\.entry)).map(\.content.id)
            return others
        }
        let results = await writer.write([entry] + others.compactMap(\.entry))
        // Answers come first: those who append again at once are queued by the time the next leader takes its batch.
        for (waiter, result) in zip(others, results.dropFirst()) {
            waiter.continuation.resume(returning: .answered(result))
        }
        handOver()
        return try results[0].get()
    }

    /// Lets tasks that are ready to run come to their own facts before a batch is taken, for as long as that brings more of
    /// them: one commit serves all. Where nobody is ready it takes no time.
    private func gather(with entry: PreparedEntry) async {
        var gathered = -1
        for _ in 0..<Self.mostTurns {
            let waiting = state.withLock { state in
                state.writing = [entry.content.id]
                return state.queue.count
            }
            guard waiting > gathered, waiting < Self.batchLimit - 1 else { return }
            gathered = waiting
            await Task.yield()
        }
    }

    /// The waiters to write with the leader's entry; an erasure is written alone.
    private static func takeBatch(_ state: inout State, with entry: PreparedEntry) -> [Waiter] {
        guard entry.erasure == nil else { return [] }
        return state.dequeue(state.queue.prefix(batchLimit - 1).prefix(while: \.isBatchable).count)
    }

    private func handOver() {
        let (next, closers) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
            state.writing = []
            if let next = state.dequeue(1).first { return (next, []) }
            state.hasLeader = false
            defer { state.closers = [] }
            return (nil, state.closers)
        }
        next?.continuation.resume(returning: .lead)
        for closer in closers { closer.resume() }
    }
}
