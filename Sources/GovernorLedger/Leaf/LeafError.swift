public import GovernorCore

/// Why a fact cannot become a leaf, or bytes are not one.
public enum LeafError: GovernorError, Equatable {
    /// A name is empty, has more than 256 bytes or holds a control character.
    case unsuitableName(member: String)
    /// The leaf would have more than 65,535 bytes.
    case tooLong(byteCount: Int)
    /// The bytes are not strict JSON.
    case notJSON(JSONError)
    /// A member is missing or not of its form.
    case unexpectedMember(String)
    /// A later version of the format.
    case unknownVersion(Int64)
    /// The values are those of a leaf, the bytes are not its canonical form.
    case notCanonical

    public var code: String {
        switch self {
        case .unsuitableName: "ledger.leaf-unsuitable-name"
        case .tooLong: "ledger.entry-too-long"
        case .notJSON: "ledger.leaf-not-json"
        case .unexpectedMember: "ledger.leaf-unexpected-member"
        case .unknownVersion: "ledger.leaf-unknown-version"
        case .notCanonical: "ledger.leaf-not-canonical"
        }
    }

    public var message: String {
        switch self {
        case .unsuitableName(let member):
            "a name in '\(member)' is empty, longer than \(LeafContent.maximumNameByteCount) bytes or not one line"
        case .tooLong(let byteCount):
            "the leaf has up to \(byteCount) bytes; at most \(EntryBundle.maximumEntryByteCount) fit a log entry"
        case .notJSON(let error): "the leaf is not JSON: \(error.message)"
        case .unexpectedMember(let name): "the leaf's '\(name)' is missing or not of its form"
        case .unknownVersion(let version): "the leaf has version \(version), this program reads \(Leaf.version)"
        case .notCanonical: "the leaf is not in canonical form (RFC 8785), or has members it must not have"
        }
    }

    public var hint: String? {
        switch self {
        case .unsuitableName: "leaves are public and permanent: put text into the payload"
        case .tooLong: "link fewer facts, name fewer subjects, or make fewer fields disclosable"
        case .unknownVersion: "use a newer governor"
        case .notJSON, .unexpectedMember, .notCanonical: nil
        }
    }
}
