extension IdentifierKind {
    static let southernEurope: [IdentifierKind] = [
        IdentifierKind(
            "es_nif",
            words: "nif, dni, documento nacional, identificación, identificacion, n i f, d n i",
            IdentifierFormat(
                "dddddddd-?l", "dddddddd l", "dd.ddd.ddd-?l", "[KLM]dddddddl", is: .shape, if: .spanishPerson),
            IdentifierFormat("ddddddd-?l", is: .hint, if: .spanishShort)),
        IdentifierKind(
            "es_nie",
            words: "nie, extranjero, extranjeros, n i e, residencia",
            IdentifierFormat("[XYZ]ddddddd-?l", "[XYZ]-ddddddd-l", "[XYZ] ddddddd l", is: .shape, if: .spanishForeigner)
        ),
        IdentifierKind(
            "es_cif",
            words: "cif, nif, código de identificación fiscal, empresa, sociedad, razón social",
            IdentifierFormat("[ABCDEFGHJNPQRSUVW]-?ddddddd-?[A-J0-9]", is: .hint, if: .spanishFirm)),
        IdentifierKind(
            "es_passport",
            words: "pasaporte, passport, número de pasaporte, passport number",
            IdentifierFormat("llldddddd", is: .hint)),
        IdentifierKind(
            "es_social_security",
            words: "seguridad social, nuss, afiliación, número de afiliación, número de la seguridad social",
            IdentifierFormat("dd_dddddddd_dd", "dd/dddddddd/dd", is: .hint, if: .spanishSocialSecurity)),
        IdentifierKind(
            "it_fiscal_code",
            words: "codice fiscale, cf, cod fisc, fiscal code, fiscale, tax code",
            IdentifierFormat(
                "llllllxxlxxlxxxl", "lll lll xxlxx lxxxl", is: .proof, if: .fiscalCodeMonth && .fiscalCode)),
        IdentifierKind(
            "it_vat_number",
            words: "partita iva, p iva, piva, iva, partitaiva, vat, vat number",
            IdentifierFormat("ddddddddddd", "ddd dddd dddd", is: .hint, if: .luhn)),
        IdentifierKind(
            "it_identity_card",
            words:
                """
                carta d identità, carta d identita, carta identità, carta di identità, identità, documento, identity \
                card, cie
                """,
            IdentifierFormat("lldddddll", "llddddddd", "ddddddd_ll", "ll ddddddd", is: .hint)),
        IdentifierKind(
            "it_passport",
            words: "passaporto, passport, numero di passaporto, passport number",
            IdentifierFormat("llddddddd", is: .hint)),
        IdentifierKind(
            "it_driver_license",
            words: "patente, patente di guida, guida, licenza, driver license, driving licence, license, licence",
            IdentifierFormat("lldddddddl", is: .hint),
            IdentifierFormat(
                "U1xxxxxxxl", is: .hint,
                if: .rule { text in
                    (2..<9).allSatisfy { !"AEIOQ".utf8.contains(text[$0]) }
                })),
        IdentifierKind(
            "pt_nif",
            words:
                "nif, contribuinte, número de contribuinte, identificação fiscal, nipc, n contribuinte, número fiscal",
            IdentifierFormat("[1235689]dd_ddd_ddd", is: .hint, if: .portugueseTax)),
        IdentifierKind(
            "pt_citizen_card",
            words: "cartão de cidadão, cartão, cidadão, bilhete de identidade, documento",
            IdentifierFormat("dddddddd d lld", "ddddddddd lld", "dddddddddlld", is: .shape, if: .alternateDigits)),
        IdentifierKind(
            "gr_amka",
            words: "amka, αμκα, α μ κ α",
            IdentifierFormat("ddddddddddd", is: .hint, if: .date(.ddmmyy) && .luhn)),
        IdentifierKind(
            "hr_oib",
            words: "oib, osobni identifikacijski broj, osobni",
            IdentifierFormat("ddddddddddd", is: .hint, if: .mod11And10)),
        IdentifierKind(
            "tr_national_id",
            words: """
                tc, t c, kimlik, tckn, tc kimlik, kimlik no, kimlik numarası, vatandaşlık, turkish id, turkish \
                identity, nüfus
                """,
            IdentifierFormat("ndddddddddd", is: .hint, if: .turkish)),
        IdentifierKind(
            "tr_license_plate",
            words: "plaka, plakalı, plakası, araç, plate, license plate, licence plate",
            IdentifierFormat(
                "dd l ddd?d?d?", "dd ll ddd?d?", "dd lll ddd?d?", "ddldddd", "ddllddd", "ddlllddd?", "ddlldddd",
                is: .hint,
                if: .rule { (1...81).contains($0.number(0..<2)) })),
    ]
}

