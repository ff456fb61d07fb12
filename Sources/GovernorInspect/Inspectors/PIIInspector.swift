public import GovernorCore

/// Finds personal data in a text: e-mail addresses, phone numbers, payment cards, bank accounts.
///
/// It prefers to miss a doubtful number over flagging dates, order numbers, version strings or network addresses: what has
/// a check digit must pass it, and a number without one must be written the way people write it.
public struct PIIInspector: Sendable {
    private static let scanner = SpanScanner(Recognizers.personalData)

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
