public import GovernorCore

/// Finds personal data and secrets in one pass over a text.
///
/// It finds what ``PIIInspector`` and ``SecretsInspector`` find, but for bytes that both would claim: there the surer
/// finding stays.
public struct SensitiveDataInspector: Sendable {
    private static let scanner = Recognizers.personalDataAndSecrets

    /// Creates the inspector; it has nothing to configure.
    public init() {}

    /// What the text holds, in order, without overlaps.
    ///
    /// - Parameter text: UTF-8. Other bytes match nothing.
    /// - Returns: Findings with half-open byte spans.
    public func findings(in text: [UInt8]) -> [Finding] { Self.scanner.findings(in: text) }

    /// An inspection of a text that arrives in chunks, with the same findings.
    public func stream() -> SpanScanStream { Self.scanner.stream() }
}
