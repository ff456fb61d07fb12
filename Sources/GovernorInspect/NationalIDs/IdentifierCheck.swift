/// What the characters of an identifier must satisfy beyond their form.
struct IdentifierCheck: Sendable {
    /// Whether it computes check digits, which random numbers fail.
    let hasCheckDigits: Bool
    let holds: @Sendable (IdentifierText) -> Bool

    /// A rule about which numbers are given out.
    static func rule(_ holds: @escaping @Sendable (IdentifierText) -> Bool) -> IdentifierCheck {
        IdentifierCheck(hasCheckDigits: false, holds: holds)
    }

    /// Check digits.
    static func digits(_ holds: @escaping @Sendable (IdentifierText) -> Bool) -> IdentifierCheck {
        IdentifierCheck(hasCheckDigits: true, holds: holds)
    }

    static let none = rule { _ in true }

    static func && (left: IdentifierCheck, right: IdentifierCheck) -> IdentifierCheck {
        IdentifierCheck(hasCheckDigits: left.hasCheckDigits || right.hasCheckDigits) {
            left.holds($0) && right.holds($0)
        }
    }

    static func || (left: IdentifierCheck, right: IdentifierCheck) -> IdentifierCheck {
        IdentifierCheck(hasCheckDigits: left.hasCheckDigits && right.hasCheckDigits) {
            left.holds($0) || right.holds($0)
        }
    }

    /// The check, of the characters from an index on, as many as stated or all.
    func from(_ start: Int, count: Int? = nil) -> IdentifierCheck {
        IdentifierCheck(hasCheckDigits: hasCheckDigits) { holds($0.part(from: start, count: count)) }
    }
}

/// Check digits that many countries share.
extension IdentifierCheck {
    /// ISO/IEC 7812-1, annex B: every second digit from the right but the last is doubled. Letters, where there are any,
    /// stand for 10 and so on, as two digits (ISO 6166).
    static let luhn = digits { text in
        var (sum, doubles) = (0, false)
        for index in (0..<text.count).reversed() {
            var value = text.value(index)
            repeat {
                let digit = value % 10 * (doubles ? 2 : 1)
                sum += digit / 10 + digit % 10
                doubles.toggle()
                value /= 10
            } while value > 0
        }
        return sum.isMultiple(of: 10)
    }

    /// Verhoeff, *Error Detecting Decimal Codes* (1969): the dihedral group of the pentagon.
    static let verhoeff = digits { text in
        var check = 0
        for index in 0..<text.count {
            var digit = text.digit(text.count - 1 - index)
            for _ in 0..<index % 8 { digit = verhoeffPermutation[digit] }
            check = dihedral(check, digit)
        }
        return check == 0
    }

    private static let verhoeffPermutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

    /// The product in the dihedral group of order ten: 0–4 turn the pentagon, 5–9 also reflect it.
    private static func dihedral(_ left: Int, _ right: Int) -> Int {
        let turned = left < 5 ? left + right : left - right
        return (turned % 5 + 5) % 5 + ((left < 5) != (right < 5) ? 5 : 0)
    }

    /// The weighted sum of the first characters leaves a remainder.
    static func sum(_ weights: [Int], modulo: Int, leaves remainder: Int = 0) -> IdentifierCheck {
        digits { weightedSum($0, weights) % modulo == remainder }
    }

    /// The digit behind the weighted ones follows from the remainder of their sum.
    static func digit(
        after weights: [Int], modulo: Int, is digit: @escaping @Sendable (Int) -> Int
    ) -> IdentifierCheck {
        digits { $0.digit(weights.count) == digit(weightedSum($0, weights) % modulo) }
    }

    static func weightedSum(_ text: IdentifierText, _ weights: [Int]) -> Int {
        weights.indices.reduce(0) { $0 + weights[$1] * text.value($1) }
    }

    /// The character at an index is the one of an alphabet that a number selects.
    static func letter(
        at index: Int, of alphabet: StaticString, _ number: @escaping @Sendable (IdentifierText) -> Int
    ) -> IdentifierCheck {
        digits { text in alphabet.withUTF8Buffer { $0[number(text) % $0.count] == text[index] } }
    }

    /// ISO/IEC 7064, MOD 11,10: digits with one check digit.
    static let mod11And10 = digits { text in
        var product = 10
        for index in 0..<text.count - 1 {
            let sum = (product + text.digit(index)) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return (product + text.digit(text.count - 1)) % 10 == 1
    }

    /// ISO/IEC 7064, MOD 11-2: digits with a check digit or `X`.
    static let mod11Power2 = digits { text in
        var sum = 0
        for index in 0..<text.count - 1 { sum = (sum + text.digit(index)) * 2 % 11 }
        let last = text[text.count - 1] == UInt8(ascii: "X") ? 10 : text.value(text.count - 1)
        return (sum + last) % 11 == 1
    }
}
