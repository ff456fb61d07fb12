import GovernorCore

/// Recognises the number of a payment card: an issuer's prefix with its lengths, the usual grouping, and the Luhn check
/// digit (ISO/IEC 7812-1). Where a word such as `card` stands before it, any prefix and length will do.
struct PaymentCardRecognizer: SpanRecognizer {
    let detector = "payment-card/3"
    let triggers = ByteSet.digits
    let followers = ByteSet.digits
    let asksOnlyAtWordStarts = true
    let reach = 72

    private static let words = ContextWords(
        "card cards cc visa mastercard amex maestro credit debit karte kreditkarte tarjeta carte")

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let number = CardNumber(in: text, at: position), Self.mayBegin(number, in: text, at: position),
            text.isCodeBoundary(after: number.end), number.hasLuhnDigit,
            Self.isIssued(number) || Self.words.occur(in: text, before: position, within: 40)
        else { return nil }
        return SpanMatch(kind: "credit_card", span: position..<number.end, confidence: 0.95, evidence: .checksum)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        text.ends(Self.grouped, behind: position, with: 2)
    }

    private static let grouped = ByteSet.digits.union(ByteSet(" -".utf8))

    /// Whether it begins here; `card #4111…` is no order's number.
    private static func mayBegin(_ number: CardNumber, in text: Span<UInt8>, at position: Int) -> Bool {
        text.isBoundary(before: position)
            || text.byte(at: position - 1) == UInt8(ascii: "#") && isIssued(number)
                && words.stand(in: text, before: position - 1)
    }

    private static func isIssued(_ number: CardNumber) -> Bool {
        let count = number.count
        return switch number.prefix {
        case 4000...4999: count == 16 || count == 19  // Visa
        case 5100...5599, 2221...2720: count == 16  // Mastercard
        case 3400...3499, 3700...3799: count == 15  // American Express
        case 3000...3059, 3600...3699, 3800...3999: count == 14  // Diners Club
        case 3528...3589: count == 16  // JCB
        case 6011, 6440...6599: count == 16  // Discover
        case 6200...6299: (16...19).contains(count)  // UnionPay
        case 5018, 5019, 5020, 5038, 5893, 6304, 6759, 6761...6763: (16...19).contains(count)  // Maestro
        default: false
        }
    }
}

/// The digits of a number grouped as on cards: in one piece, or with one kind of space or hyphen between the groups.
struct CardNumber {
    /// The first four digits.
    let prefix: Int
    /// How many digits there are.
    private(set) var count = 0
    /// Where it ends.
    private(set) var end: Int
    private var value: UInt64 = 0

    init?(in text: Span<UInt8>, at start: Int) {
        end = start
        var groups = 0
        var lengths: (first: Int, second: Int, last: Int) = (0, 0, 0)
        var separator: UInt8?
        while count < 20 {
            let before = count
            while count < 20, let byte = text.byte(at: end), byte.isDigit {
                value = value &* 10 &+ UInt64(byte - UInt8(ascii: "0"))
                count += 1
                end += 1
            }
            groups += 1
            lengths.last = count - before
            if groups == 1 { lengths.first = lengths.last }
            if groups == 2 { lengths.second = lengths.last }
            // Groups behind the last are another number.
            guard lengths.first == 4, count < 16, lengths.last == 4 || groups == 2 && lengths.last == 6,
                let next = text.byte(at: end), next == UInt8(ascii: " ") || next == UInt8(ascii: "-"),
                next == separator ?? next, text.byte(at: end + 1)?.isDigit ?? false
            else { break }
            separator = next
            end += 1
        }
        let isGrouped =
            switch (groups, lengths.first, lengths.second, lengths.last) {
            case (1, 12...19, _, _), (4, 4, 4, 4), (3, 4, 6, 4...5): true
            default: false
            }
        guard isGrouped, count <= 19 else { return nil }
        var rest = value
        for _ in 4..<count { rest /= 10 }
        prefix = Int(rest)
    }

    /// Whether the last digit is the check digit of ISO/IEC 7812-1 (Luhn).
    var hasLuhnDigit: Bool {
        var (rest, sum, doubles) = (value, 0, false)
        for _ in 0..<count {
            let digit = Int(rest % 10) * (doubles ? 2 : 1)
            sum += digit > 9 ? digit - 9 : digit
            rest /= 10
            doubles.toggle()
        }
        return sum.isMultiple(of: 10)
    }
}