extension IdentifierCheck {
    private static let spanishLetters: StaticString = "TRWAGMYFPDXBNJZSQVHLCKE"

    /// The letter is the number's remainder by 23; K, L and M stand before seven digits.
    static let spanishPerson = letter(at: 8, of: spanishLetters) { text in
        text.number((text[0] < 65 ? 0 : 1)..<8)
    }

    /// Without the leading zero of the eight digits.
    fileprivate static let spanishShort = letter(at: 7, of: spanishLetters) { $0.number(0..<7) }

    /// X, Y and Z count as the digits 0, 1 and 2.
    static let spanishForeigner = letter(at: 8, of: spanishLetters) { text in
        (text.letter(0) - 23) * 10_000_000 + text.number(1..<8)
    }

    /// Luhn over the digits gives a digit, or a letter for public bodies and foreign firms.
    static let spanishFirm = digits { text in
        let sum = (1..<8).reduce(0) { sum, index in
            let value = text.digit(index) * (index.isMultiple(of: 2) ? 1 : 2)
            return sum + value / 10 + value % 10
        }
        let check = (10 - sum % 10) % 10
        if text[8] < 65 { return text.digit(8) == check && !"NPQRSW".utf8.contains(text[0]) }
        return text.letter(8) == (check + 9) % 10
    }

    fileprivate static let spanishSocialSecurity = digits { text in
        let serial = text.number(2..<10)
        let number = serial < 10_000_000 ? text.number(0..<2) * 10_000_000 + serial : text.number(0..<10)
        return (1...66).contains(text.number(0..<2)) && number % 97 == text.number(10..<12)
    }

    fileprivate static let fiscalCodeMonth = rule { text in "ABCDEHLMPRST".utf8.contains(text[8]) }

    /// Decree of 23 December 1976: odd places count by a table, even places by their value; modulo 26.
    fileprivate static let fiscalCode = digits { text in
        let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
        let digitsAreDigits = [6, 7, 9, 10, 12, 13, 14].allSatisfy {
            text[$0] < 65 || "LMNPQRSTUV".utf8.contains(text[$0])
        }
        let sum = (0..<15).reduce(0) { sum, index in
            let value = text[index] < 65 ? text.digit(index) : text.letter(index)
            return sum + (index.isMultiple(of: 2) ? odd[value] : value)
        }
        return digitsAreDigits && sum % 26 == text.letter(15)
    }

    static let portugueseTax = digit(after: [9, 8, 7, 6, 5, 4, 3, 2], modulo: 11) { $0 < 2 ? 0 : 11 - $0 }

    /// Every second character from the right counts twice, less 9 above 9; letters from 10.
    fileprivate static let alternateDigits = digits { text in
        let sum = (0..<text.count).reduce(0) { sum, index in
            let value = text.value(index) * ((text.count - index).isMultiple(of: 2) ? 2 : 1)
            return sum + ((text.count - index).isMultiple(of: 2) && value > 9 ? value - 9 : value)
        }
        return sum.isMultiple(of: 10)
    }

    /// The tenth digit follows from the odd and even places, the eleventh from the sum of all.
    fileprivate static let turkish = digits { text in
        let odd = [0, 2, 4, 6, 8].reduce(0) { $0 + text.digit($1) }
        let even = [1, 3, 5, 7].reduce(0) { $0 + text.digit($1) }
        return (7 * odd - even + 80) % 10 == text.digit(9) && (odd + even + text.digit(9)) % 10 == text.digit(10)
    }
}
