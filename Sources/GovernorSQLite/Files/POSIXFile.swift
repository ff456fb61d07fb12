import GovernorLedger

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The few system calls that files with guarantees need.
enum POSIXFile {
    /// The bytes of a file; nil when there is none.
    static func read(_ path: String) throws -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("read", path)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = systemRead(file, &buffer)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Writes a file that must not exist yet: after a crash there is none or a whole one. Durable on return.
    static func create(_ path: String, _ bytes: [UInt8], mode: mode_t) throws {
        let temporary = try writeBeside(path, bytes, mode: mode)
        defer { unlink(temporary) }
        // Unlike a rename, a link takes nobody's place.
        guard link(temporary, path) == 0 else {
            throw errno == EEXIST ? FileError.exists(path: path) : failure("create", path)
        }
        try syncFolder(of: path)
    }

    /// Replaces a file as a whole: after a crash there is the old one or the new one. Durable on return.
    static func replace(_ path: String, _ bytes: [UInt8], mode: mode_t) throws {
        let temporary = try writeBeside(path, bytes, mode: mode)
        guard rename(temporary, path) == 0 else { throw failure("rename", temporary) }
        try syncFolder(of: path)
    }

    /// Writes a file with the name of another one and an ending; its content is durable on return.
    private static func writeBeside(_ path: String, _ bytes: [UInt8], mode: mode_t) throws -> String {
        let temporary = path + ".new"
        // What a crash has left may be a second name of the finished file: it is let go, never written to.
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw failure("create", path) }
        defer { close(file) }
        try write(bytes, to: file, path)
        guard fsync(file) == 0 else { throw failure("sync", path) }
        return temporary
    }

    /// Opens an existing file to write within it.
    static func openForUpdate(_ path: String) throws -> Int32 {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("write", path) }
        return file
    }

    /// Makes a file's content durable.
    static func flush(_ file: Int32) -> Bool {
        #if canImport(Glibc)
            fdatasync(file) == 0
        #else
            fcntl(file, F_FULLFSYNC) == 0
        #endif
    }

    /// Creates a folder for its owner alone, unless it exists.
    static func createFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("create", path) }
        try syncFolder(of: path)
    }

    /// Whether something exists at a path.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The last error of the system as one that a ledger understands.
    static func failure(_ operation: String, _ path: String) -> any Error {
        let number = errno
        return switch number {
        case ENOSPC, EDQUOT: LedgerStorageError.full
        case EROFS: LedgerStorageError.readOnly
        case ENOENT: FileError.missing(path: path)
        default: FileError.failed(operation: operation, path: path, reason: String(cString: strerror(number)))
        }
    }

    /// Writes bytes at a place of a file, all of them.
    static func write(_ bytes: [UInt8], to file: Int32, at offset: Int = 0, _ path: String) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(file, $0.baseAddress, $0.count, off_t(offset + written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write", path) }
            written += count
        }
    }

    /// Makes the name of a new file durable: it is part of the folder.
    private static func syncFolder(of path: String) throws {
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? "."
        let file = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw failure("open", folder) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure("sync", folder) }
    }
}

// Inside the enum, `read` is its own.
private func systemRead(_ file: Int32, _ buffer: inout [UInt8]) -> Int { read(file, &buffer, buffer.count) }
