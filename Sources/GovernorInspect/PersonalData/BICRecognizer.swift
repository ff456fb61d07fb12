import GovernorCore

/// Recognises a bank's identifier (ISO 9362, "SWIFT code") where a word says so: four letters, a country, and a place.
struct BICRecognizer: SpanRecognizer {
    let detector = "bic/2"
    let triggers = ByteSet.capitals
    let followers = ByteSet.capitals
    let secondFollowers = ByteSet.capitals
    let asksOnlyAtWordStarts = true
    let reach = 48

    private static let reachBehind = 16
    private static let names = ContextWords("bic swift")
    /// Enough beside a code with digits, which no word in capitals has.
    private static let words = ContextWords("iban bank bankleitzahl beneficiary correspondent transfer wire")
    private static let countries = DomainName.Endings(
        """
        AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CK \
        CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM \
        GN GP GQ GR GT GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KR KW KY KZ LA LB LC \
        LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR \
        NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV \
        SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
        """)

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        var end = position
        while end < position + 12, let byte = text.byte(at: end), byte.isDigit || ByteSet.capitals.contains(byte) {
            guard end >= position + 6 || !byte.isDigit else { return nil }
            end += 1
        }
        guard end - position == 8 || end - position == 11, text.isBoundary(before: position),
            text.isBoundary(after: end),
            Self.countries.contains(text, position + 4..<position + 6),
            Self.isNamed(by: Self.names, in: text, position..<end)
                || (position..<end).contains(where: { text[$0].isDigit })
                    && Self.isNamed(by: Self.words, in: text, position..<end)
        else { return nil }
        return SpanMatch(kind: "bic", span: position..<end, confidence: 0.8, evidence: .context)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool {
        guard let end = text.end(of: .upperBase36, behind: position) else { return false }
        return end - position != 8 && end - position != 11 || end + Self.reachBehind + 2 <= text.count
    }

    private static func isNamed(by words: ContextWords, in text: Span<UInt8>, _ span: Range<Int>) -> Bool {
        words.occur(in: text, before: span.lowerBound, within: 40)
            || words.occur(in: text, after: span.upperBound, within: reachBehind)
    }
}
