import GovernorCore

/// Recognises an IBAN (ISO 13616): country code, the country's length, check digits by mod 97 (ISO 7064), in one piece or
/// in groups of four with spaces or hyphens.
struct IBANRecognizer: SpanRecognizer {
    let detector = "iban/3"
    let triggers = ByteSet.letters
    let followers = ByteSet.letters
    let secondFollowers = ByteSet.digits
    let asksOnlyAtWordStarts = true
    let reach = 50

    func match(in text: Span<UInt8>, at start: Int) -> SpanMatch? {
        guard text.byte(at: start + 3)?.isDigit ?? false,
            text.isBoundary(before: start) || text.byte(at: start - 1) == UInt8(ascii: "/")
        else { return nil }
        let length = Self.length(text[start], text[start + 1])
        guard length > 0 else { return nil }
        var position = start
        var (read, remainder, head) = (0, 0, 0)
        while read < length, let byte = text.byte(at: position) {
            if byte.isLetterOrDigit {
                // The first four characters count last, and letters from 10.
                if read < 4 { head = Self.append(byte, to: head) } else { remainder = Self.append(byte, to: remainder) }
                read += 1
            } else {
                guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-"), read > 0, read.isMultiple(of: 4),
                    text[position - 1].isLetterOrDigit
                else { return nil }
            }
            position += 1
        }
        // Two letters and two digits make six decimal places.
        guard read == length, text.isCodeBoundary(after: position), (remainder * 1_000_000 + head) % 97 == 1 else {
            return nil
        }
        return SpanMatch(kind: "iban", span: start..<position, confidence: 0.95, evidence: .checksum)
    }

    func isDecided(in text: Span<UInt8>, at start: Int) -> Bool {
        guard let fourth = text.byte(at: start + 3) else { return false }
        return !fourth.isDigit || Self.length(text[start], text[start + 1]) == 0
            || text.ends(Self.grouped, behind: start, with: 2)
    }

    private static let grouped = ByteSet.base62.union(ByteSet(" -".utf8))

    /// The remainder by 97 of a number with a digit or letter appended; up to six places are exact.
    private static func append(_ byte: UInt8, to number: Int) -> Int {
        let next =
            byte.isDigit
            ? number * 10 + Int(byte - UInt8(ascii: "0")) : number * 100 + Int(byte & 0xDF - UInt8(ascii: "A")) + 10
        return next % 97
    }

    private static func length(_ first: UInt8, _ second: UInt8) -> Int {
        Int(lengths[Int(first & 0x1F) << 5 + Int(second & 0x1F)])
    }

    /// How many characters an IBAN of each country has (IBAN registry of ISO 13616); 0 where there is none.
    private static let lengths: [UInt8] = {
        let registry: [(UInt8, String)] = [
            (15, "NO"), (16, "BE"), (18, "DK FI FO GL NL SD"), (19, "MK SI"), (20, "AT BA EE KZ LT LU XK"),
            (21, "CH CR HR LI LV"), (22, "BG BH DE GB GE IE ME RS VA"), (23, "AE GI IL IQ OM SO TL"),
            (24, "AD CZ ES MD PK RO SA SE SK TN VG"), (25, "LY PT ST"), (26, "IS TR"), (27, "BI DJ FR GR IT MC MR SM"),
            (28, "AL AZ BY CY DO GT HU LB NI PL SV"), (29, "BR EG PS QA UA"), (30, "JO KW MU YE"), (31, "MT SC"),
            (32, "LC"), (33, "RU"),
        ]
        var lengths = [UInt8](repeating: 0, count: 1024)
        for (length, countries) in registry {
            for country in countries.split(separator: " ") {
                let letters = Array(country.utf8)
                lengths[Int(letters[0] & 0x1F) << 5 + Int(letters[1] & 0x1F)] = length
            }
        }
        return lengths
    }()
}
