public import GovernorCore

import struct Crypto.SymmetricKey

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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
        /// Something that was found in a text, and is written in its place there.
        case redactedValue = "redacted-value"
        /// No name: see ``PseudonymKey/checkValue``.
        case checkValue = "check-value"
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
        key.withUnsafeBytes { .hmac(Array(kind.rawValue.utf8) + [0] + Array(name.utf8), key: $0) }
    }

    /// Tells this key from others and reveals nothing of it: what a ledger remembers its key by.
    public var checkValue: Digest { pseudonym(of: "governor-ledger/v1", as: .checkValue) }

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
///
/// One call of the system yields up to 256 of them; Swift's own generator makes one for every eight.
public let systemRandomBytes: RandomBytes = { count in
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        while filled < count {
            let part = min(count - filled, 256)
            // As with Swift's generator, there is no going on without it.
            let failed = getentropy(buffer.baseAddress.map { $0 + filled }, part) != 0
            precondition(!failed, "the system has no random bytes")
            filled += part
        }
    }
}
