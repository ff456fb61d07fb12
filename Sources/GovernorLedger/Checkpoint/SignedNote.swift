// C2SP signed-note:
//
//     text, one or more lines
//                                        the last empty line ends the text
//     — <key name> base64(key id (4 bytes) || signature)
//     — …
//
// What is signed is the text with its final newline, without the empty line. Differences from the reference reader in Go:
// base64 with stray trailing bits is refused, so that no byte of a known signature can change unnoticed.

public import GovernorCore

/// One signature line of a note.
public struct NoteSignature: Sendable, Hashable {
    /// The name of the key.
    public let name: KeyName
    /// The id of the key.
    public let keyID: KeyID
    /// The signature in the form of the key's algorithm.
    public let signature: [UInt8]

    /// Creates a signature line.
    public init(name: KeyName, keyID: KeyID, signature: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.signature = signature
    }

    /// The line with its newline.
    public var line: String { "\(Self.dash)\(name) \(Base64.encode(keyID.bytes + signature))\n" }

    fileprivate init?(line: Substring) {
        guard line.utf8.starts(with: Self.dash.utf8) else { return nil }
        let fields = line.utf8.dropFirst(Self.dash.utf8.count).split(
            separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard fields.count == 2, let name = try? KeyName(parsing: String(Substring(fields[0]))),
            let bytes = Base64.decode(String(Substring(fields[1]))), bytes.count > 4
        else { return nil }
        let id = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        self.init(name: name, keyID: KeyID(id), signature: Array(bytes.dropFirst(4)))
    }

    private static let dash = "\u{2014} "
}

/// A text with the signatures of one or more keys.
///
/// The text means nothing before ``verified(by:)`` has returned.
public struct SignedNote: Sendable, Equatable {
    /// The most signatures that are read; the format asks for at least 16.
    public static let maximumSignatures = 100
    /// The most bytes that are read.
    public static let maximumByteCount = 1 << 20

    /// The signed text: UTF-8, ends in a newline.
    public let text: [UInt8]
    /// The signatures, in the order of their lines.
    public private(set) var signatures: [NoteSignature]

    /// Signs a text.
    ///
    /// - Throws: ``NoteError`` when the text cannot be the text of a note.
    public init(signing text: [UInt8], by keys: SigningKey...) throws(NoteError) {
        try Self.check(text)
        guard text.last == Self.newline else { throw .missingSignatures }
        self.text = text
        self.signatures = []
        for key in keys { signatures.append(try key.signNote(text)) }
    }

    /// Reads a note. Nothing in it is trusted yet.
    ///
    /// - Throws: ``NoteError`` for the first thing that is not as the format says.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        try Self.check(bytes)
        guard bytes.last == Self.newline, let blank = Self.lastBlankLine(in: bytes) else { throw .missingSignatures }
        let lines = String(decoding: bytes[(blank + 1)...].dropLast(), as: UTF8.self)
            .split(separator: Self.newlineCharacter, omittingEmptySubsequences: false)
        guard lines.count <= Self.maximumSignatures else { throw .tooManySignatures(lines.count) }
        text = Array(bytes[..<blank])
        signatures = []
        for (number, line) in lines.enumerated() {
            guard let signature = NoteSignature(line: line) else { throw .malformedSignature(line: number + 1) }
            signatures.append(signature)
        }
    }

    /// The note as bytes.
    public var encoded: [UInt8] { text + [Self.newline] + signatures.flatMap { Array($0.line.utf8) } }

    /// Adds a signature that was made elsewhere, such as a witness's.
    public mutating func append(_ signature: NoteSignature) { signatures.append(signature) }

    /// Checks the signatures by known keys; those by others are ignored.
    ///
    /// - Returns: One verification for each known key that signed, in the order of the lines; never empty.
    /// - Throws: ``NoteError/invalidSignature(signer:)`` when one signature by a known key is wrong, whatever the others
    ///   say; ``NoteError/noTrustedSignature(signers:)`` when none is by a known key.
    public func verified(by keys: some Sequence<VerifierKey>) throws(NoteError) -> [NoteVerification] {
        var verifications: [NoteVerification] = []
        let keys = Array(keys)
        for signature in signatures {
            for key in keys where key.name == signature.name && key.id == signature.keyID {
                guard let time = key.verify(signature.signature, of: text) else {
                    throw .invalidSignature(signer: signature.name.description)
                }
                if !verifications.contains(where: { $0.key == key }) {
                    verifications.append(NoteVerification(key: key, time: time.timestamp))
                }
            }
        }
        guard !verifications.isEmpty else {
            throw .noTrustedSignature(signers: signatures.map { "\($0.name)+\($0.keyID)" })
        }
        return verifications
    }

    private static let newline = UInt8(ascii: "\n")
    private static let newlineCharacter: Character = "\n"

    private static func check(_ bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= maximumByteCount else { throw .tooLarge(byteCount: bytes.count) }
        if let offset = bytes.firstIndex(where: { $0 < 0x20 && $0 != newline }) {
            throw .controlCharacter(offset: offset)
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    }

    /// The offset of the second newline of the last `\n\n`.
    private static func lastBlankLine(in bytes: [UInt8]) -> Int? {
        bytes.indices.dropFirst().last { bytes[$0] == newline && bytes[$0 - 1] == newline }
    }
}

/// What a verified signature says.
public struct NoteVerification: Sendable, Equatable {
    /// The key that signed.
    public let key: VerifierKey
    /// When it signed, for the algorithms that say so.
    public let time: Timestamp?
}
