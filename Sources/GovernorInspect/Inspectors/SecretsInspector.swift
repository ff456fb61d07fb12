public import GovernorCore

/// Finds secrets in a text: tokens of known providers, private keys, passwords in addresses and web tokens by their form,
/// and others by the words before a value and the look of the value.
///
/// A span covers the secret and nothing else, so that redaction keeps the text around it readable. Any finding makes
/// `contains_secret` true.
public struct SecretsInspector: Sendable {
    /// The kinds of all findings that are secrets; every other kind is personal data.
    public static let kinds = Set(SecretFormat.all.map(\.kind)).union(MarkedTokenRecognizer.kinds).union([
        AccessSignatureRecognizer.kind, "json_web_token", "password", "private_key", "secret", "url_password",
    ])

    private static let scanner = SpanScanner(Recognizers.secrets)

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
