public import GovernorCore

/// A key that wraps the data keys of one owner's payloads; destroying it makes all of them unreadable, in backups too.
public struct WrappingKey: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The number of bytes of a key.
    public static let byteCount = 32

    /// The random name of the key, which payloads refer to.
    public let id: WrappingKeyID
    /// The pseudonym of the data subject or stream the key belongs to.
    public let owner: Digest
    /// The 32 secret bytes.
    public let bytes: [UInt8]

    /// Restores a stored key; nil unless it has 32 bytes.
    public init?(id: WrappingKeyID, owner: Digest, bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.id = id
        self.owner = owner
        self.bytes = bytes
    }

    /// Draws a new key for an owner.
    init(generatedFor owner: Digest, by random: RandomBytes) {
        id = WrappingKeyID(generatedBy: random)
        self.owner = owner
        bytes = random(Self.byteCount)
    }

    /// Names the key and shows nothing of it.
    public var description: String { "wrapping key \(id)" }

    /// Shows nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// The random 16-byte name of a wrapping key.
public struct WrappingKeyID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number of bytes of a name.
    public static let byteCount = 16

    private let high: UInt64
    private let low: UInt64

    /// Draws a new name.
    init(generatedBy random: RandomBytes) {
        let bytes = random(Self.byteCount)
        high = Self.word(bytes.prefix(8))
        low = Self.word(bytes.suffix(8))
    }

    /// Wraps exactly 16 bytes; nil for any other count.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        high = Self.word(bytes.prefix(8))
        low = Self.word(bytes.dropFirst(8))
    }

    /// The 16 bytes.
    public var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) } }
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { Hex.encode(bytes) }

    /// Whether the bytes come first.
    public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }

    private static func word(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

/// Keeps wrapping keys, apart from the ledger's database and its backups.
///
/// A backup of the database must not bring back what was erased, so the keys are backed up on their own, if at all, and
/// for a shorter time.
public protocol WrappingKeyStore: Sendable {
    /// The key last saved for an owner.
    func newestKey(ownedBy owner: Digest) async throws -> WrappingKey?
    /// Those of the keys that still exist.
    func keys(_ ids: [WrappingKeyID]) async throws -> [WrappingKey]
    /// The names of those of the keys that still exist; asked for all keys of a ledger, some thousands at a time.
    func existing(_ ids: [WrappingKeyID]) async throws -> Set<WrappingKeyID>
    /// The names of all keys of an owner.
    func keyIDs(ownedBy owner: Digest) async throws -> [WrappingKeyID]
    /// Saves keys; they are durable on return.
    func save(_ keys: [WrappingKey]) async throws
    /// Tries whether keys could be saved now, and leaves nothing behind; throws what saving would.
    func probe() async throws
    /// Destroys keys; on return no byte of them is left in the store. Names that are not known are ignored.
    func destroy(_ ids: [WrappingKeyID]) async throws
}
