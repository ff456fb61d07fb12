import GovernorInspect

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file with the index of a corpus.
struct CorpusFile {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Opens the index where it lies: only what is looked up is read.
    ///
    /// - Throws: ``CommandError``
    func index() throws(CommandError) -> CorpusIndex {
        let file = try MappedFile(path, "corpus index")
        do throws(CorpusError) {
            return try CorpusIndex(file)
        } catch {
            throw .invalid(path: path, problem: error.message, hint: error.hint)
        }
    }
}

/// A file's bytes, in memory as far as they are used.
///
/// Nobody may shorten the file meanwhile; it may be replaced by renaming another one over it.
final class MappedFile: CorpusBytes {
    private let start: UnsafeRawPointer?
    private let count: Int

    /// Maps a file.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - what: What it is, for messages.
    init(_ path: String, _ what: String) throws(CommandError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT
                ? .missing(path: path, what: what) : .unreadable(path: path, reason: SystemFailure().text)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, reason: SystemFailure().text) }
        count = Int(status.st_size)
        guard count > 0 else {
            start = nil
            return
        }
        guard let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), mapped != MAP_FAILED else {
            throw .unreadable(path: path, reason: SystemFailure().text)
        }
        start = UnsafeRawPointer(mapped)
    }

    deinit { if let start { munmap(UnsafeMutableRawPointer(mutating: start), count) } }

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: start, count: count).bytes)
    }
}

// The bytes are only read, and stay as long as the object.
extension MappedFile: @unchecked Sendable {}
