public import GovernorCore

/// Why an attestation is malformed or not signed as required.
public enum AttestationError: GovernorError, Equatable {
    /// A public key is not of the expected kind.
    case malformedKey
    /// The envelope is not JSON.
    case notJSON(JSONError)
    /// A member of the envelope or statement, as a JSON pointer, is missing or not as the format says.
    case malformed(pointer: String, expected: String)
    /// The envelope has more signatures than ``DSSEEnvelope/maximumSignatures``.
    case tooManySignatures(Int)
    /// The payload is of another type than the one asked for.
    case wrongPayloadType(expected: String, actual: String)
    /// The threshold is not between 1 and the number of different keys.
    case impossibleThreshold(Int, keys: Int)
    /// Fewer different keys than required have signed.
    case tooFewSignatures(valid: Int, required: Int)

    public var code: String {
        switch self {
        case .malformedKey: "attestation.malformed-key"
        case .notJSON: "attestation.not-json"
        case .malformed: "attestation.malformed"
        case .tooManySignatures: "attestation.too-many-signatures"
        case .wrongPayloadType: "attestation.wrong-payload-type"
        case .impossibleThreshold: "attestation.impossible-threshold"
        case .tooFewSignatures: "attestation.too-few-signatures"
        }
    }

    public var message: String {
        switch self {
        case .malformedKey: "the public key is malformed or of a kind that is not supported"
        case .notJSON(let error): "the attestation is not JSON: \(error.message)"
        case .malformed(let pointer, let expected): "'\(pointer)' of the attestation is not \(expected)"
        case .tooManySignatures(let count):
            "the envelope has \(count) signatures, more than \(DSSEEnvelope.maximumSignatures)"
        case .wrongPayloadType(let expected, let actual): "the payload is of type '\(actual)', not '\(expected)'"
        case .impossibleThreshold(let threshold, let keys):
            "\(threshold) signatures cannot be required of \(keys) different keys"
        case .tooFewSignatures(let valid, let required):
            "\(valid) trusted keys have signed the envelope, \(required) are required"
        }
    }

    public var hint: String? {
        switch self {
        case .malformedKey: "expected an Ed25519 or P-256 public key"
        case .tooFewSignatures:
            "the envelope was changed after it was signed, or is signed by keys that are not trusted"
        default: nil
        }
    }
}
