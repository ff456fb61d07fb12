/// How bad an incident is.
enum Severity: String, Sendable, CaseIterable {
    case low
    case medium
    case high
    case critical

    /// Reads a severity or one of the aliases SEV4 (low) to SEV1 (critical), in any case.
    init?(parsing text: String) {
        let word = text.lowercased()
        if let severity = Severity(rawValue: word) {
            self = severity
        } else if let severity = Self.aliases.first(where: { $0.alias == word })?.severity {
            self = severity
        } else {
            return nil
        }
    }

    /// Every text that is read, in lower case.
    static var spellings: [String] { allCases.map(\.rawValue) + aliases.map(\.alias) }

    private static let aliases: [(alias: String, severity: Severity)] = [
        ("sev4", .low), ("sev3", .medium), ("sev2", .high), ("sev1", .critical),
    ]
}
