import GovernorCore

/// Every recognizer, in order of precedence: where two matches are equally sure and long, the earlier one stays.
enum Recognizers {
    static let personalData = plainPersonalData + encoded { scanner(plainPersonalData + $0) }

    static let plainPersonalData = plainPersonalData(nationalIDs)

    private static func plainPersonalData(_ nationalIDs: [any SpanRecognizer]) -> [any SpanRecognizer] {
        contact + finance + nationalIDs + network + dates
    }

    static let contact: [any SpanRecognizer] = [
        EmailRecognizer(), SpelledEmailRecognizer(), PhoneRecognizer(),
    ]

    static let finance: [any SpanRecognizer] = [
        PaymentCardRecognizer(), IBANRecognizer(), BICRecognizer(), Base58Recognizer(), Bech32Recognizer(),
        EthereumRecognizer(), MoneroRecognizer(), SolanaRecognizer(),
    ]

    static let nationalIDs: [any SpanRecognizer] = [NationalIDRecognizer()]

    static let network: [any SpanRecognizer] = [
        IPv4Recognizer(), IPv6Recognizer(), MACAddressRecognizer(), URLRecognizer(), DomainRecognizer(),
    ]

    static let dates: [any SpanRecognizer] = [DateRecognizer(), NamedDateRecognizer(), AgeRecognizer()]

    static let secrets = plainSecrets + encoded { scanner($0, plainSecrets) }

    static let plainSecrets: [any SpanRecognizer] = secretForms + [SecretValueRecognizer()]

    /// Secrets that their own form gives away.
    static let secretForms: [any SpanRecognizer] = [
        TokenRecognizer(), MarkedTokenRecognizer(), AccessSignatureRecognizer(), PrivateKeyRecognizer(),
        JSONWebTokenRecognizer(), CredentialURLRecognizer(), UserFlagRecognizer(),
    ]

    /// Both in one pass.
    static let personalDataAndSecrets = personalDataAndSecrets(as: InspectionSettings())

    /// Both and what a policy declares to count toward either, in one pass.
    static func personalDataAndSecrets(as settings: InspectionSettings) -> SpanScanner {
        let declared = settings.recognizers.filter { $0.meaning != .nothing }
        let unshielded = declared.map(\.spanRecognizer) + plainSecrets
        let secretKinds = settings.secretKinds
        let sieve = FindingSieve(settings)
        let plain = sieve.isIdle ? plainPersonalData : plainPersonalData([NationalIDRecognizer(sieve: sieve)])
        let encoded = encoded { scanner(plain + $0, unshielded, sieve.forDecoded, secretKinds) }
        return scanner(plain + encoded, unshielded, sieve, secretKinds)
    }

    /// What a policy declares to count toward nothing; nil when there is none.
    static func uncounted(as settings: InspectionSettings) -> SpanScanner? {
        let declared = settings.recognizers.filter { $0.meaning == .nothing }.map(\.spanRecognizer)
        guard !declared.isEmpty else { return nil }
        let sieve = FindingSieve(settings)
        let encoded = encoded { SpanScanner(declared + $0, sieve: sieve.forDecoded) }
        return SpanScanner(declared + encoded, sieve: sieve)
    }

    private static func scanner(
        _ personalData: [any SpanRecognizer], _ secrets: [any SpanRecognizer] = [],
        _ sieve: FindingSieve = FindingSieve(), _ secretKinds: Set<String> = SecretsInspector.kinds
    ) -> SpanScanner {
        SpanScanner(
            personalData, excluding: PIIInspector.unidentifyingKinds, unshielded: secrets, sieve: sieve,
            secretKinds: secretKinds)
    }

    /// Looks for the same in what the text encodes, and in what that encodes once more in Base64 or hexadecimal.
    ///
    /// - Parameter scanner: Makes a scanner for decoded text, with some recognizers more.
    private static func encoded(_ scanner: ([any SpanRecognizer]) -> SpanScanner) -> [any SpanRecognizer] {
        let outer = scanner(pieces(scanner([])))
        return pieces(outer) + [
            EscapedTextRecognizer(.percent, scanner: outer), EscapedTextRecognizer(.entity, scanner: outer),
            EscapedTextRecognizer(.backslash, scanner: outer), SpacedHexRecognizer(scanner: outer),
            SpacedTextRecognizer(scanner: outer), EscapedBreakRecognizer(scanner: outer),
        ]
    }

    private static func pieces(_ scanner: SpanScanner) -> [any SpanRecognizer] {
        [Base64Recognizer(scanner: scanner), HexRecognizer(scanner: scanner)]
    }
}
