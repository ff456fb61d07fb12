/// Something an inspector found in a text.
///
/// It says where and of what kind, never what: the matched text is not part of it.
public struct Finding: Sendable, Hashable {
    /// What was found, such as `email` or `credit_card`.
    public let kind: String
    /// Where, as half-open offsets into the UTF-8 bytes of the text.
    public let span: Range<Int>
    /// How sure the inspector is, in `0...1`.
    public let confidence: Double
    /// Why the inspector believes it.
    public let evidence: Evidence
    /// Who found it, such as `email/3`.
    public let detector: String
    /// What else the same bytes hold, in alphabetical order: a piece of Base64 may encode several things.
    public let otherKinds: [String]

    /// Everything that was found there, ``kind`` first.
    public var kinds: [String] { [kind] + otherKinds }

    /// Creates a finding.
    public init(
        kind: String, span: Range<Int>, confidence: Double, evidence: Evidence, detector: String,
        otherKinds: [String] = []
    ) {
        self.kind = kind
        self.span = span
        self.confidence = confidence
        self.evidence = evidence
        self.detector = detector
        self.otherKinds = otherKinds
    }

    /// The reason for a finding that weighs most.
    public enum Evidence: String, Sendable, Hashable, CaseIterable {
        /// A check digit or checksum is right.
        case checksum
        /// The form alone is rare enough.
        case format
        /// A word nearby says what it is, such as `phone:`.
        case context
        /// A prefix that an issuer reserves for it.
        case prefix
        /// It is more random than words and identifiers are.
        case entropy
        /// A list of known words holds it.
        case dictionary
        /// A trained model says so.
        case model
        /// It was found in what the text encodes, such as Base64.
        case decoded
    }
}
