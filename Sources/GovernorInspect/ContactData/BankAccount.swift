/// Recognises an IBAN (ISO 13616): country code, the country's length, check digits by mod 97 (ISO 7064).
enum BankAccount {
    /// The IBAN that begins at an offset, in one piece or in groups of four.
    static func span(in text: [UInt8], at start: Int) -> Range<Int>? {
        guard text.isBoundary(before: start), let first = text.byte(at: start), let second = text.byte(at: start + 1),
            second.isLetter, text.byte(at: start + 2)?.isDigit ?? false, text.byte(at: start + 3)?.isDigit ?? false,
            let length = lengths[Country(first & 0xDF, second & 0xDF)]
        else { return nil }
        var characters: [UInt8] = []
        characters.reserveCapacity(length)
        var position = start
        while characters.count < length, let byte = text.byte(at: position) {
            if byte.isLetterOrDigit {
                characters.append(byte)
            } else {
                guard byte == UInt8(ascii: " "), !characters.isEmpty, characters.count.isMultiple(of: 4),
                    text[position - 1] != UInt8(ascii: " ")
                else { return nil }
            }
            position += 1
        }
        guard characters.count == length, text.isBoundary(after: position), remainder(characters) == 1 else {
            return nil
        }
        return start..<position
    }

    /// The remainder by 97 with the first four characters moved to the end and letters counted from 10.
    private static func remainder(_ characters: [UInt8]) -> Int {
        (characters.dropFirst(4) + characters.prefix(4)).reduce(0) { remainder, byte in
            byte.isDigit
                ? (remainder * 10 + Int(byte - UInt8(ascii: "0"))) % 97
                : (remainder * 100 + Int(byte & 0xDF - UInt8(ascii: "A")) + 10) % 97
        }
    }

    private struct Country: Hashable {
        let first: UInt8
        let second: UInt8

        init(_ first: UInt8, _ second: UInt8) {
            self.first = first
            self.second = second
        }
    }

    /// How many characters an IBAN of each country has (IBAN registry of ISO 13616).
    private static let lengths: [Country: Int] = {
        let registry: [(Int, String)] = [
            (15, "NO"), (16, "BE"), (18, "DK FI FO GL NL SD"), (19, "MK SI"), (20, "AT BA EE KZ LT LU XK"),
            (21, "CH CR HR LI LV"), (22, "BG BH DE GB GE IE ME RS VA"), (23, "AE GI IL IQ OM SO TL"),
            (24, "AD CZ ES MD PK RO SA SE SK TN VG"), (25, "LY PT ST"), (26, "IS TR"), (27, "BI DJ FR GR IT MC MR SM"),
            (28, "AL AZ BY CY DO GT HU LB NI PL SV"), (29, "BR EG PS QA UA"), (30, "JO KW MU YE"), (31, "MT SC"),
            (32, "LC"), (33, "RU"),
        ]
        var lengths: [Country: Int] = [:]
        for (length, countries) in registry {
            for country in countries.split(separator: " ") {
                let letters = Array(country.utf8)
                lengths[Country(letters[0], letters[1])] = length
            }
        }
        return lengths
    }()
}
