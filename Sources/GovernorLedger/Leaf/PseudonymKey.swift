public import GovernorCore

import struct Crypto.SymmetricKey

/// The secret under which a ledger writes names: equal names look equal within one ledger and mean nothing outside it.
public struct PseudonymKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The number of bytes of a key.
    public static let byteCount = 32

    /// What kind of name is hidden; the same text of two kinds gives two unrelated pseudonyms.
    public enum Kind: String, Sendable {
        case actor
        case dataSubject = "data-subject"
        case stream
        case idempotencyKey = "idempotency-key"
    }

    private let key: SymmetricKey

    /// Wraps exactly 32 bytes; nil for any other count.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// Draws a new key.
    public init(generatedBy random: RandomBytes) { key = SymmetricKey(data: random(Self.byteCount)) }

    /// The pseudonym of a name: `HMAC-SHA256(key, kind || 0x00 || name)`.
    public func pseudonym(of name: String, as kind: Kind) -> Digest {
        .hmac(Array(kind.rawValue.utf8) + [0] + Array(name.utf8), key: key)
    }

    /// The 32 bytes, for the key's file.
    public func exportedForKeyFile() -> [UInt8] { key.withUnsafeBytes { Array($0) } }

    /// Says nothing of the key.
    public var description: String { "pseudonym key" }

    /// Shows nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Yields the requested number of unpredictable bytes; a parameter wherever secrets are made.
public typealias RandomBytes = @Sendable (_ count: Int) -> [UInt8]

/// Random bytes from the operating system's generator.
public let systemRandomBytes: RandomBytes = { count in
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 7)
    while bytes.count < count {
        withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
}
