public import GovernorCore

/// Finds personal data in a text: e-mail addresses, phone numbers, payment cards, bank accounts, network addresses, dates
/// of birth, and the numbers that states, health services and tax offices give to people.
///
/// It prefers to miss a doubtful number over flagging dates, order numbers or version strings: what has a check digit must
/// pass it, and what has none must be written the way people write it, or be named by a word nearby.
public struct PIIInspector: Sendable {
    /// Kinds that stand in texts without telling who somebody is; found for those who ask, and to keep a date from being
    /// taken for a phone number.
    public static let unidentifyingKinds: Set<String> = [
        "age", "date_time", "private_ip_address", "url", "url_credentials",
    ]

    /// The kinds of what is found unless ``unidentifyingKinds`` are asked for.
    public static let kinds = Set(IdentifierKind.all.map(\.name)).union([
        "bic", "credit_card", "crypto_wallet", "date_of_birth", "email", "iban", "ip_address", "mac_address", "phone",
    ])

    private static let identifying = SpanScanner(Recognizers.personalData, excluding: unidentifyingKinds)
    private static let all = SpanScanner(Recognizers.personalData)

    private let scanner: SpanScanner

    /// Creates the inspector.
    ///
    /// - Parameter includesUnidentifying: Whether ``unidentifyingKinds`` are reported.
    public init(includesUnidentifying: Bool = false) {
        scanner = includesUnidentifying ? Self.all : Self.identifying
    }

    /// What the text holds, in order, without overlaps.
    ///
    /// - Parameter text: UTF-8. Other bytes match nothing.
    /// - Returns: Findings with half-open byte spans.
    public func findings(in text: [UInt8]) -> [Finding] { scanner.findings(in: text) }

    /// An inspection of a text that arrives in chunks, with the same findings.
    public func stream() -> SpanScanStream { scanner.stream() }
}
