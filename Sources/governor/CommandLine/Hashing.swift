import Crypto
import GovernorCore

/// Computes the SHA-256 of bytes.
let sha256: DigestFunction = { bytes in
    guard let digest = Digest(bytes: Array(SHA256.hash(data: bytes))) else {
        preconditionFailure("SHA-256 has 32 bytes")
    }
    return digest
}
