import Dispatch
import GovernorLedger

/// Keeps the last checkpoint in a small file, replaced as a whole.
///
/// Put it where backups and snapshots of the database do not reach.
package final class FileAnchor: CheckpointAnchor {
    private let path: String
    // File calls block, and must not block the threads that all tasks share.
    private let queue = DispatchQueue(label: "governor.ledger.anchor")

    /// Names the file; its folder must exist.
    package init(path: String) { self.path = path }

    package func read() async throws -> [UInt8]? { try await onQueue { [path] in try POSIXFile.read(path) } }

    package func write(_ note: [UInt8]) async throws {
        try await onQueue { [path] in try POSIXFile.replace(path, note, mode: 0o600) }
    }

    private func onQueue<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
