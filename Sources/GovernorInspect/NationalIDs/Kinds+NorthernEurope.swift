extension IdentifierKind {
    static let northernEurope: [IdentifierKind] = [
        IdentifierKind(
            "se_personnummer",
            words: "personnummer, pnr, personnr, samordningsnummer, person nr, personal identity, swedish id, född",
            IdentifierFormat("dddddd-dddd", "dddddd+dddd", is: .shape, if: .swedishPerson),
            IdentifierFormat("dddddddd-dddd", is: .proof, if: .swedishPerson.from(2) && .swedishCentury),
            IdentifierFormat("dddddddddddd", is: .hint, if: .swedishPerson.from(2) && .swedishCentury),
            IdentifierFormat("dddddddddd", is: .hint, if: .swedishPerson)),
        IdentifierKind(
            "se_organisationsnummer",
            words: """
                organisationsnummer, orgnr, org nr, orgnummer, org nummer, organisation number, organization number, \
                company identity code, bolag
                """,
            IdentifierFormat("dddddd-?dddd", is: .hint, if: .rule { $0.digit(2) >= 2 } && .luhn)),
        IdentifierKind(
            "fi_hetu",
            words: """
                hetu, henkilötunnus, henkilötunnukseni, henkilötunnuksesi, personbeteckning, sotu, personal identity \
                code, finnish id
                """,
            IdentifierFormat("dddddd[A-FU-Y]dddx", is: .proof, if: .date(.ddmmyy) && .finnish(serial: 7)),
            IdentifierFormat("dddddd-dddx", "dddddd+dddx", is: .proof, if: .date(.ddmmyy) && .finnish(serial: 6))),
        IdentifierKind(
            "fi_business_id",
            words: "y tunnus, ytunnus, fo nummer, business id, yritystunnus",
            IdentifierFormat("ddddddd-d", is: .hint, if: .sum([7, 9, 10, 5, 8, 4, 2, 1], modulo: 11))),
        IdentifierKind(
            "dk_cpr",
            words: "cpr, cpr nummer, cprnr, cpr nr, cprnummer, personnummer, danish id",
            IdentifierFormat(
                "dddddd-dddd", is: .shape, if: .date(.ddmmyy) && .sum([4, 3, 2, 7, 6, 5, 4, 3, 2, 1], modulo: 11)),
            // Numbers given out since 2007 have no check digit.
            IdentifierFormat("dddddd_dddd", is: .hint, if: .date(.ddmmyy))),
        IdentifierKind(
            "no_fodselsnummer",
            words: "fødselsnummer, fodselsnummer, personnummer, fnr, fødselsnr, d nummer, norwegian id",
            IdentifierFormat("dddddd_?ddddd", is: .shape, if: .norwegian)),
        IdentifierKind(
            "ee_lt_personal_code",
            words: "isikukood, asmens kodas, asmens kodo, personal code, id code",
            IdentifierFormat("[1-6]dddddddddd", is: .shape, if: .baltic)),
        IdentifierKind(
            "lv_personal_code",
            words: "personas kods, personas koda, personal code, pk",
            IdentifierFormat("dddddd-ddddd", "ddddddddddd", is: .hint, if: .latvian)),
    ]
}

extension IdentifierCheck {
    /// Date of birth, with 60 added to the day for coordination numbers, then Luhn.
    fileprivate static let swedishPerson = date(.yymmdd, addedToDays: [0, 60]) && luhn

    fileprivate static let swedishCentury = rule { (18...20).contains($0.number(0..<2)) }

    /// The date and the serial number behind it, as one number modulo 31.
    fileprivate static func finnish(serial: Int) -> IdentifierCheck {
        .letter(at: serial + 3, of: "0123456789ABCDEFHJKLMNPRSTUVWXY") { text in
            text.number(0..<6) * 1000 + text.number(serial..<serial + 3)
        }
    }

    /// Day of birth, 40 more for temporary numbers; two check digits.
    fileprivate static let norwegian =
        date(.ddmmyy, addedToMonths: [0, 40, 80], addedToDays: [0, 40])
        && sum([3, 7, 6, 1, 8, 9, 4, 5, 2, 1], modulo: 11)
        && sum([5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1], modulo: 11)

    /// Modulo 11 with other weights where the first sum leaves 10.
    fileprivate static let baltic =
        date(.yymmdd, at: 1)
        && digits { text in
            var check = weightedSum(text, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
            if check == 10 { check = weightedSum(text, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10 }
            return check == text.digit(10)
        }

    fileprivate static let latvian =
        date(.ddmmyy)
        && digits { text in (1 + weightedSum(text, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10 == text.digit(10) }
}
