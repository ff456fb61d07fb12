import Crypto
import GovernorAudit
import GovernorCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A table that is counted while it is read: `-` is standard input.
struct AuditInput {
    /// Small enough that the memory of one serves the next, and that what was read is still near when it is counted.
    private static let blockSize = 1 << 16
    /// The columns of JSON Lines are looked for in the first block.
    private static let firstBlockSize = 1 << 20

    private let file: InputFile
    private let format: TableFormat

    init(_ path: String, _ options: AuditInputOptions) { self.init(path, format: options.format(ofFile: path)) }

    init(_ path: String, format: TableFormat) {
        file = InputFile(path, "data")
        self.format = format
    }

    /// Finds out whether what is written goes neither over the data nor between what is printed.
    ///
    /// - Parameters:
    ///   - outputs: The paths of all files that are written.
    ///   - isPrinting: Whether a result is printed beside.
    /// - Throws: ``CommandError/unwritable(path:reason:)``.
    func requireApart(from outputs: [String?], isPrinting: Bool = true) throws(CommandError) {
        for output in outputs.compactMap(\.self) {
            guard output != "-" || !isPrinting else {
                throw .unwritable(path: output, reason: "the result is printed there; name a file")
            }
            guard file.isStandardInput || !Self.isSameFile(file.path, output) else {
                throw .unwritable(path: output, reason: "it holds the data")
            }
        }
    }

    private static func isSameFile(_ path: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard stat(path, &first) == 0, stat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// Counts the table into a cube, unpacked if gzip or Zstandard has packed it.
    ///
    /// - Returns: The cube, and the SHA-256 of the file's bytes as they are on disk.
    /// - Throws: ``CommandError`` with the file, line and column of what is wrong.
    func cube(_ mapping: ColumnMapping) async throws -> (cube: CountCube, sha256: String) {
        try await reading { try await CubeReader.read(mapping, format, workers: Self.workers, source: $0) }
    }

    /// Counts the table into what it says about the quality of a model, as ``cube(_:)`` does.
    func quality(_ mapping: QualityMapping) async throws -> (statistics: QualityStatistics, sha256: String) {
        try await reading { try await QualityReader.read(mapping, format, workers: Self.workers, source: $0) }
    }

    /// Counts the table into its profile, as ``cube(_:)`` does, or reads a snapshot of one.
    ///
    /// - Parameter copy: Where the bytes are kept, for a second pass.
    func profile(
        _ mapping: ProfileMapping, copy: SpoolFile? = nil
    ) async throws -> (profile: TableProfile, sha256: String) {
        try await reading(to: copy) { blocks in
            let first = try blocks()
            if let first, first.starts(with: TableProfile.snapshotBeginning) { return try snapshot(first, blocks) }
            return try await ProfileReader.read(
                mapping, format, workers: Self.workers, source: joined(first, blocks))
        }
    }

    /// Counts the table into slices, in two passes; standard input is copied for the second.
    ///
    /// - Parameter plan: Made from what is in the columns.
    func slices(
        _ mapping: ProfileMapping, plan: (TableProfile) throws(AuditError) -> SlicePlan
    ) async throws -> (counts: SliceCounts, sha256: String) {
        let copy = try file.isStandardInput ? SpoolFile() : nil
        let first = try await profile(mapping, copy: copy)
        let (counts, sha256) = try await reading(from: copy) { blocks in
            try await SliceReader.read(try plan(first.profile), format, workers: Self.workers, source: blocks)
        }
        guard sha256 == first.sha256 else { throw invalid(.tableChanged) }
        return (counts, sha256)
    }

    /// Has the blocks of the text read, and says how far that is.
    ///
    /// - Parameters:
    ///   - source: A copy to read in place of the file.
    ///   - copy: Where the bytes are kept.
    private func reading<Statistics>(
        from source: SpoolFile? = nil, to copy: SpoolFile? = nil,
        _ read: (@escaping Blocks) async throws -> Statistics
    ) async throws -> (Statistics, String) {
        let file = try FileBlocks(
            file, size: Self.blockSize, first: Self.firstBlockSize, from: source, to: copy)
        let progress = ReadingProgress(self.file.displayName) { file.share }
        defer { progress.clear() }
        do {
            return (try await read(progress.watching(try unpacked { try file.next() })), file.sha256)
        } catch let error as AuditError {
            throw invalid(error)
        }
    }

    private func snapshot(_ first: [UInt8], _ source: () throws -> [UInt8]?) throws -> TableProfile {
        var bytes = first
        while let block = try source() {
            bytes += block
            guard bytes.count <= InputFile.defaultLimit else {
                throw CommandError.tooLarge(path: file.displayName, limit: InputFile.defaultLimit)
            }
        }
        do {
            return try TableProfile(snapshot: try JSONValue(parsing: bytes))
        } catch let error as JSONError {
            throw CommandError.invalid(path: file.displayName, problem: error.message, hint: error.hint)
        }
    }

    private static var workers: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    private func invalid(_ error: AuditError) -> CommandError {
        .invalid(path: file.displayName, problem: error.message, hint: error.hint)
    }
}

/// The bytes of a file block by block, hashed as they are read.
final class FileBlocks: Sendable {
    private struct State {
        var hash = SHA256()
        var isAtEnd = false
        var count = 0
    }

