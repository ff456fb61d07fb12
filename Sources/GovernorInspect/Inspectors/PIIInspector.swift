public import GovernorCore

/// Finds personal data in a text: e-mail addresses, phone numbers, payment cards, bank accounts, network addresses, dates
/// of birth and the like.
///
/// It prefers to miss a doubtful number over flagging dates, order numbers or version strings: what has a check digit must
/// pass it, and what has none must be written the way people write it, or be named by a word nearby.
public struct PIIInspector: Sendable {
    /// Kinds that stand in texts without telling who somebody is; found for those who ask, and to keep a date from being
    /// taken for a phone number.
    public static let unidentifyingKinds: Set<String> = [
        "age", "date_time", "private_ip_address", "url", "url_credentials",
    ]

    private static let scanner = SpanScanner(Recognizers.personalData)

    /// The kinds left out.
    private let excluded: Set<String>

    /// Creates the inspector.
    ///
    /// - Parameter excluded: Kinds that are not reported.
    public init(excluding excluded: Set<String> = Self.unidentifyingKinds) { self.excluded = excluded }

    /// What the text holds, in order, without overlaps.
    ///
    /// - Parameter text: UTF-8. Other bytes match nothing.
    /// - Returns: Findings with half-open byte spans.
    public func findings(in text: [UInt8]) -> [Finding] {
        Self.scanner.findings(in: text).filter { !excluded.contains($0.kind) }
    }
}
