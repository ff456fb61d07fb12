import GovernorCore

/// A public key with its name, as verifiers are configured with it: `name+id+base64(algorithm || key)`.
public struct VerifierKey: Sendable, Hashable, CustomStringConvertible {
    /// How signatures of a key are made, numbered as in C2SP signed-note.
    public enum Algorithm: UInt8, Sendable, CaseIterable {
        /// Ed25519 over the text.
        case ed25519 = 0x01
        /// ECDSA with SHA-256 over the text, on P-256, P-384 or P-521, in DER.
        case ecdsa = 0x02
        /// A witness's timestamped Ed25519 signature over a checkpoint (C2SP tlog-cosignature).
        case cosignature = 0x04
        /// A Certificate Transparency tree head signature over a checkpoint (C2SP static-ct-api).
        case treeHead = 0x05
    }

    /// The name of the key.
    public let name: KeyName
    /// The id of the key.
    public let id: KeyID
    /// How it signs.
    public let algorithm: Algorithm
    /// The public key: 32 bytes for Ed25519, SubjectPublicKeyInfo in DER for ECDSA.
    public let publicKey: [UInt8]

    /// Creates a key from its parts.
    ///
    /// - Throws: ``NoteError/malformedKey`` when the bytes are not a key of the algorithm.
    public init(name: KeyName, algorithm: Algorithm, publicKey: [UInt8]) throws(NoteError) {
        switch algorithm {
        case .ed25519, .cosignature: guard publicKey.count == 32 else { throw .malformedKey }
        case .ecdsa, .treeHead: guard ECDSAKey(spki: publicKey) != nil else { throw .malformedKey }
        }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        id = Self.id(name: name, algorithm: algorithm, publicKey: publicKey)
    }

    /// Reads `name+id+base64`.
    ///
    /// - Throws: ``NoteError``; also when the id is not the one that follows from name and key.
    public init(parsing text: String) throws(NoteError) {
        let fields = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 3, let idBytes = Hex.decode(fields[1].utf8), idBytes.count == 4,
            let bytes = Base64.decode(fields[2]), let type = bytes.first
        else { throw .malformedKey }
        let name = try KeyName(parsing: fields[0])
        guard let algorithm = Algorithm(rawValue: type) else { throw .unknownAlgorithm(type) }
        try self.init(name: name, algorithm: algorithm, publicKey: Array(bytes.dropFirst()))
        guard id.bytes == idBytes else { throw .malformedKey }
    }

    /// The key as `name+id+base64`.
    public var description: String { "\(name)+\(id)+\(Base64.encode([algorithm.rawValue] + publicKey))" }

    /// Whether the key speaks for a log itself, not for a witness.
    public var isLogKey: Bool { algorithm != .cosignature }

    /// The id: each algorithm digests something else.
    private static func id(name: KeyName, algorithm: Algorithm, publicKey: [UInt8]) -> KeyID {
        let named = Array(name.description.utf8) + [UInt8(ascii: "\n"), algorithm.rawValue]
        return switch algorithm {
        case .ed25519, .cosignature: KeyID(firstBytesOf: .sha256(named + publicKey))
        case .ecdsa: KeyID(firstBytesOf: .sha256(publicKey))
        case .treeHead: KeyID(firstBytesOf: .sha256(named + Digest.sha256(publicKey).bytes))
        }
    }
}
