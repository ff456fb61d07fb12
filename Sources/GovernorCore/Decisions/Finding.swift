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
    /// Who found it, such as `contact-data/1`.
    public let detector: String

    /// Creates a finding.
    public init(kind: String, span: Range<Int>, confidence: Double, detector: String) {
        self.kind = kind
        self.span = span
        self.confidence = confidence
        self.detector = detector
    }
}
