/// A bearer secret as its owner holds it: shown once, stored only as a digest.
///
/// The text is `gov_` and 43 characters of URL-safe base64, 256 random bits. A plain SHA-256 is enough to store it: there
/// is nothing to guess.
public struct APIKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The secret text to hand to its owner, once.
    public let secret: String

    /// Draws a new key.
    public init(using random: inout some RandomNumberGenerator) {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        secret = "gov_" + Base64.encode(bytes, .urlSafe)
    }

    /// Shows nothing of the secret.
    public var description: String { "API key" }

    /// Shows nothing of the secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// What a keyring keeps of it.
    public func record(id: String, role: Role, created: Timestamp, digest: DigestFunction) -> APIKeyRecord {
        APIKeyRecord(id: id, role: role, created: created, digest: digest(Array(secret.utf8)))
    }
}

/// The stored half of an API key.
public struct APIKeyRecord: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The key's name, unique in its keyring.
    public let id: String
    /// What its bearer may do.
    public let role: Role
    /// When it was made.
    public let created: Timestamp
    /// The SHA-256 of the secret's text.
    public let digest: Digest

    /// Names the key and shows nothing of its digest.
    public var description: String { "API key \(id)" }

    /// Shows nothing of the digest.
    public var customMirror: Mirror { Mirror(self, children: ["id": id, "role": role]) }
}
