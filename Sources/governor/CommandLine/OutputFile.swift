#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that a command writes whole; `-` is standard output.
struct OutputFile: Sendable, Hashable {
    /// Where it goes, as the user wrote it.
    let path: String

    /// Names a file.
    init(_ path: String) { self.path = path }

    /// Writes the file so that a reader sees the old content or the new one, never a part: a temporary file beside it
    /// is renamed over it. What is not a plain file (a device, a pipe) is written directly.
    ///
    /// - Parameter permissions: The mode of a new file, before the process's mask.
    func write(_ text: String, permissions: mode_t = 0o644) throws(CommandError) {
        try write(Array(text.utf8), permissions: permissions)
    }

    /// Writes bytes as ``write(_:permissions:)-(String,_)`` writes text.
    func write(_ bytes: [UInt8], permissions: mode_t = 0o644) throws(CommandError) {
        if path == "-" { return try StandardStream.output.write(bytes) }
        do throws(SystemFailure) {
            if isSpecial {
                try write(bytes, to: path, flags: O_WRONLY, permissions)
            } else {
                // Nobody can guess the name, and put a link of that name in the way.
                let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
                try write(bytes, to: temporary, flags: O_WRONLY | O_CREAT | O_EXCL, permissions)
                guard rename(temporary, path) == 0 else {
                    let failure = SystemFailure()
                    unlink(temporary)
                    throw failure
                }
            }
        } catch {
            throw .unwritable(path: path, reason: error.text)
        }
    }

    /// Adds text to the end, creating the file when there is none.
    func append(_ text: String) throws(CommandError) {
        do throws(SystemFailure) {
            try write(Array(text.utf8), to: path, flags: O_WRONLY | O_CREAT | O_APPEND, 0o644)
        } catch {
            throw .unwritable(path: path, reason: error.text)
        }
    }

    private var isSpecial: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
    }

    private func write(
        _ bytes: [UInt8], to path: String, flags: Int32, _ permissions: mode_t
    ) throws(SystemFailure) {
        let descriptor = open(path, flags | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw SystemFailure() }
        let isNew = flags & O_EXCL != 0
        do throws(SystemFailure) {
            do throws(SystemFailure) {
                try writeAll(bytes, to: descriptor)
                // Before it takes another file's place: after a power failure there is the old content or the new one.
                if isNew, fsync(descriptor) != 0 { throw SystemFailure() }
            } catch {
                close(descriptor)
                throw error
            }
            // Some file systems report a full disk only here.
            if close(descriptor) != 0 { throw SystemFailure() }
        } catch {
            if isNew { unlink(path) }
            throw error
        }
    }
}
