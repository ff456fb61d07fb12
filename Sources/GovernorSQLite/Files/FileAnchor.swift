// The anchor's file has two slots, written in turn:
//
//     offset 0        slot 0, 16 KiB: "governor-anchor/v1 <number> <length> <sha-256 of the note>\n", the note, and whatever
//                     an earlier, longer note has left there
//     offset 16384    slot 1, the same
//
// The valid slot with the higher number counts; a torn write spoils only the slot it was writing. Both slots exist from the
// start, so that a write changes no metadata and making it durable is one flush of the device.

import Dispatch
import GovernorCore
import GovernorLedger
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps the last checkpoint in a small file.
///
/// Put it where backups and snapshots of the database do not reach.
package final class FileAnchor: CheckpointAnchor {
    private struct State {
        var file: Int32 = -1
        var number: UInt64 = 0
        var isSyncing = false
        var failure: (any Error)?
        var waiters: [CheckedContinuation<Void, any Error>] = []
    }

    private static let slotByteCount = 16 << 10
    private static let title = "governor-anchor/v1"
    /// How often a reader looks again when a writer was between its two slots: one look takes microseconds, a write waits for
    /// the device.
    private static let readLimit = 5

    private let path: String
    private let bytes: @Sendable () throws -> [UInt8]?
    private let state = Mutex(State())
    // Flushing blocks, and must not block the threads that all tasks share.
    private let queue = DispatchQueue(label: "governor.ledger.anchor")

    /// Names the file; its folder must exist.
    package convenience init(path: String) { self.init(path: path) { try POSIXFile.read(path) } }

    /// Names the file, and how it is read.
    init(path: String, reading bytes: @escaping @Sendable () throws -> [UInt8]?) {
        self.path = path
        self.bytes = bytes
    }

    deinit { state.withLock { if $0.file >= 0 { close($0.file) } } }

    package func read() async throws -> [UInt8]? {
        // While one slot was read, another process may have written it, and the other one before that was read.
        for _ in 0..<Self.readLimit {
            guard let bytes = try bytes() else { return nil }
            if let slot = Self.newest(in: bytes) { return slot.note }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw FileError.malformed(path: path, expected: "an anchor with a whole checkpoint")
    }

    package func write(_ note: [UInt8]) async throws {
        try await settle()
        try state.withLock { state in
            if state.file < 0 { try open(&state, first: note) }
            // A number is used up only by a write that succeeded: the next one must not hit the slot that still counts.
            try Self.put(note, number: state.number + 1, in: state.file, path)
            state.number += 1
            state.isSyncing = true
        }
        queue.async { [self] in flush() }
    }

    package func settle() async throws {
        try await withCheckedThrowingContinuation { continuation in
            let outcome: Result<Void, any Error>? = state.withLock { state in
                if let failure = state.failure { return .failure(failure) }
                guard state.isSyncing else { return .success(()) }
                state.waiters.append(continuation)
                return nil
            }
            if let outcome { continuation.resume(with: outcome) }
        }
    }

    private func flush() {
        let file = state.withLock(\.file)
        let outcome: Result<Void, any Error> =
            POSIXFile.flush(file) ? .success(()) : .failure(POSIXFile.failure("sync", path))
        let waiters = state.withLock { state in
            state.isSyncing = false
            // After a failed flush the system may have dropped what it could not write: nothing later can be trusted.
            if case .failure(let error) = outcome { state.failure = error }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(with: outcome) }
    }

    /// Opens the file for writing. A new one is created with the note in it: there never is an anchor without one.
    private func open(_ state: inout State, first note: [UInt8]) throws {
        if !POSIXFile.exists(path) { try Self.create(path, note) }
        state.number = try POSIXFile.read(path).flatMap(Self.newest)?.number ?? 0
        state.file = try POSIXFile.openForUpdate(path)
    }

    /// Writes the file anew, durable on return.
    static func create(_ path: String, _ note: [UInt8]) throws {
        let slot = try slot(note, number: 0, path)
        let rest = [UInt8](repeating: 0, count: 2 * slotByteCount - slot.count)
        try POSIXFile.replace(path, slot + rest, mode: 0o600)
    }

    /// Whether a file anchors a log without entries.
    static func isOfEmptyLog(_ path: String) throws -> Bool {
        let note = try POSIXFile.read(path).flatMap(newest)?.note
        return note.flatMap { try? SignedCheckpoint(parsing: $0) }?.checkpoint.size == 0
    }

    private static func put(_ note: [UInt8], number: UInt64, in file: Int32, _ path: String) throws {
        let slot = try slot(note, number: number, path)
        try POSIXFile.write(slot, to: file, at: Int(number % 2) * slotByteCount, path)
    }

    private static func slot(_ note: [UInt8], number: UInt64, _ path: String) throws -> [UInt8] {
        let digest = Digest.sha256(note)
        let slot = Array("\(title) \(number) \(note.count) \(digest.hex)\n".utf8) + note
        guard slot.count <= slotByteCount else {
            throw FileError.failed(operation: "write", path: path, reason: "the checkpoint is too long")
        }
        return slot
    }

    private static func newest(in bytes: [UInt8]) -> (number: UInt64, note: [UInt8])? {
        [0, 1].compactMap { slot(in: bytes.dropFirst($0 * slotByteCount).prefix(slotByteCount)) }
            .max { $0.number < $1.number }
    }

    private static func slot(in bytes: ArraySlice<UInt8>) -> (number: UInt64, note: [UInt8])? {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 4, words[0] == title, let number = UInt64(words[1]), let count = Int(words[2]),
            let digest = Digest(hex: words[3]), count >= 0, count <= bytes.endIndex - end - 1
        else { return nil }
        let note = Array(bytes[(end + 1)...].prefix(count))
        return Digest.sha256(note) == digest ? (number, note) : nil
    }
}
