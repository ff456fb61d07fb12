import Crypto
import GovernorCore

extension VerifierKey {
    /// The time that a verified signature states, if its algorithm has one.
    struct SignedTime {
        let timestamp: Timestamp?
    }

    /// Checks a signature over the text of a note; nil when it is not by this key.
    func verify(_ signature: [UInt8], of text: [UInt8]) -> SignedTime? {
        switch algorithm {
        case .ed25519: verifyEd25519(signature, text) ? SignedTime(timestamp: nil) : nil
        case .ecdsa: verifyECDSA(signature, text) ? SignedTime(timestamp: nil) : nil
        case .cosignature: verifyCosignature(signature, text)
        case .treeHead: verifyTreeHead(signature, text)
        }
    }

    private func verifyEd25519(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }

    private func verifyECDSA(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
        ECDSAKey(spki: publicKey)?.verify(der: signature, message) ?? false
    }

    /// `timestamp (8 bytes, seconds) || Ed25519 signature` over `cosignature/v1\ntime <t>\n` and the checkpoint.
    private func verifyCosignature(_ signature: [UInt8], _ text: [UInt8]) -> SignedTime? {
        guard signature.count == 8 + 64, (try? Checkpoint(parsing: text)) != nil else { return nil }
        let (milliseconds, overflow) = Self.number(signature.prefix(8)).multipliedReportingOverflow(by: 1000)
        guard !overflow, let time = Int64(exactly: milliseconds) else { return nil }
        let message = Array("cosignature/v1\ntime \(milliseconds / 1000)\n".utf8) + text
        guard verifyEd25519(Array(signature.dropFirst(8)), message) else { return nil }
        return SignedTime(timestamp: Timestamp(millisecondsSince1970: time))
    }

    /// `timestamp (8 bytes, milliseconds) || 4 (SHA-256) || 3 (ECDSA) || length (2 bytes) || DER` over the TreeHeadSignature
    /// of RFC 6962 section 3.5: `0 (v1) || 1 (tree hash) || timestamp || tree size || root`.
    private func verifyTreeHead(_ signature: [UInt8], _ text: [UInt8]) -> SignedTime? {
        guard signature.count > 12, let checkpoint = try? Checkpoint(parsing: text), checkpoint.extensions.isEmpty,
            signature[8] == 4, signature[9] == 3,
            Int(Self.number(signature[10..<12])) == signature.count - 12,
            let time = Int64(exactly: Self.number(signature.prefix(8)))
        else { return nil }
        let size = (0..<8).reversed().map { UInt8(truncatingIfNeeded: checkpoint.size >> UInt64(8 * $0)) }
        let message = [0, 1] + signature.prefix(8) + size + checkpoint.root.bytes
        guard verifyECDSA(Array(signature.dropFirst(12)), message) else { return nil }
        return SignedTime(timestamp: Timestamp(millisecondsSince1970: time))
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

/// An ECDSA public key on one of the three curves that notes and attestations use.
enum ECDSAKey {
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)

    /// Reads a SubjectPublicKeyInfo in DER; nil for any other key.
    init?(spki: [UInt8]) {
        if let key = try? P256.Signing.PublicKey(derRepresentation: spki) {
            self = .p256(key)
        } else if let key = try? P384.Signing.PublicKey(derRepresentation: spki) {
            self = .p384(key)
        } else if let key = try? P521.Signing.PublicKey(derRepresentation: spki) {
            self = .p521(key)
        } else {
            return nil
        }
    }

    /// Checks a DER signature over the SHA-256 of a message.
    func verify(der signature: [UInt8], _ message: [UInt8]) -> Bool {
        let digest = SHA256.hash(data: message)
        switch self {
        case .p256(let key):
            return (try? P256.Signing.ECDSASignature(derRepresentation: signature))
                .map { key.isValidSignature($0, for: digest) } ?? false
        case .p384(let key):
            return (try? P384.Signing.ECDSASignature(derRepresentation: signature))
                .map { key.isValidSignature($0, for: digest) } ?? false
        case .p521(let key):
            return (try? P521.Signing.ECDSASignature(derRepresentation: signature))
                .map { key.isValidSignature($0, for: digest) } ?? false
        }
    }
}
