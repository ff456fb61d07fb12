#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One of the two streams a command writes to: results to ``output``, everything else to ``error``.
///
/// Writes go straight to the descriptor, so that a full disk is noticed before the command claims success.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// Writes text completely.
    ///
    /// - Throws: ``CommandError/unwritable(path:reason:)``
    func write(_ text: String) throws(CommandError) { try write(Array(text.utf8)) }

    /// Writes bytes completely.
    ///
    /// - Throws: ``CommandError/unwritable(path:reason:)``
    func write(_ bytes: [UInt8]) throws(CommandError) {
        do throws(SystemFailure) {
            try writeAll(bytes, to: rawValue)
        } catch {
            throw .unwritable(path: self == .output ? "standard output" : "standard error", reason: error.text)
        }
    }

    /// Takes the places of standard streams that the process was started without.
    ///
    /// The next file that is opened would get the number of one, and what is meant for the stream would go into it. Here the
    /// stream's own direction is closed: what is written fails, as it does without.
    static func occupyMissing() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            // The lowest number that is free is taken, and those below are taken already.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Whether a person reads the stream in a terminal.
    var isTerminal: Bool { isatty(rawValue) == 1 }
}

/// Writes all bytes to a descriptor, however many calls that takes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written >= 0 {
            rest = rest.dropFirst(written)
        } else if errno != EINTR {
            throw SystemFailure()
        }
    }
}

/// The operating system's reason for a failed call.
struct SystemFailure: Error {
    /// The value of `errno`.
    let number: Int32

    /// Takes the reason of the call that has just failed.
    init() { number = errno }

    /// The reason in words, such as `No space left on device`.
    var text: String { String(cString: strerror(number)) }
}
