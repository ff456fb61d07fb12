import Dispatch

/// A small file that is replaced as a whole: after a crash there is the old content or the new one.
package final class DurableFile: Sendable {
    /// Where it is; its folder must exist.
    package let path: String
    // Flushing blocks, and must not block the threads that all tasks share.
    private let queue: DispatchQueue

    /// Names a file.
    package init(path: String) {
        self.path = path
        queue = DispatchQueue(label: "governor.file")
    }

    /// The content; nil when there is no file.
    ///
    /// - Throws: ``FileError``.
    package func read() async throws -> [UInt8]? {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [path] in continuation.resume(with: Result { try POSIXFile.read(path) }) }
        }
    }

    /// Replaces the content; only the file's owner may read it. Durable on return.
    ///
    /// - Throws: ``FileError``, ``GovernorLedger/LedgerStorageError``.
    package func write(_ bytes: [UInt8]) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.async { [path] in
                continuation.resume(with: Result { try POSIXFile.replace(path, bytes, mode: 0o600) })
            }
        }
    }
}
