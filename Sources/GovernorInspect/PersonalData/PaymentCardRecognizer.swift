import GovernorCore

/// Recognises the number of a payment card: an issuer's prefix with its lengths, the usual grouping, and the Luhn check
/// digit (ISO/IEC 7812-1).
struct PaymentCardRecognizer: SpanRecognizer {
    let detector = "payment-card/2"
    let triggers = ByteSet.digits
    let asksOnlyAtWordStarts = true
    let reach = DigitGroups.mostBytes + 2

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let number = DigitGroups(in: text, at: position), number.count >= 14, Self.isGrouped(number),
            Self.isIssued(number), number.hasLuhnDigit
        else { return nil }
        return SpanMatch(kind: "credit_card", span: number.span, confidence: 0.95, evidence: .checksum)
    }

    /// Written in one piece, or with spaces or hyphens in the groups printed on cards.
    private static func isGrouped(_ number: DigitGroups) -> Bool {
        guard number.groupCount > 1 else { return true }
        let separator = number.separator(0)
        guard separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-"), number.hasOneSeparator() else {
            return false
        }
        return number.hasGroups(4, 4, 4, 4) || number.hasGroups(4, 6, 5) || number.hasGroups(4, 6, 4)
            || number.hasGroups(4, 4, 4, 4, 3)
    }

    private static func isIssued(_ number: DigitGroups) -> Bool {
        let count = number.count
        return switch number.leading(4) {
        case 4000...4999: count == 16 || count == 19  // Visa
        case 5100...5599, 2221...2720: count == 16  // Mastercard
        case 3400...3499, 3700...3799: count == 15  // American Express
        case 3000...3059, 3600...3699, 3800...3999: count == 14  // Diners Club
        case 3528...3589: count == 16  // JCB
        case 6011, 6440...6599: count == 16  // Discover
        case 6200...6299: (16...19).contains(count)  // UnionPay
        case 5018, 5020, 5038, 5893, 6304, 6759, 6761...6763: (16...19).contains(count)  // Maestro
        default: false
        }
    }
}
