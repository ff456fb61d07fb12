// An Ed25519 key that signs checkpoints and attestations. Its file is one line, as Go's `sumdb/note` writes and reads it:
//
//     PRIVATE+KEY+<name>+<id>+base64(0x01 || 32-byte seed)
//
// One key may sign both kinds of message, because they cannot be confused: an attestation's message begins with `DSSEv1 `
// and a cosignature's with `cosignature/v1`, and `signNote` refuses texts that begin so.

import Crypto
import GovernorCore

/// A private signing key with its name.
///
/// It has no readable property, is not `Codable`, and printing or dumping it shows its public part only.
public struct SigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The public key.
    public let verifierKey: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// Generates a key.
    ///
    /// - Parameter random: The source of the 32-byte seed; `SystemRandomNumberGenerator` except in tests.
    public init(generating name: KeyName, using random: inout some RandomNumberGenerator) {
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        guard let key = try? Self(name: name, seed: seed) else { preconditionFailure("any 32 bytes are a seed") }
        self = key
    }

    /// Reads the line of a key file; surrounding whitespace is ignored.
    ///
    /// - Throws: ``NoteError``, which never holds a part of the key.
    public init(parsing text: String) throws(NoteError) {
        let line = text.utf8.drop(while: Self.isSpace).reversed().drop(while: Self.isSpace).reversed()
        guard line.starts(with: Self.prefix.utf8) else { throw .malformedSigningKey }
        let fields = String(decoding: line.dropFirst(Self.prefix.utf8.count), as: UTF8.self)
            .split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 3, let id = Hex.decode(fields[1].utf8), let bytes = Base64.decode(fields[2]),
            let type = bytes.first
        else { throw .malformedSigningKey }
        guard type == VerifierKey.Algorithm.ed25519.rawValue else { throw .unknownAlgorithm(type) }
        try self.init(name: try KeyName(parsing: fields[0]), seed: Array(bytes.dropFirst()))
        guard verifierKey.id.bytes == id else { throw .malformedSigningKey }
    }

    /// The line of a key file, without newline: the only way the private key leaves this value.
    public func exportedForKeyFile() -> String {
        let secret = [VerifierKey.Algorithm.ed25519.rawValue] + key.rawRepresentation
        return "\(Self.prefix)\(verifierKey.name)+\(verifierKey.id)+\(Base64.encode(secret))"
    }

    /// Whether a text holds the line of a key file, or what looks like one: it must not be shown.
    public static func isKeyText(_ text: String) -> Bool { text.contains(prefix) }

    /// A text with such lines cut short, for what is shown.
    public static func hiding(in text: String) -> String {
        text.replacing(/PRIVATE\+KEY\+[^\s']*/, with: "\(prefix)…")
    }

    /// Signs the text of a note.
    ///
    /// - Throws: ``NoteError/reservedText``.
    public func signNote(_ text: [UInt8]) throws(NoteError) -> NoteSignature {
        guard !Self.reservedPrefixes.contains(where: { text.starts(with: $0.utf8) }) else { throw .reservedText }
        return NoteSignature(name: verifierKey.name, keyID: verifierKey.id, signature: sign(text))
    }

    /// The 64-byte Ed25519 signature of a message whose kind the caller has made unmistakable.
    func sign(_ message: [UInt8]) -> [UInt8] {
        guard let signature = try? key.signature(for: message) else {
            preconditionFailure("Ed25519 signs every message")
        }
        return Array(signature)
    }

    /// The public part: `signing key name+id`.
    public var description: String { "signing key \(verifierKey.name)+\(verifierKey.id)" }

    /// The public part.
    public var debugDescription: String { description }

    /// The public part, so that `dump` and test failures show no more.
    public var customMirror: Mirror { Mirror(self, children: ["verifierKey": verifierKey.description]) }

    private init(name: KeyName, seed: [UInt8]) throws(NoteError) {
        guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw .malformedSigningKey
        }
        self.key = key
        verifierKey = try VerifierKey(
            name: name, algorithm: .ed25519, publicKey: Array(key.publicKey.rawRepresentation))
    }

    private static let prefix = "PRIVATE+KEY+"
    private static let reservedPrefixes = ["DSSEv1 ", "cosignature/v1\n"]

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