    private let file: InputFile
    private let size: Int
    private let firstSize: Int
    private let descriptor: Int32
    /// What is read in place of the file, and where its bytes are kept.
    private let source: SpoolFile?
    private let copy: SpoolFile?
    /// How many bytes it has; nil for what is no file on a disk.
    private let count: Int?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - size: Of a block, in bytes.
    ///   - first: Of the first one, where that is another.
    ///   - source: A copy to read in place of the file.
    ///   - copy: Where the bytes are kept.
    init(
        _ file: InputFile, size: Int, first: Int? = nil, from source: SpoolFile? = nil, to copy: SpoolFile? = nil
    ) throws(CommandError) {
        self.file = file
        self.size = size
        firstSize = first ?? size
        (self.source, self.copy) = (source, copy)
        descriptor =
            try source?.fromItsBeginning()
            ?? (file.isStandardInput ? STDIN_FILENO : open(file.path, O_RDONLY | O_CLOEXEC))
        guard descriptor >= 0 else {
            throw errno == ENOENT
                ? .missing(path: file.path, what: file.what)
                : .unreadable(path: file.path, reason: SystemFailure().text)
        }
        var status = stat()
        let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
        count = isFile ? Int(status.st_size) : nil
    }

    deinit {
        if source == nil, !file.isStandardInput { close(descriptor) }
    }

    /// The next block, full unless it is the last; nil after that.
    func next() throws -> [UInt8]? {
        try state.withLock { state in
            let size = state.count == 0 ? firstSize : size
            var block = [UInt8](repeating: 0, count: size)
            var filled = 0
            while filled < size, !state.isAtEnd {
                let count = block.withUnsafeMutableBytes { bytes in
                    read(
                        descriptor, UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]).baseAddress, size - filled
                    )
                }
                if count < 0 {
                    if errno == EINTR { continue }
                    throw CommandError.unreadable(path: file.displayName, reason: SystemFailure().text)
                }
                state.isAtEnd = count == 0
                filled += count
            }
            guard filled > 0 else { return nil }
            if filled < size { block.removeLast(size - filled) }
            try copy?.append(block)
            state.hash.update(data: block)
            state.count += filled
            return block
        }
    }

    /// The share of the file that has been read; nil where nobody knows its size.
    var share: Double? { count.map { Double(state.withLock { $0.count }) / Double($0) } }

    /// The SHA-256 of all blocks so far, in hexadecimal digits.
    var sha256: String { state.withLock { Hex.encode(Array($0.hash.finalize())) } }
}
