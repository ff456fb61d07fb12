// HMAC-SHA256, RFC 2104:
//
//     SHA-256((key xor outer pad) || SHA-256((key xor inner pad) || message)), the key filled up with zeros to a block
//
// Every fact has one a disclosed member. Crypto's own goes through protocols that are looked up at run time, which takes
// several times what hashing a short message does; `HMACTests` holds this one to it and to RFC 4231.

import GovernorCore

import struct Crypto.SHA256

extension Digest {
    /// The HMAC-SHA256 of a message.
    ///
    /// - Parameter key: At most 64 bytes, the hash's block; RFC 2104 hashes longer ones first, and none here is longer.
    static func hmac(_ message: [UInt8], key: UnsafeRawBufferPointer) -> Digest {
        let inner = message.withUnsafeBytes { hash($0, after: key, xor: 0x36) }
        return inner.withUnsafeBytes { hash($0, after: key, xor: 0x5C) }
    }

    private static func hash(
        _ message: UnsafeRawBufferPointer, after key: UnsafeRawBufferPointer, xor pad: UInt8
    ) -> Digest {
        precondition(key.count <= blockByteCount, "a key of HMAC fits one block")
        var hash = SHA256()
        withUnsafeTemporaryAllocation(byteCount: blockByteCount, alignment: 1) { block in
            for offset in 0..<blockByteCount { block[offset] = pad ^ (offset < key.count ? key[offset] : 0) }
            hash.update(bufferPointer: UnsafeRawBufferPointer(block))
        }
        hash.update(bufferPointer: message)
        return Digest(of: hash)
    }

    private static let blockByteCount = 64
}
