public import GovernorCore

/// Up to 256 consecutive log entries as one static file: each led by its length in two bytes, big-endian.
public struct EntryBundle: Sendable, Equatable {
    /// The most bytes an entry may have: what two bytes of length can say.
    public static let maximumEntryByteCount = 65_535

    /// The entries, in the order of the log.
    public let entries: [[UInt8]]

    /// Collects entries.
    ///
    /// - Throws: ``EntryBundleError`` for more than 256 entries, none, or one that is too long.
    public init(_ entries: [[UInt8]]) throws(EntryBundleError) {
        guard (1...Tile.fullWidth).contains(entries.count) else { throw .entryCount(entries.count) }
        if let tooLong = entries.firstIndex(where: { $0.count > Self.maximumEntryByteCount }) {
            throw .entryTooLong(position: tooLong, byteCount: entries[tooLong].count)
        }
        self.entries = entries
    }

    /// Reads a bundle that must hold exactly `count` entries, or any number of 1 to 256 when no count is given.
    ///
    /// - Throws: ``EntryBundleError`` when bytes are missing or left over.
    public init(parsing bytes: [UInt8], count: Int? = nil) throws(EntryBundleError) {
        var entries: [[UInt8]] = []
        var offset = 0
        while offset < bytes.count {
            guard entries.count < Tile.fullWidth else { throw .entryCount(entries.count + 1) }
            guard bytes.count - offset >= 2 else { throw .truncated(offset: offset) }
            let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            guard bytes.count - offset - 2 >= length else { throw .truncated(offset: offset) }
            entries.append(Array(bytes[offset + 2..<offset + 2 + length]))
            offset += 2 + length
        }
        guard !entries.isEmpty, count == nil || count == entries.count else { throw .entryCount(entries.count) }
        self.entries = entries
    }

    /// The bytes of the file.
    public var encoded: [UInt8] {
        entries.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
    }

    /// The hashes of the entries: the contents of the level-0 tile beside the bundle.
    public var leafHashes: [Digest] { entries.map { MerkleHash.leaf($0) } }
}

/// The place of an entry bundle.
public struct EntryBundlePlace: Sendable, Hashable {
    /// The number of the bundle, from 0; it holds the entries from `index × 256` on.
    public let index: UInt64
    /// The number of entries, 1 to 256.
    public let width: Int

    /// Creates the place of a bundle; `1 ≤ width ≤ 256`.
    public init(index: UInt64, width: Int = Tile.fullWidth) {
        precondition((1...Tile.fullWidth).contains(width), "no such entry bundle")
        self.index = index
        self.width = width
    }

    /// Reads a path such as `tile/entries/x001/234.p/17`; nil for any other spelling.
    public init?(path: String) {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.starts(with: ["tile", "entries"]), let number = TileNumber(segments.dropFirst(2)) else {
            return nil
        }
        self.init(index: number.index, width: number.width)
    }

    /// The path below the log's prefix.
    public var path: String { "tile/entries/\(TileNumber(index: index, width: width).text)" }
}

/// Why bytes are not an entry bundle, or entries do not fit one.
public enum EntryBundleError: GovernorError, Equatable {
    /// The entry that begins at the offset is longer than the bytes that are left.
    case truncated(offset: Int)
    /// The number of entries is not the expected one, or not 1 to 256.
    case entryCount(Int)
    /// An entry is longer than 65,535 bytes.
    case entryTooLong(position: Int, byteCount: Int)

    public var code: String {
        switch self {
        case .truncated: "ledger.bundle-truncated"
        case .entryCount: "ledger.bundle-entry-count"
        case .entryTooLong: "ledger.entry-too-long"
        }
    }

    public var message: String {
        switch self {
        case .truncated(let offset): "the entry at byte \(offset) of the bundle is cut off"
        case .entryCount(let count): "the bundle has \(count) entries"
        case .entryTooLong(let position, let byteCount):
            "entry \(position) has \(byteCount) bytes; a log entry has at most \(EntryBundle.maximumEntryByteCount)"
        }
    }

    public var hint: String? {
        switch self {
        case .truncated, .entryCount: nil
        case .entryTooLong: "keep large values in the payload: the leaf holds commitments only"
        }
    }
}
