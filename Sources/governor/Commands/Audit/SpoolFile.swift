import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A copy of what can be read only once, for as long as it is needed.
///
/// The file has no name, and only this process reads it: it is gone with the process, however that ends.
final class SpoolFile: Sendable {
    /// The most bytes that are copied: as many rows as slices are counted for, of 2 KiB each.
    static let limit = 1 << 43

    private let descriptor: Int32
    private let folder: String
    private let limit: Int
    private let count = Mutex(0)

    /// An empty copy in the folder for temporary files.
    ///
    /// - Parameter limit: The most bytes.
    init(_ environment: Environment = .process, limit: Int = SpoolFile.limit) throws(CommandError) {
        folder = environment["TMPDIR"] ?? "/tmp"
        self.limit = limit
        var path = Array("\(folder)/governor-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw .copyFailed(folder: folder, reason: SystemFailure().text) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(path)
    }

    deinit { close(descriptor) }

    /// Adds bytes at the end.
    func append(_ bytes: [UInt8]) throws(CommandError) {
        let isTooLarge = count.withLock { count in
            count += bytes.count
            return count > limit
        }
        guard !isTooLarge else { throw .copyFailed(folder: folder, reason: "more than \(limit) bytes") }
        var written = 0
        while written < bytes.count {
            let more = bytes.withUnsafeBytes { bytes in
                write(
                    descriptor, UnsafeRawBufferPointer(rebasing: bytes[written...]).baseAddress, bytes.count - written)
            }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw .copyFailed(folder: folder, reason: SystemFailure().text) }
            written += more
        }
    }

    /// The descriptor, from whose beginning is read next.
    func fromItsBeginning() throws(CommandError) -> Int32 {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw .copyFailed(folder: folder, reason: SystemFailure().text)
        }
        return descriptor
    }
}
