// C2SP tlog-checkpoint, the text of a note:
//
//     <origin>
//     <tree size>            decimal, no leading zeros
//     base64(<root hash>)
//     <extension lines>      none in ours: nobody can audit them

public import GovernorCore

/// What a log vouches for: its size and root hash.
public struct Checkpoint: Sendable, Equatable {
    /// The identity of the log; for ours the name of its key.
    public var origin: String { exactOrigin.text }
    /// The number of leaves.
    public let size: UInt64
    /// The root hash of the tree.
    public let root: Digest
    /// Further lines, none of them empty.
    public var extensions: [String] { exactExtensions.map(\.text) }

    private let exactOrigin: ExactString
    private let exactExtensions: [ExactString]

    /// Creates a checkpoint of the log with a key name.
    public init(origin: KeyName, size: UInt64, root: Digest) {
        exactOrigin = ExactString(origin.description)
        self.size = size
        self.root = root
        exactExtensions = []
    }

    /// Reads the text of a note.
    ///
    /// - Throws: ``NoteError/malformedCheckpoint(line:expected:)`` and the note's own errors.
    public init(parsing text: [UInt8]) throws(NoteError) {
        guard let string = String(validating: text, as: UTF8.self) else { throw .notUTF8 }
        var lines = string.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard lines.popLast() == "" else { throw .malformedCheckpoint(line: lines.count + 1, expected: "ended") }
        guard let origin = lines.first, !origin.isEmpty else {
            throw .malformedCheckpoint(line: 1, expected: "an origin")
        }
        guard lines.count > 1, let size = Self.size(lines[1]) else {
            throw .malformedCheckpoint(line: 2, expected: "a tree size")
        }
        guard lines.count > 2, let root = Base64.decode(lines[2]).flatMap({ Digest(bytes: $0) }) else {
            throw .malformedCheckpoint(line: 3, expected: "a root hash")
        }
        if let empty = lines.firstIndex(of: "") {
            throw .malformedCheckpoint(line: empty + 1, expected: "an extension line")
        }
        exactOrigin = ExactString(origin)
        self.size = size
        self.root = root
        exactExtensions = lines.dropFirst(3).map { ExactString($0) }
    }

    /// The text: what is signed.
    public var text: [UInt8] {
        Array(([origin, String(size), Base64.encode(root.bytes)] + extensions).map { $0 + "\n" }.joined().utf8)
    }

    private static func size(_ text: String) -> UInt64? {
        let digits = text.utf8
        guard (1...19).contains(digits.count), digits.first != UInt8(ascii: "0") || digits.count == 1,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let size = UInt64(text), size <= MerkleTree.maximumSize
        else { return nil }
        return size
    }
}

/// A checkpoint with the note that carries it.
public struct SignedCheckpoint: Sendable, Equatable {
    /// What is vouched for.
    public let checkpoint: Checkpoint
    /// The note.
    public private(set) var note: SignedNote

    /// Signs a checkpoint.
    ///
    /// - Throws: ``NoteError`` when the origin cannot stand in a note.
    public init(signing checkpoint: Checkpoint, by key: SigningKey) throws(NoteError) {
        self.checkpoint = checkpoint
        note = try SignedNote(signing: checkpoint.text, by: key)
    }

    /// Signs the empty tree, with which a log begins; the name of the key is the log's origin.
    ///
    /// - Throws: As ``init(signing:by:)``.
    public init(beginningLogOf key: SigningKey) throws(NoteError) {
        try self.init(signing: Checkpoint(origin: key.verifierKey.name, size: 0, root: MerkleHash.empty), by: key)
    }

    /// Reads a signed checkpoint. Nothing in it is trusted yet.
    ///
    /// - Throws: ``NoteError``.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        note = try SignedNote(parsing: bytes)
        checkpoint = try Checkpoint(parsing: note.text)
    }

    /// The note as bytes.
    public var encoded: [UInt8] { note.encoded }

    /// Adds a cosignature.
    public mutating func append(_ signature: NoteSignature) { note.append(signature) }

    /// Checks that the log itself signed, and every signature by a known key.
    ///
    /// A witness's signature alone is not enough. The origin must be the name of a log key that signed, unless the log is
    /// known to use another.
    ///
    /// - Parameters:
    ///   - keys: The trusted keys of the log and of witnesses.
    ///   - origin: The expected origin line; the name of the signing log key when nil.
    /// - Throws: ``NoteError``.
    @discardableResult
    public func verified(
        by keys: some Sequence<VerifierKey>, origin: String? = nil
    ) throws(NoteError) -> [NoteVerification] {
        let verifications = try note.verified(by: keys)
        let names = verifications.filter(\.key.isLogKey).map(\.key.name.description)
        guard !names.isEmpty else {
            throw .noTrustedSignature(signers: note.signatures.map { "\($0.name)+\($0.keyID)" })
        }
        let expected = origin.map { [$0] } ?? names
        guard expected.contains(where: { $0.isExactly(checkpoint.origin) }) else {
            throw .wrongOrigin(expected: expected[0], actual: checkpoint.origin)
        }
        return verifications
    }
}
