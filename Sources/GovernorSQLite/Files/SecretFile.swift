#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A one-line file that only its owner may read.
package enum SecretFile {
    /// The line of a file, without its newline.
    ///
    /// - Throws: ``FileError/missing(path:)``; ``FileError/tooOpen(path:mode:)`` when group or others may read it.
    static func read(_ path: String) throws -> String {
        try check(path)
        guard let bytes = try POSIXFile.read(path) else { throw FileError.missing(path: path) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FileError.malformed(path: path, expected: "a key file")
        }
        return text.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
    }

    /// Checks that only the owner may read a file.
    ///
    /// - Throws: ``FileError/missing(path:)``, ``FileError/tooOpen(path:mode:)``.
    package static func check(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw POSIXFile.failure("open", path) }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 == 0 else { throw FileError.tooOpen(path: path, mode: "0" + String(mode, radix: 8)) }
    }

    /// Writes a file that must not exist yet.
    static func create(_ path: String, _ line: String) throws {
        try POSIXFile.create(path, Array((line + "\n").utf8), mode: 0o600)
    }
}
