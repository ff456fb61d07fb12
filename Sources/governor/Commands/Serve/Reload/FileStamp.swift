import GovernorCore
import GovernorLedger

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What tells a file from another one at the same path, and from itself before it was written to.
struct FileStamp: Sendable, Hashable {
    private let device: UInt64
    private let inode: UInt64
    private let modified: Moment
    private let changed: Moment
    /// How many bytes it has.
    let size: Int

    private struct Moment: Sendable, Hashable {
        let seconds: Int
        let nanoseconds: Int
    }

    /// The file that a path leads to, links followed; nil where there is none.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int(status.st_size)
        #if canImport(Glibc)
            modified = Moment(seconds: Int(status.st_mtim.tv_sec), nanoseconds: Int(status.st_mtim.tv_nsec))
            changed = Moment(seconds: Int(status.st_ctim.tv_sec), nanoseconds: Int(status.st_ctim.tv_nsec))
        #else
            modified = Moment(seconds: status.st_mtimespec.tv_sec, nanoseconds: status.st_mtimespec.tv_nsec)
            changed = Moment(seconds: status.st_ctimespec.tv_sec, nanoseconds: status.st_ctimespec.tv_nsec)
        #endif
    }
}

/// What a file holds, as far as one wants to know whether it is something else.
enum FileVersion: Sendable, Hashable {
    /// There is no file, or none that can be read.
    case none
    /// A small file, by what it holds.
    case content(Digest)
    /// A large file: reading it takes longer than using it again.
    case stamp(FileStamp)

    /// Keys and certificates are far smaller.
    private static let largestContent = 1 << 20

    init(_ path: String) {
        guard let stamp = FileStamp(path) else {
            self = .none
            return
        }
        guard stamp.size <= Self.largestContent else {
            self = .stamp(stamp)
            return
        }
        let bytes = try? InputFile(path).bytes(limit: Self.largestContent)
        self = bytes.map { .content(Digest.sha256($0)) } ?? .none
    }
}

/// Sees that files change, however they do: written to, replaced by a rename, or reached by a link that leads elsewhere now.
struct FileWatch {
    /// The files as they were when they were last begun to be read.
    private var read: [String: FileStamp?] = [:]
    /// The files as they were at the last look.
    private var seen: [String: FileStamp?] = [:]

    /// Whether files differ from what was read, and have not changed between two looks: what is still being written would
    /// be read in part, and part of a policy is another policy.
    mutating func hasSettledChange() -> Bool {
        let now = Self.stamps(of: read.keys)
        defer { seen = now }
        return now != read && now == seen
    }

    /// Notes how files are, before they are read; others are watched no more.
    mutating func begin(_ paths: Set<String>) {
        read = Self.stamps(of: paths)
        seen = read
    }

    /// Notes how further files are, before they are read.
    mutating func add(_ paths: Set<String>) {
        for path in paths where read[path] == nil { read[path] = .some(FileStamp(path)) }
        seen = read
    }

    /// Whether the files are still what they were before they were read.
    var isUnchanged: Bool { Self.stamps(of: read.keys) == read }

    private static func stamps(of paths: some Collection<String>) -> [String: FileStamp?] {
        Dictionary(paths.map { ($0, FileStamp($0)) }, uniquingKeysWith: { first, _ in first })
    }
}
