public import GovernorCore

/// Finds e-mail addresses, phone numbers, payment cards and IBANs in a text.
///
/// It looks at UTF-8 bytes, once, from left to right; every attempt at a match reads a bounded number of bytes, so the
/// time grows linearly with the text. It prefers to miss a doubtful number over flagging dates, order numbers, version
/// strings or network addresses: cards must pass Luhn and carry an issuer's prefix, IBANs must pass mod 97 and have their
/// country's length, phone numbers must be written the way people write them.
public struct ContactDataInspector: Sendable {
    /// The name its findings carry.
    public static let detector = "contact-data/1"

    /// Creates the inspector; it has nothing to configure.
    public init() {}

    /// What the text holds, in order, without overlaps.
    ///
    /// - Parameter text: UTF-8. Other bytes match nothing.
    /// - Returns: Findings of the kinds of ``ContactKind``, with half-open byte spans.
    public func findings(in text: [UInt8]) -> [Finding] {
        var findings: [Finding] = []
        var position = 0
        while position < text.count {
            guard let (kind, span) = match(in: text, at: position, after: findings.last?.span.upperBound ?? 0) else {
                position += 1
                continue
            }
            let confidence = kind.confidence
            findings.append(Finding(kind: kind.rawValue, span: span, confidence: confidence, detector: Self.detector))
            position = span.upperBound
        }
        return findings
    }

    /// The match that the byte at a position gives away: an address by its `@`, all else by its first byte.
    private func match(in text: [UInt8], at position: Int, after end: Int) -> (ContactKind, Range<Int>)? {
        switch text[position] {
        case UInt8(ascii: "@"):
            return EmailAddress.span(in: text, around: position, after: end).map { (.email, $0) }
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            return BankAccount.span(in: text, at: position).map { (.iban, $0) }
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "("):
            guard let number = DigitGroups(in: text, at: position) else { return nil }
            if PaymentCard.matches(number) { return (.creditCard, number.span) }
            return PhoneNumber.matches(number) ? (.phone, number.span) : nil
        default: return nil
        }
    }
}

/// The kinds of personal data that ``ContactDataInspector`` finds; any of them makes `contains_pii` true.
public enum ContactKind: String, Sendable, Hashable, CaseIterable {
    case email
    case phone
    case creditCard = "credit_card"
    case iban

    /// How sure a match is: a check digit proves more than a shape.
    var confidence: Double {
        switch self {
        case .email, .creditCard, .iban: 0.95
        case .phone: 0.75
        }
    }
}
