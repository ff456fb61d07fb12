/// Recognises the number of a payment card: an issuer's prefix with its lengths, the usual grouping, and the Luhn check
/// digit (ISO/IEC 7812-1).
enum PaymentCard {
    static func matches(_ number: DigitGroups) -> Bool {
        number.prefix == .none && isGrouped(number) && isIssued(number.digits) && hasCheckDigit(number.digits)
    }

    /// Written in one piece, or with spaces or hyphens in the groups printed on cards.
    private static func isGrouped(_ number: DigitGroups) -> Bool {
        guard number.groups.count > 1 else { return true }
        let separator = number.separators[0]
        guard separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-"),
            number.separators.allSatisfy({ $0 == separator })
        else { return false }
        return [[4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 4, 4, 4, 3]].contains(number.groups)
    }

    private static func isIssued(_ digits: [UInt8]) -> Bool {
        guard digits.count >= 14 else { return false }
        let prefix = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        return switch prefix {
        case 4000...4999: digits.count == 16 || digits.count == 19  // Visa
        case 5100...5599, 2221...2720: digits.count == 16  // Mastercard
        case 3400...3499, 3700...3799: digits.count == 15  // American Express
        case 3000...3059, 3600...3699, 3800...3999: digits.count == 14  // Diners Club
        case 3528...3589: digits.count == 16  // JCB
        case 6011, 6440...6599: digits.count == 16  // Discover
        case 6200...6299: (16...19).contains(digits.count)  // UnionPay
        case 5018, 5020, 5038, 5893, 6304, 6759, 6761...6763: (16...19).contains(digits.count)  // Maestro
        default: false
        }
    }

    static func hasCheckDigit(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (offset, digit) in digits.reversed().enumerated() {
            let value = offset.isMultiple(of: 2) ? Int(digit) : 2 * Int(digit)
            sum += value > 9 ? value - 9 : value
        }
        return sum.isMultiple(of: 10)
    }
}
