// The hashing of RFC 6962 section 2.1; RFC 9162 section 2.1 is the same for SHA-256.
//
//     empty tree   SHA-256()
//     leaf         SHA-256(0x00 || data)
//     inner node   SHA-256(0x01 || left || right)
//
// The prefix bytes keep a leaf from ever being read as an inner node (second preimages).

public import GovernorCore

import struct Crypto.SHA256

/// The three hashes that a transparency log's tree is made of.
public enum MerkleHash {
    /// The root of the tree without leaves.
    public static let empty = Digest.sha256([])

    /// The hash of one leaf.
    public static func leaf(_ data: some Collection<UInt8>) -> Digest {
        var hash = SHA256()
        withUnsafeBytes(of: leafPrefix) { hash.update(bufferPointer: $0) }
        hash.absorb(data)
        return Digest(of: hash)
    }

    /// The hash of an inner node over its two children.
    public static func node(_ left: Digest, _ right: Digest) -> Digest {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Digest.byteCount, alignment: 1) { buffer in
            buffer[0] = nodePrefix
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]).copyMemory(from: $0) }
            right.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[33..<65]).copyMemory(from: $0) }
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(buffer))
            return Digest(of: hash)
        }
    }

    private static let leafPrefix: UInt8 = 0x00
    private static let nodePrefix: UInt8 = 0x01
}

extension Digest {
    /// What a hash has come to.
    init(of hash: SHA256) {
        guard let digest = hash.finalize().withUnsafeBytes({ Digest(bytes: $0) }) else {
            preconditionFailure("SHA-256 yields 32 bytes")
        }
        self = digest
    }

    /// The SHA-256 of bytes; fits ``GovernorCore/DigestFunction``.
    public static func sha256(_ bytes: [UInt8]) -> Digest {
        var hash = SHA256()
        hash.absorb(bytes)
        return Digest(of: hash)
    }
}

extension SHA256 {
    fileprivate mutating func absorb(_ bytes: some Collection<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { update(bufferPointer: UnsafeRawBufferPointer($0)) }
        if done == nil { Array(bytes).withUnsafeBytes { update(bufferPointer: $0) } }
    }
}
