/// Every recognizer, in order of precedence: where two matches are equally sure and long, the earlier one stays.
enum Recognizers {
    static let personalData = plainPersonalData + encoded(plainPersonalData)

    private static let plainPersonalData: [any SpanRecognizer] = contact + finance + nationalIDs + network + dates

    static let contact: [any SpanRecognizer] = [EmailRecognizer(), PhoneRecognizer()]

    static let finance: [any SpanRecognizer] = [
        PaymentCardRecognizer(), IBANRecognizer(), BICRecognizer(), Base58Recognizer(), Bech32Recognizer(),
        EthereumRecognizer(),
    ]

    static let nationalIDs: [any SpanRecognizer] = [NationalIDRecognizer()]

    static let network: [any SpanRecognizer] = [
        IPv4Recognizer(), IPv6Recognizer(), MACAddressRecognizer(), URLRecognizer(), DomainRecognizer(),
    ]

    static let dates: [any SpanRecognizer] = [DateRecognizer(), NamedDateRecognizer(), AgeRecognizer()]

    static let secrets: [any SpanRecognizer] = []

    /// Looks for the same things in what the text encodes.
    private static func encoded(_ recognizers: [any SpanRecognizer]) -> [any SpanRecognizer] {
        let scanner = SpanScanner(recognizers, excluding: PIIInspector.unidentifyingKinds)
        return [
            Base64Recognizer(scanner: scanner), HexRecognizer(scanner: scanner), PercentRecognizer(scanner: scanner),
            SpacedTextRecognizer(scanner: scanner),
        ]
    }
}
