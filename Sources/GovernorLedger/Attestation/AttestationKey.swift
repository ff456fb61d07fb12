import Crypto
import GovernorCore

/// A public key that verifies attestations.
///
/// Keys are equal when their bytes and scheme are: the key id is only a hint that nothing authenticates.
public struct AttestationKey: Sendable, Hashable {
    /// How a key signs.
    public enum Scheme: Sendable, Hashable {
        /// Ed25519, signatures of 64 bytes.
        case ed25519
        /// ECDSA on P-256 with SHA-256.
        case ecdsaP256(ECDSASignatureForm)
    }

    /// How the two numbers of an ECDSA signature are written.
    public enum ECDSASignatureForm: Sendable, Hashable {
        /// ASN.1 DER, as sigstore, securesystemslib and OpenSSL write it.
        case der
        /// r and s of 32 bytes each, as the example of the DSSE specification has it.
        case raw
    }

    /// The scheme.
    public let scheme: Scheme
    /// The public key: 32 bytes for Ed25519, SubjectPublicKeyInfo in DER for P-256.
    public let publicKey: [UInt8]

    /// Creates an Ed25519 key from its 32 bytes.
    ///
    /// - Throws: ``AttestationError/malformedKey``.
    public init(ed25519 publicKey: [UInt8]) throws(AttestationError) {
        guard publicKey.count == 32, (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil else {
            throw .malformedKey
        }
        scheme = .ed25519
        self.publicKey = publicKey
    }

    /// Creates a P-256 key from a SubjectPublicKeyInfo in DER.
    ///
    /// - Throws: ``AttestationError/malformedKey``.
    public init(p256 spki: [UInt8], signatures form: ECDSASignatureForm = .der) throws(AttestationError) {
        guard let key = try? P256.Signing.PublicKey(derRepresentation: spki) else { throw .malformedKey }
        scheme = .ecdsaP256(form)
        publicKey = Array(key.derRepresentation)
    }

    /// Reads a `BEGIN PUBLIC KEY` text that holds an Ed25519 or P-256 key.
    ///
    /// - Throws: ``AttestationError/malformedKey``.
    public init(pem: String, signatures form: ECDSASignatureForm = .der) throws(AttestationError) {
        let lines = pem.split(whereSeparator: \.isNewline)
        guard let begin = lines.firstIndex(of: "-----BEGIN PUBLIC KEY-----"),
            let end = lines.firstIndex(of: "-----END PUBLIC KEY-----"), begin < end,
            let spki = Base64.decode(lines[(begin + 1)..<end].joined())
        else { throw .malformedKey }
        if spki.starts(with: Self.ed25519Prefix), spki.count == Self.ed25519Prefix.count + 32 {
            try self.init(ed25519: Array(spki.dropFirst(Self.ed25519Prefix.count)))
        } else {
            try self.init(p256: spki, signatures: form)
        }
    }

    /// The public part of a signing key.
    public init(_ key: SigningKey) {
        scheme = .ed25519
        publicKey = key.verifierKey.publicKey
    }

    /// The key id that we write: the SHA-256 of the key's SubjectPublicKeyInfo in DER, in hexadecimal.
    ///
    /// `openssl pkey -pubin -outform DER | sha256sum` prints the same.
    public var keyID: String {
        switch scheme {
        case .ed25519: Digest.sha256(Self.ed25519Prefix + publicKey).hex
        case .ecdsaP256: Digest.sha256(publicKey).hex
        }
    }

    /// Whether a signature of a message is by this key.
    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        switch scheme {
        case .ed25519:
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
            return key.isValidSignature(signature, for: message)
        case .ecdsaP256(let form):
            guard let key = try? P256.Signing.PublicKey(derRepresentation: publicKey),
                let signature = Self.signature(signature, form)
            else { return false }
            return key.isValidSignature(signature, for: message)
        }
    }

    /// The SubjectPublicKeyInfo of every Ed25519 key up to its 32 bytes (RFC 8410).
    private static let ed25519Prefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    private static func signature(_ bytes: [UInt8], _ form: ECDSASignatureForm) -> P256.Signing.ECDSASignature? {
        switch form {
        case .der: try? P256.Signing.ECDSASignature(derRepresentation: bytes)
        case .raw: try? P256.Signing.ECDSASignature(rawRepresentation: bytes)
        }
    }
}
