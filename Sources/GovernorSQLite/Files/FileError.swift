import GovernorCore

/// Why a file of a ledger's folder cannot be used.
package enum FileError: GovernorError, Equatable {
    /// The file or folder does not exist.
    case missing(path: String)
    /// A key file of a ledger that exists is gone.
    case keyMissing(path: String)
    /// The database of a log with entries is gone.
    case databaseMissing(path: String)
    /// The public key is not the signing key's, which is the expected one.
    case otherKey(path: String, expected: String)
    /// The file exists and would have been overwritten.
    case exists(path: String)
    /// The file holds a secret and others may read it.
    case tooOpen(path: String, mode: String)
    /// Another process has the ledger open.
    case locked(path: String)
    /// The file's content is not what it should be.
    case malformed(path: String, expected: String)
    /// The system refused an operation.
    case failed(operation: String, path: String, reason: String)

    /// What to mind when a database is put back.
    private static func restoring(_ path: String) -> String {
        "put its newest copy back, and remove \(path)-wal and \(path)-shm first, which belong to another one (docs/backup.md)"
    }

    package var code: String {
        switch self {
        case .missing: "ledger.file-missing"
        case .keyMissing: "ledger.key-missing"
        case .databaseMissing: "ledger.database-missing"
        case .otherKey: "ledger.other-key"
        case .exists: "ledger.file-exists"
        case .tooOpen: "ledger.key-file-too-open"
        case .locked: "ledger.in-use"
        case .malformed: "ledger.file-malformed"
        case .failed: "ledger.file-failed"
        }
    }

    package var message: String {
        switch self {
        case .missing(let path): "\(path) does not exist"
        case .keyMissing(let path): "\(path) does not exist, and the ledger does"
        case .databaseMissing(let path): "\(path) does not exist, and the anchor knows of entries in it"
        case .otherKey(let path, _): "\(path) is not the public key of the ledger.key beside it"
        case .exists(let path): "\(path) exists already"
        case .tooOpen(let path, let mode): "\(path) holds a secret and has mode \(mode)"
        case .locked(let path): "another process has the ledger in \(path) open"
        case .malformed(let path, let expected): "\(path) is not \(expected)"
        case .failed(let operation, let path, let reason): "cannot \(operation) \(path): \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .missing: "create a ledger with 'governor ledger keygen', or check the path"
        case .keyMissing: "put the file back; no other can take its place, and without it the ledger is not opened"
        case .databaseMissing(let path): Self.restoring(path)
        case .otherKey(_, let expected): "put back whichever of the two was replaced; that of ledger.key is \(expected)"
        case .exists: "keys, databases and anchors are never overwritten: choose another folder"
        case .tooOpen(let path, _): "run 'chmod 600 \(path)'; if others could read it, make a new key"
        case .locked:
            "one process writes a ledger: stop the other, or if it is a server, send it facts (POST /api/v1/facts) and "
                + "erasures (POST /api/v1/erasures)"
        case .malformed: "put the original file back"
        case .failed: nil
        }
    }
}
