/// Every recognizer, in order of precedence: where two matches are equally sure and long, the earlier one stays.
enum Recognizers {
    static let personalData: [any SpanRecognizer] = contact + nationalIDs

    static let contact: [any SpanRecognizer] = [
        EmailRecognizer(), PaymentCardRecognizer(), IBANRecognizer(), PhoneRecognizer(),
    ]

    static let nationalIDs: [any SpanRecognizer] = []

    static let secrets: [any SpanRecognizer] = []
}
