public import GovernorCore

/// Why bytes are no corpus index, or a corpus cannot be built.
public enum CorpusError: GovernorError, Equatable {
    /// The file does not begin as an index does.
    case notAnIndex
    /// The file was written by another version of the format.
    case version(UInt32)
    /// A part of the file lies outside of it or contradicts another part.
    case damaged(part: String)
    /// More words, titles or works than the format can count.
    case tooLarge

    public var code: String {
        switch self {
        case .notAnIndex: "corpus.not-an-index"
        case .version: "corpus.version"
        case .damaged: "corpus.damaged"
        case .tooLarge: "corpus.too-large"
        }
    }

    public var message: String {
        switch self {
        case .notAnIndex: "this is not a corpus index"
        case .version(let version): "this corpus index has version \(version), not \(CorpusLayout.version)"
        case .damaged(let part): "this corpus index is damaged: \(part)"
        case .tooLarge: "the corpus has more than \(CorpusLayout.mostWords) words"
        }
    }

    public var hint: String? {
        switch self {
        case .notAnIndex, .version, .damaged: "build it again from its works"
        case .tooLarge: "split it into several indexes"
        }
    }
}
