import GovernorCore

import struct Crypto.HMAC
import struct Crypto.SHA256
import struct Crypto.SymmetricKey

/// A secret key under which values get pseudonyms.
struct RedactionKey {
    /// Fewer bytes could be tried out.
    private static let shortest = 16

    private let key: SymmetricKey

    init(_ bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

    /// Reads a key file, any bytes.
    ///
    /// - Throws: ``CommandError`` when it cannot be read or is too short.
    init(file path: String) throws(CommandError) {
        let bytes = try InputFile(path, "key").bytes()
        guard bytes.count >= Self.shortest else {
            throw .invalid(
                path: path, problem: "the key has less than \(Self.shortest) bytes",
                hint: "make one: head -c 32 /dev/urandom > \(path)")
        }
        self.init(bytes)
    }

    /// The pseudonym of a value: HMAC-SHA-256.
    func pseudonym(of value: [UInt8]) -> Digest {
        let code = HMAC<SHA256>.authenticationCode(for: value, using: key)
        guard let digest = Digest(bytes: Array(code)) else { preconditionFailure("HMAC-SHA-256 has 32 bytes") }
        return digest
    }
}
