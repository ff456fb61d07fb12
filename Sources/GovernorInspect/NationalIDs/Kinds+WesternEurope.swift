extension IdentifierKind {
    static let westernEurope: [IdentifierKind] = [
        IdentifierKind(
            "fr_nir",
            words: """
                nir, sécurité sociale, securite sociale, numéro de sécurité sociale, insee, carte vitale, vitale, \
                assuré, social security
                """,
            IdentifierFormat(
                "[12]ddddd[0-9AB]dddddddd", "[1-478] dd dd d[0-9AB] ddd ddd ?dd",
                "[1-478]-dd-dd-d[0-9AB]-ddd-ddd-dd", is: .proof, if: .french),
            // Payment cards and devices have fifteen digits that begin with 3, too.
            IdentifierFormat("[3478]ddddd[0-9AB]dddddddd", is: .hint, if: .french)),
        IdentifierKind(
            "fr_siren",
            words: "siren, n siren, numéro siren, rcs",
            IdentifierFormat("ddd_ddd_ddd", is: .hint, if: .luhn)),
        IdentifierKind(
            "fr_siret",
            words: "siret, n siret, numéro siret",
            IdentifierFormat("ddd ddd ddd ddddd", "dddddddddddddd", is: .hint, if: .luhn)),
        IdentifierKind(
            "fr_tax_number",
            words: "numéro fiscal, spi, numéro fiscal de référence, fiscal, impôts, impots",
            IdentifierFormat(
                "[0-3]d_dd_ddd_ddd_ddd", "[0-3]dddddddddddd", is: .hint,
                if: .digits { $0.number(0..<10) % 511 == $0.number(10..<13) })),
        IdentifierKind(
            "fr_passport",
            words: "passeport, passport, numéro de passeport, passport number",
            IdentifierFormat("ddllddddd", is: .hint)),
        IdentifierKind(
            "fr_identity_card",
            words: "cni, carte d identité, carte nationale d identité, carte nationale, identité",
            IdentifierFormat("dddddddddddd", is: .trace)),
        IdentifierKind(
            "nl_bsn",
            words: "bsn, burgerservicenummer, burger service nummer, sofinummer, sofi, sofi nummer",
            IdentifierFormat("dddd.dd.ddd", is: .shape, if: .dutch),
            IdentifierFormat("ddddddddd", "dddd dd ddd", "ddd ddd ddd", is: .hint, if: .dutch)),
        IdentifierKind(
            "be_national_number",
            words: """
                rijksregister, rijksregisternummer, registre national, numéro national, nationaal nummer, insz, niss, \
                numéro de registre national, rrn, national number
                """,
            IdentifierFormat(
                "dd.dd.dd-ddd.dd", "dd.dd.dd ddd dd", "dd.dd.dd-ddd-dd", "dddddd-ddd-dd", "dddddd ddd dd", is: .proof,
                if: .belgian),
            IdentifierFormat("ddddddddddd", is: .shape, if: .belgian)),
        IdentifierKind(
            "at_svnr",
            words: """
                svnr, sozialversicherung, sozialversicherungsnummer, sv nummer, versicherungsnummer, e card, ecard, \
                sv nr
                """,
            IdentifierFormat("nddd dddddd", "nddd/dddddd", "nddd-dddddd", is: .shape, if: .austrian),
            IdentifierFormat("nddddddddd", is: .hint, if: .austrian)),
        IdentifierKind(
            "ch_ahv",
            words: "ahv, avs, ahv nummer, ahvnummer, numéro avs, sozialversicherungsnummer, navs13, ahv nr",
            IdentifierFormat(
                "756.dddd.dddd.dd", "756 dddd dddd dd", "756dddddddddd", is: .proof,
                if: .sum([1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1], modulo: 10))),
        IdentifierKind(
            "ie_pps",
            words: "pps, ppsn, pps number, personal public service, pps no",
            IdentifierFormat("ddddddd[A-W][A-IWT]?", "ddddddd [A-W][A-IWT]?", is: .shape, if: .irish)),
        IdentifierKind(
            "lu_national_id",
            words: "matricule, numéro matricule, identifikatiounsnummer, numéro d identification",
            IdentifierFormat("ddddddddddddd", "dddd dd dd ddddd", is: .hint, if: .luxembourgish)),
    ]
}

extension IdentifierCheck {
    /// The key is 97 less the remainder by 97; the Corsican departments 2A and 2B count as 19 and 18.
    fileprivate static let french = digits { text in
        let month = text.number(3..<5)
        guard (1...12).contains(month) || (20...42).contains(month) || (50...99).contains(month) else { return false }
        let (department, isCorsican) = (text[6], text[6] >= 65)
        guard !isCorsican || text[5] == UInt8(ascii: "2") else { return false }
        let last = isCorsican ? (department == UInt8(ascii: "A") ? 9 : 8) : text.digit(6)
        let first = text.number(0..<5) * 100 + (isCorsican ? 10 : text.digit(5) * 10) + last
        return 97 - (first * 1_000_000 + text.number(7..<13)) % 97 == text.number(13..<15)
    }

    static let dutch = sum([9, 8, 7, 6, 5, 4, 3, 2, 10], modulo: 11)

    /// The last two digits are 97 less the remainder; a 2 goes in front for those born since 2000. An unknown day or
    /// month is 0, and 20 or 40 is added to the months of people who are not in the register.
    fileprivate static let belgian = digits { text in
        guard text.number(2..<4) % 20 <= 12, text.number(2..<4) < 53, text.number(4..<6) <= 31 else { return false }
        let check = 97 - text.number(9..<11)
        let number = text.number(0..<9)
        return number % 97 == check % 97 || (2_000_000_000 + number) % 97 == check % 97
    }

    /// The fourth digit checks the serial number before it and the date of birth behind it.
    fileprivate static let austrian =
        rule { (1...31).contains($0.number(4..<6)) && (1...15).contains($0.number(6..<8)) }
        && sum([3, 7, 9, 10, 5, 8, 4, 2, 1, 6], modulo: 11)

    static let irish = letter(at: 7, of: "WABCDEFGHIJKLMNOPQRSTUV") { text in
        let second = text.count == 9 && text[8] != UInt8(ascii: "W") ? text.letter(8) + 1 : 0
        return weightedSum(text, [8, 7, 6, 5, 4, 3, 2]) + 9 * second
    }

    /// Luhn over the first eleven digits, and Verhoeff over the same in the thirteenth.
    fileprivate static let luxembourgish =
        date(.yyyymmdd) && luhn.from(0, count: 12)
}
