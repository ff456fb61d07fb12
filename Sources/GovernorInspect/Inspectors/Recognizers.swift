import GovernorCore

/// Every recognizer, in order of precedence: where two matches are equally sure and long, the earlier one stays.
enum Recognizers {
    static let personalData = plainPersonalData + encoded(scanner(plainPersonalData))

    static let plainPersonalData: [any SpanRecognizer] = contact + finance + nationalIDs + network + dates

    static let contact: [any SpanRecognizer] = [
        EmailRecognizer(), SpelledEmailRecognizer(), PhoneRecognizer(),
    ]

    static let finance: [any SpanRecognizer] = [
        PaymentCardRecognizer(), IBANRecognizer(), BICRecognizer(), Base58Recognizer(), Bech32Recognizer(),
        EthereumRecognizer(),
    ]

    static let nationalIDs: [any SpanRecognizer] = [NationalIDRecognizer()]

    static let network: [any SpanRecognizer] = [
        IPv4Recognizer(), IPv6Recognizer(), MACAddressRecognizer(), URLRecognizer(), DomainRecognizer(),
    ]

    static let dates: [any SpanRecognizer] = [DateRecognizer(), NamedDateRecognizer(), AgeRecognizer()]

    static let secrets = plainSecrets + encoded(scanner([], plainSecrets))

    static let plainSecrets: [any SpanRecognizer] = secretForms + [SecretValueRecognizer()]

    /// Secrets that their own form gives away.
    static let secretForms: [any SpanRecognizer] = [
        TokenRecognizer(), MarkedTokenRecognizer(), PrivateKeyRecognizer(), JSONWebTokenRecognizer(),
        CredentialURLRecognizer(), UserFlagRecognizer(),
    ]

    /// Both in one pass.
    static let personalDataAndSecrets = personalDataAndSecrets(with: [])

    /// Both and what a policy declares, in one pass.
    static func personalDataAndSecrets(with declared: [DeclaredRecognizer]) -> SpanScanner {
        let unshielded = declared.map(\.spanRecognizer) + plainSecrets
        return scanner(plainPersonalData + encoded(scanner(plainPersonalData, unshielded)), unshielded)
    }

    private static func scanner(
        _ personalData: [any SpanRecognizer], _ secrets: [any SpanRecognizer] = []
    ) -> SpanScanner {
        SpanScanner(personalData, excluding: PIIInspector.unidentifyingKinds, unshielded: secrets)
    }

    /// Looks for what a scanner finds in what the text encodes.
    private static func encoded(_ scanner: SpanScanner) -> [any SpanRecognizer] {
        [
            Base64Recognizer(scanner: scanner), HexRecognizer(scanner: scanner), PercentRecognizer(scanner: scanner),
            SpacedTextRecognizer(scanner: scanner),
        ]
    }
}
