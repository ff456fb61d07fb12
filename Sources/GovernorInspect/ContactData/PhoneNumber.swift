/// Recognises phone numbers in the three ways people write them: international with `+` (ITU-T E.164), North American, and
/// national with a leading zero and groups.
///
/// A bare run of digits is never taken for a phone number.
enum PhoneNumber {
    static func matches(_ number: DigitGroups) -> Bool {
        if number.prefix == .plus { return isInternational(number) }
        return isNorthAmerican(number) || (number.prefix == .none && isNational(number))
    }

    private static func isInternational(_ number: DigitGroups) -> Bool {
        (8...15).contains(number.digits.count) && number.digits[0] != 0
    }

    /// `212-555-0123`, `(212) 555-0123`, `1-212-555-0123`: area code and exchange begin with 2 to 9.
    private static func isNorthAmerican(_ number: DigitGroups) -> Bool {
        let hasCountry = number.groups.count == 4 && number.digits[0] == 1 && number.groups[0] == 1
        let digits = number.digits.dropFirst(hasCountry ? 1 : 0)
        guard Array(number.groups.dropFirst(hasCountry ? 1 : 0)) == [3, 3, 4], let area = digits.first else {
            return false
        }
        let usual = number.prefix == .parenthesis || Set(number.separators.suffix(2)).count == 1
        return usual && area >= 2 && digits[digits.startIndex + 3] >= 2 && !number.separators.contains(slash)
    }

    /// `020 7946 0958`, `01 23 45 67 89`, `0151-23456789`: nine to twelve digits, or up to fourteen after `00`, with one
    /// kind of separator.
    private static func isNational(_ number: DigitGroups) -> Bool {
        guard number.digits[0] == 0, (2...6).contains(number.groups.count), number.groups[0] >= 2,
            number.groups.dropFirst().allSatisfy({ $0 >= 2 }), Set(number.separators).count == 1,
            !isDate(number.groups)
        else { return false }
        // Dots separate the parts of dates, versions and addresses too; only pairs of digits are safe.
        if number.separators[0] == UInt8(ascii: "."), number.groups != [2, 2, 2, 2, 2] { return false }
        if number.separators[0] == slash, number.groups.count != 2 { return false }
        let isInternational = number.digits[1] == 0
        guard !isInternational || number.digits[2] != 0 else { return false }
        return (isInternational ? 10...14 : 9...12).contains(number.digits.count)
    }

    private static let slash = UInt8(ascii: "/")

    /// `01-02-2024 …`: day, month and year in front, whatever follows.
    private static func isDate(_ groups: [Int]) -> Bool {
        groups.starts(with: [2, 2, 4]) || groups.starts(with: [4, 2, 2])
    }
}
