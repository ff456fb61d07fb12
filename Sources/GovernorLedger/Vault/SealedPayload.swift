// A payload at rest:
//
//     data key     32 random bytes, one a fact
//     wrapped key  data key under the owner's wrapping key, AES key wrap (RFC 3394), 40 bytes
//     ciphertext   nonce (12) || AES-256-GCM(data key, plaintext, associated data: fact id) || tag (16)
//     plaintext    0x01 || payload salt (32) || number of fields (2, big-endian) || field salts (32 each) || JCS(payload)
//
// The salts are inside: what destroys the payload destroys them, and with them the last way to test a guess against the
// leaf. Key wrap needs no nonce, so that one wrapping key may serve any number of facts.

import GovernorCore

import enum Crypto.AES
import struct Crypto.SymmetricKey

/// A payload and its salts, encrypted.
public struct SealedPayload: Sendable, Hashable {
    /// The most bytes a payload may have in canonical form, 16 MiB: several times the largest prompt, and well within
    /// what one row of a database holds.
    public static let maximumPayloadByteCount = 16 << 20

    /// Names the wrapping key.
    public let wrappingKeyID: WrappingKeyID
    /// The data key under the wrapping key.
    public let wrappedKey: [UInt8]
    /// The nonce, the encrypted plaintext and the tag.
    public let ciphertext: [UInt8]

    /// Restores a stored payload.
    public init(wrappingKeyID: WrappingKeyID, wrappedKey: [UInt8], ciphertext: [UInt8]) {
        self.wrappingKeyID = wrappingKeyID
        self.wrappedKey = wrappedKey
        self.ciphertext = ciphertext
    }

    /// Encrypts a payload for one fact.
    init(_ opened: OpenedPayload, of fact: UUIDv7, under wrappingKey: WrappingKey, random: RandomBytes) throws {
        let drawn = random(32 + 12)
        let dataKey = SymmetricKey(data: drawn.prefix(32))
        let box = try AES.GCM.seal(
            opened.plaintext, using: dataKey, nonce: try AES.GCM.Nonce(data: drawn.suffix(12)),
            authenticating: fact.bytes)
        wrappingKeyID = wrappingKey.id
        wrappedKey = Array(try AES.KeyWrap.wrap(dataKey, using: SymmetricKey(data: wrappingKey.bytes)))
        ciphertext = Array(drawn.suffix(12)) + Array(box.ciphertext) + Array(box.tag)
    }

    /// Decrypts the payload of a fact; nil when key, fact and bytes do not belong together.
    func opened(of fact: UUIDv7, with wrappingKey: WrappingKey) -> OpenedPayload? {
        guard let dataKey = try? AES.KeyWrap.unwrap(wrappedKey, using: SymmetricKey(data: wrappingKey.bytes)),
            let box = try? AES.GCM.SealedBox(combined: ciphertext),
            let plaintext = try? AES.GCM.open(box, using: dataKey, authenticating: fact.bytes)
        else { return nil }
        return OpenedPayload(plaintext: Array(plaintext))
    }
}

/// A payload in canonical form with the salts of its commitments.
public struct OpenedPayload: Sendable, Hashable {
    /// The payload, JCS.
    public let canonical: [UInt8]
    /// The salt of the commitment to the payload.
    public let salt: Salt
    /// The salts of the fields, in the order of the leaf.
    public let fieldSalts: [Salt]

    init(canonical: [UInt8], salt: Salt, fieldSalts: [Salt]) {
        self.canonical = canonical
        self.salt = salt
        self.fieldSalts = fieldSalts
    }

    init?(plaintext: [UInt8]) {
        guard plaintext.count >= Self.fixedByteCount, plaintext[0] == Self.version,
            let salt = Salt(plaintext[1..<33])
        else { return nil }
        let count = Int(plaintext[33]) << 8 | Int(plaintext[34])
        let end = Self.fixedByteCount + count * Salt.byteCount
        guard plaintext.count >= end else { return nil }
        self.salt = salt
        fieldSalts = (0..<count).compactMap { field in
            Salt(plaintext[(Self.fixedByteCount + field * Salt.byteCount)...].prefix(Salt.byteCount))
        }
        canonical = Array(plaintext[end...])
    }

    var plaintext: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.fixedByteCount + fieldSalts.count * Salt.byteCount + canonical.count)
        bytes.append(Self.version)
        bytes += salt.bytes
        bytes += [UInt8(fieldSalts.count >> 8), UInt8(fieldSalts.count & 0xFF)]
        for salt in fieldSalts { bytes += salt.bytes }
        bytes += canonical
        return bytes
    }

    private static let version: UInt8 = 1
    private static let fixedByteCount = 1 + Salt.byteCount + 2
}
