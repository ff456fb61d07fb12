#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An advisory lock that the system releases when the process ends, however it ends.
package final class LockFile: Sendable {
    private let file: Int32

    /// Takes the lock.
    ///
    /// - Throws: ``FileError/locked(path:)`` when another process, or another part of this one, has it.
    package init(path: String, of folder: String) throws {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw POSIXFile.failure("open", path) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let failure = POSIXFile.failure("lock", path)
            close(file)
            throw isTaken ? FileError.locked(path: folder) : failure
        }
    }

    deinit { close(file) }
}
