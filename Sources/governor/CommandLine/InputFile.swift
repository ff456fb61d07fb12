#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that a command reads; `-` is standard input.
struct InputFile: Sendable, Hashable {
    /// Larger than any policy, artifact, receipt or key that a command reads whole.
    static let defaultLimit = 64 << 20

    /// Where it is, as the user wrote it.
    let path: String
    /// What it is, for messages: `policy`, `artifact`.
    let what: String

    /// Names a file.
    init(_ path: String, _ what: String = "file") {
        self.path = path
        self.what = what
    }

    /// Whether this is standard input.
    var isStandardInput: Bool { path == "-" }

    /// The path, or `standard input`.
    var displayName: String { isStandardInput ? "standard input" : path }

    /// Reads the whole file.
    ///
    /// - Parameter limit: The most bytes that are accepted.
    func bytes(limit: Int = defaultLimit) throws(CommandError) -> [UInt8] {
        if isStandardInput { return try read(from: STDIN_FILENO, limit: limit) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT
                ? .missing(path: path, what: what) : .unreadable(path: path, reason: SystemFailure().text)
        }
        defer { close(descriptor) }
        return try read(from: descriptor, limit: limit)
    }

    private func read(from descriptor: Int32, limit: Int) throws(CommandError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, &chunk, chunk.count)
            #else
                let count = Darwin.read(descriptor, &chunk, chunk.count)
            #endif
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(path: displayName, reason: SystemFailure().text)
            }
            guard bytes.count + count <= limit else { throw .tooLarge(path: displayName, limit: limit) }
            bytes += chunk[..<count]
        }
    }
}
