public import GovernorCore

/// Why a note, a key or a checkpoint is malformed or not signed as required.
public enum NoteError: GovernorError, Equatable {
    /// The note is longer than ``SignedNote/maximumByteCount``.
    case tooLarge(byteCount: Int)
    /// The note is not UTF-8.
    case notUTF8
    /// The note holds a control character other than the newline, at a byte offset.
    case controlCharacter(offset: Int)
    /// The text does not end in a newline, or no blank line and signatures follow it.
    case missingSignatures
    /// The n-th signature line, from 1, is not `— name base64`.
    case malformedSignature(line: Int)
    /// The note has more signatures than ``SignedNote/maximumSignatures``.
    case tooManySignatures(Int)
    /// The text begins like another kind of signed message, so that signing it could forge one.
    case reservedText
    /// A key name is empty or holds a space, a plus or a control character.
    case malformedKeyName
    /// A verifier key is not `name+id+base64`, or its id or bytes do not fit.
    case malformedKey
    /// A signing key is not `PRIVATE+KEY+name+id+base64`, or its id or bytes do not fit.
    case malformedSigningKey
    /// The key's algorithm byte is none that we verify.
    case unknownAlgorithm(UInt8)
    /// No signature is by a trusted key.
    case noTrustedSignature(signers: [String])
    /// A signature claims to be by a trusted key and is not.
    case invalidSignature(signer: String)
    /// The text of a checkpoint is malformed: which line, from 1, and what is expected there.
    case malformedCheckpoint(line: Int, expected: String)
    /// The checkpoint is of another log.
    case wrongOrigin(expected: String, actual: String)

    public var code: String {
        switch self {
        case .tooLarge: "ledger.note-too-large"
        case .notUTF8: "ledger.note-not-utf8"
        case .controlCharacter: "ledger.note-control-character"
        case .missingSignatures: "ledger.note-missing-signatures"
        case .malformedSignature: "ledger.note-malformed-signature"
        case .tooManySignatures: "ledger.note-too-many-signatures"
        case .reservedText: "ledger.note-reserved-text"
        case .malformedKeyName: "ledger.malformed-key-name"
        case .malformedKey: "ledger.malformed-verifier-key"
        case .malformedSigningKey: "ledger.malformed-signing-key"
        case .unknownAlgorithm: "ledger.unknown-key-algorithm"
        case .noTrustedSignature: "ledger.unknown-key"
        case .invalidSignature: "ledger.invalid-signature"
        case .malformedCheckpoint: "ledger.malformed-checkpoint"
        case .wrongOrigin: "ledger.wrong-origin"
        }
    }

    public var message: String {
        switch self {
        case .tooLarge(let byteCount): "a note of \(byteCount) bytes is too large"
        case .notUTF8: "the note is not UTF-8"
        case .controlCharacter(let offset): "the note has a control character at byte \(offset)"
        case .missingSignatures: "the note has no signatures after a blank line"
        case .malformedSignature(let line): "signature \(line) of the note is malformed"
        case .tooManySignatures(let count):
            "the note has \(count) signatures, more than \(SignedNote.maximumSignatures)"
        case .reservedText: "the text begins like another kind of signed message"
        case .malformedKeyName: "a key name is empty or has a space, a plus or a control character"
        case .malformedKey: "the verifier key is malformed"
        case .malformedSigningKey: "the signing key is malformed"
        case .unknownAlgorithm(let algorithm): "keys of algorithm \(algorithm) are not supported"
        case .noTrustedSignature(let signers):
            "no signature is by a trusted key; it is signed by \(signers.joined(separator: ", "))"
        case .invalidSignature(let signer): "the signature by \(signer) is not valid"
        case .malformedCheckpoint(let line, let expected): "line \(line) of the checkpoint is not \(expected)"
        case .wrongOrigin(let expected, let actual): "the checkpoint is of the log \(actual), not \(expected)"
        }
    }

    public var hint: String? {
        switch self {
        case .malformedKey: "expected name+8 hexadecimal digits+base64, as `governor ledger keygen` prints it"
        case .malformedSigningKey: "expected the one line that `governor ledger keygen` wrote"
        case .noTrustedSignature: "pass the log's own verifier key"
        case .invalidSignature: "the text was changed after it was signed"
        default: nil
        }
    }
}
