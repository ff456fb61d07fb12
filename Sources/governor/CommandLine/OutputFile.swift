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
    /// A file that is there keeps its mode. A link to a plain file, or to nothing, is refused: in a folder that others write
    /// to, such as a checkout, it would choose which of the user's files is overwritten.
    ///
    /// - Parameter mode: What the file's mode is to be; nil keeps that of the old file, or leaves it to the process's mask.
    func write(_ text: String, mode: mode_t? = nil) throws(CommandError) {
        try write(Array(text.utf8), mode: mode)
    }

    /// Writes bytes as ``write(_:mode:)-(String,_)`` writes text.
    func write(_ bytes: [UInt8], mode: mode_t? = nil) throws(CommandError) {
        try Self.write([(self, bytes)], mode: mode)
    }

    /// Writes several files as ``write(_:mode:)-(String,_)`` writes one: all of them, or none where one cannot be written.
    static func write(_ files: [(file: OutputFile, bytes: [UInt8])], mode: mode_t? = nil) throws(CommandError) {
        var staged: [(file: OutputFile, temporary: String)] = []
        do throws(CommandError) {
            for (file, bytes) in files where !file.isDirect { staged.append((file, try file.stage(bytes, mode))) }
            for (file, bytes) in files where file.isDirect { try file.writeDirectly(bytes) }
        } catch {
            for (_, temporary) in staged { unlink(temporary) }
            throw error
        }
        for (position, (file, temporary)) in staged.enumerated() where rename(temporary, file.path) != 0 {
            let failure = SystemFailure()
            for (_, temporary) in staged[position...] { unlink(temporary) }
            throw .unwritable(path: file.path, reason: failure.text)
        }
    }

    /// Whether there is no old content to be kept until all is written.
    private var isDirect: Bool { path == "-" || isSpecial }

    private func writeDirectly(_ bytes: [UInt8]) throws(CommandError) {
        if path == "-" { return try StandardStream.output.write(bytes) }
        do throws(SystemFailure) { try write(bytes, to: path, flags: O_WRONLY) } catch {
            throw .unwritable(path: path, reason: error.text)
        }
    }

    /// Writes a temporary file beside the file, to be renamed.
    private func stage(_ bytes: [UInt8], _ mode: mode_t?) throws(CommandError) -> String {
        let old = oldMode
        if let old, old & S_IFMT == S_IFLNK { throw .link(path: path) }
        guard old.map({ $0 & S_IFMT != S_IFDIR }) ?? true else {
            throw .unwritable(path: path, reason: String(cString: strerror(EISDIR)))
        }
        // Nobody can guess the name, and put a link of that name in the way.
        let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
        do throws(SystemFailure) {
            try write(
                bytes, to: temporary, flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode ?? old.map { $0 & 0o7777 })
        } catch {
            throw .unwritable(path: path, reason: error.text)
        }
        return temporary
    }

    /// Where the file is, however its path is spelt: its folder without links and detours, and its name.
    var place: String {
        let end = path.lastIndex(of: "/")
        let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard let real = realpath(folder, nil) else { return path }
        defer { free(real) }
        return "\(String(cString: real))/\(end.map { path[path.index(after: $0)...] } ?? path[...])"
    }

    /// Adds text to the end, creating the file when there is none.
    func append(_ text: String) throws(CommandError) {
        do throws(SystemFailure) {
            try write(Array(text.utf8), to: path, flags: O_WRONLY | O_CREAT | O_APPEND)
        } catch {
            throw .unwritable(path: path, reason: error.text)
        }
    }

    private var isSpecial: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
    }

    /// The kind and mode of what is at the path itself, be it a link; nil when there is nothing.
    private var oldMode: mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : nil
    }

    /// - Parameter mode: The mode to set whatever the process's mask; nil leaves it to the mask.
    private func write(
        _ bytes: [UInt8], to path: String, flags: Int32, mode: mode_t? = nil
    ) throws(SystemFailure) {
        // Nobody else may open the file before it has its mode.
        let descriptor = open(path, flags | O_CLOEXEC, mode == nil ? 0o644 : 0o600)
        guard descriptor >= 0 else { throw SystemFailure() }
        let isNew = flags & O_EXCL != 0
        do throws(SystemFailure) {
            do throws(SystemFailure) {
                if let mode, fchmod(descriptor, mode) != 0 { throw SystemFailure() }
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
