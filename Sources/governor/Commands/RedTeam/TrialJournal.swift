import GovernorCore
import GovernorInspect

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The outcomes of a run in a file, one JSON line each after a header, so that a run that ended early can be continued.
///
///     {"governor_redteam":1,"run":"sha256:…"}
///     {"id":"a-1","mutation":"base64","outcome":"stopped"}
///
/// A line is written at once and reaches the disk within a second or so. A line that a power failure tore is removed. The
/// file holds the ids of texts, not the texts.
final class TrialJournal {
    /// The outcomes that were there already.
    private(set) var outcomes: [Key: AttackOutcome] = [:]
    private let path: String
    private let descriptor: Int32
    private var lastFlush = ContinuousClock.now

    private static let format = 1
    private static let flushInterval = Duration.seconds(1)
    private static let sizeLimit = 1 << 30

    /// What an outcome is of.
    struct Key: Hashable {
        let id: String
        let mutation: Mutation

        init(_ trial: AttackTrial) {
            id = trial.attack.id
            mutation = trial.mutation
        }

        fileprivate init?(_ json: JSONValue) {
            guard let id = json["id"]?.string, let mutation = json["mutation"]?.string.flatMap(Mutation.init(rawValue:))
            else { return nil }
            self.id = id
            self.mutation = mutation
        }
    }

    /// Opens the results of a run, or begins them.
    ///
    /// - Throws: ``CommandError`` when the file cannot be used, is written by another process, or holds something else: it
    ///   is left as it is.
    init(path: String, run: Digest) throws(CommandError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw errno == ELOOP ? .link(path: path) : .unwritable(path: path, reason: SystemFailure().text)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unwritable(path: path, reason: "results are kept in plain files only")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .unwritable(path: path, reason: "another run writes to it")
        }
        let header: JSONValue = ["governor_redteam": .integer(Self.format), "run": .string(run.description)]
        try read(header: header)
    }

    deinit {
        // By name, not by closing alone: a child process that is being started holds a copy of the descriptor for a moment.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Adds an outcome.
    func append(_ trial: AttackTrial, _ outcome: AttackOutcome) throws(CommandError) {
        try write([
            "id": .string(trial.attack.id), "mutation": .string(trial.mutation.rawValue),
            "outcome": .string(outcome.rawValue),
        ])
        if ContinuousClock.now - lastFlush > Self.flushInterval { try flush() }
    }

    /// Returns once all outcomes are on disk.
    func flush() throws(CommandError) {
        lastFlush = .now
        try check(fsync(descriptor))
    }

    private func read(header: JSONValue) throws(CommandError) {
        let bytes = try InputFile(path, "results file").bytes(limit: Self.sizeLimit)
        let start = Array((header.compactText + "\n").utf8)
        // The very first line may be torn as well; anything else without a line is somebody's other file.
        if start.starts(with: bytes), bytes.count < start.count {
            try check(ftruncate(descriptor, 0))
            return try write(header)
        }
        let newline = UInt8(ascii: "\n")
        guard let end = bytes.firstIndex(of: newline), let first = try? JSONValue(parsing: Array(bytes[..<end])),
            first["governor_redteam"]?.number?.integer == Int64(Self.format)
        else { throw invalid("it holds no results of 'governor redteam'", hint: "name another file") }
        guard first == header else {
            throw invalid(
                "it holds the results of another run",
                hint: "name another file; or repeat that run's target, attacks, disguises, seed and limit")
        }
        let whole = Array(bytes.prefix((bytes.lastIndex(of: newline) ?? end) + 1))
        for (number, line) in try JSONLines.values(in: whole, of: path).dropFirst() {
            guard let key = Key(line), let outcome = line["outcome"]?.string.flatMap(AttackOutcome.init(rawValue:))
            else { throw invalid("line \(number): it is no result", hint: "remove the line; its prompt is sent again") }
            outcomes[key] = outcome
        }
        if whole.count < bytes.count { try check(ftruncate(descriptor, off_t(whole.count))) }
    }

    private func write(_ line: JSONValue) throws(CommandError) {
        do throws(SystemFailure) {
            try writeAll(Array((line.compactText + "\n").utf8), to: descriptor)
        } catch {
            throw .unwritable(path: path, reason: error.text)
        }
    }

    private func check(_ result: Int32) throws(CommandError) {
        guard result == 0 else { throw .unwritable(path: path, reason: SystemFailure().text) }
    }

    private func invalid(_ problem: String, hint: String) -> CommandError {
        .invalid(path: path, problem: problem, hint: hint)
    }
}
