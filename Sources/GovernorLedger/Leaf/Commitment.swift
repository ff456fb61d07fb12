// Commitments bind a leaf to values it does not show:
//
//     commitment = HMAC-SHA256(key: 32 random bytes, message: JCS(value))
//
// The salt is kept with the erasable payload. While it exists, value and salt open the commitment; once it is destroyed,
// not even a value with two possible contents can be guessed from it.

public import GovernorCore

/// A salted commitment to a value.
public struct Commitment: Sendable, Hashable, CustomStringConvertible {
    /// The HMAC.
    public let digest: Digest

    /// Wraps a commitment read from a leaf.
    public init(_ digest: Digest) { self.digest = digest }

    /// Commits to the canonical form of a value.
    public init(to canonical: [UInt8], salt: Salt) {
        digest = salt.bytes.withUnsafeBytes { .hmac(canonical, key: $0) }
    }

    /// Whether a value and a salt open the commitment.
    public func isOpened(by canonical: [UInt8], salt: Salt) -> Bool { Commitment(to: canonical, salt: salt) == self }

    /// Reads the standard base64 form; nil for anything else.
    public init?(base64 text: String) {
        guard let digest = Base64.decode(text).flatMap({ Digest(bytes: $0) }) else { return nil }
        self.init(digest)
    }

    /// The commitment in standard base64.
    public var description: String { Base64.encode(digest.bytes) }
}

/// The 32 random bytes that hide the value of one commitment.
public struct Salt: Sendable, Hashable {
    /// The number of bytes of a salt.
    public static let byteCount = 32

    /// The bytes.
    public let bytes: [UInt8]

    /// Wraps exactly 32 bytes; nil for any other count.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }
}
