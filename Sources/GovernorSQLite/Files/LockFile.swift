import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An advisory lock that the system releases when the process ends, however it ends.
package final class LockFile: Sendable {
    private let file: Mutex<Int32>

    /// Takes the lock.
    ///
    /// - Throws: ``FileError/locked(path:)`` when another process, or another part of this one, has it.
    package init(path: String, of folder: String) throws {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw POSIXFile.failure("open", path) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let failure = POSIXFile.failure("lock", path)
            close(file)
            throw isTaken ? FileError.locked(path: folder) : failure
        }
        self.file = Mutex(file)
    }

    /// Takes the lock as soon as whoever has it gives it back; meant for what takes milliseconds.
    ///
    /// - Throws: ``FileError``.
    package init(waitingFor path: String) throws {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw POSIXFile.failure("open", path) }
        while flock(file, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let failure = POSIXFile.failure("lock", path)
                close(file)
                throw failure
            }
        }
        self.file = Mutex(file)
    }

    deinit { release() }

    /// Gives the lock back; so does the end of this value, and of the process.
    package func release() {
        file.withLock { file in
            guard file >= 0 else { return }
            // Unlocked by name, not by closing alone: a child process that another thread is starting holds a copy of the
            // descriptor until it runs its own program, and would hold the lock with it.
            flock(file, LOCK_UN)
            close(file)
            file = -1
        }
    }
}
