public import GovernorCore

/// Finds personal data and secrets in one pass over a text, as a policy wants it.
///
/// It finds what ``PIIInspector`` and ``SecretsInspector`` find, but for bytes that both would claim: there the surer
/// finding stays and names the other's kind. What a policy declares besides takes part like everything built in. Names, if
/// it asks for them, stay where nothing else is found, and what it declares to count toward nothing where not even they are.
public struct SensitiveDataInspector: Sendable {
    /// The kinds of everything that is built in, names included.
    public static let kinds = PIIInspector.kinds.union(SecretsInspector.kinds).union(NameKind.allCases.map(\.finding))

    private let scanner: SpanScanner
    /// Finds what counts toward nothing, if the policy declares any.
    private let uncounted: SpanScanner?
    private let names: Set<String>
    private let sieve: FindingSieve

    /// Creates the inspector.
    ///
    /// - Parameter settings: What a policy says.
    public init(_ settings: InspectionSettings = InspectionSettings()) {
        sieve = FindingSieve(settings)
        scanner =
            settings.recognizers.isEmpty && sieve.isIdle
            ? Recognizers.personalDataAndSecrets : Recognizers.personalDataAndSecrets(as: settings)
        uncounted = Recognizers.uncounted(as: settings)
        names = settings.names
    }

    /// What the text holds, in order, without overlaps.
    ///
    /// - Parameter text: UTF-8. Other bytes match nothing.
    /// - Returns: Findings with half-open byte spans.
    public func findings(in text: [UInt8]) -> [Finding] { inspect(text).findings }

    /// What the text holds, and how many findings the settings allow.
    ///
    /// - Parameter text: UTF-8. Other bytes match nothing.
    public func inspect(_ text: [UInt8]) -> (findings: [Finding], allowedCount: Int) {
        if names.isEmpty, uncounted == nil, sieve.isIdle { return (scanner.findings(in: text), 0) }
        var stream = stream()
        let findings = stream.append(text) + stream.finish()
        return (findings, stream.allowedCount)
    }

    /// An inspection of a text that arrives in chunks, with the same findings.
    public func stream() -> SensitiveDataStream {
        SensitiveDataStream(scanner.stream(), uncounted: uncounted?.stream(), names: names, sieve)
    }
}
