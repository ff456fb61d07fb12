extension IdentifierKind {
    static let germany: [IdentifierKind] = [
        IdentifierKind(
            "de_tax_id",
            words: """
                steuer id, steuer idnr, steuerid, steueridentifikationsnummer, identifikationsnummer, \
                steuerliche identifikationsnummer, idnr, id nr, tin, german tax id, tax id, tax identification
                """,
            IdentifierFormat("ndddddddddd", "nd ddd ddd ddd", is: .hint, if: .mod11And10)),
        IdentifierKind(
            "de_tax_number",
            words: "steuernummer, st nr, steuer nr, stnr, steuernr, finanzamt, german tax number, tax number",
            IdentifierFormat("[01]dddddddddddd", is: .hint, if: .rule { (1...16).contains($0.number(0..<2)) }),
            IdentifierFormat("ddd/ddd/ddddd", "ddd/dddd/dddd", "dd/ddd/ddddd", "dddd/ddd/ddddd", is: .hint)),
        IdentifierKind(
            "de_social_security",
            words: """
                rvnr, sozialversicherung, sozialversicherungsnummer, sozialversicherungsausweis, sv nummer, svnr, \
                rentenversicherung, rentenversicherungsnummer, versicherungsnummer, german social security
                """,
            IdentifierFormat("ddddddddlddd", "dd dddddd l ddd", is: .proof, if: .pensionInsurance)),
        IdentifierKind(
            "de_health_insurance",
            words: """
                krankenversicherung, krankenversichertennummer, kvnr, krankenkasse, versichertennummer, \
                gesundheitskarte, egk, versichertenkarte
                """,
            IdentifierFormat("lddddddddd", is: .hint, if: .healthInsurance)),
        IdentifierKind(
            "de_id_card",
            words: """
                personalausweis, ausweis, ausweisnummer, personalausweisnummer, personalausweises, npa, german id, \
                id card, identity card
                """,
            formats: documentNumbers),
        IdentifierKind(
            "de_passport",
            words: "reisepass, pass, passnummer, pass nr, passnr, reisepassnummer, passport, passport number",
            formats: documentNumbers),
        IdentifierKind(
            "de_driving_licence",
            words:
                """
                führerschein, führerscheinnummer, fuehrerschein, fahrerlaubnis, fahrerlaubnisnummer, driving licence, \
                driving license
                """,
            IdentifierFormat("lldddddddd[0-9A-Z]", "[A-Z]ddxxxxxxdx", is: .hint)),
        IdentifierKind(
            "de_commercial_register",
            words: "handelsregister, handelsregisternummer, amtsgericht, registergericht, hrb, hra, eingetragen",
            IdentifierFormat("HR[AB] dd?d?d?d?d?", "HR[AB]ddd?d?d?d?", is: .shape)),
        IdentifierKind(
            "de_license_plate",
            words:
                """
                kennzeichen, kfz, kfz kennzeichen, nummernschild, fahrzeug, autokennzeichen, license plate, licence \
                plate, plate
                """,
            IdentifierFormat("ll?l?_ll?_nd?d?d?[EH]?", "ll?l?-ll? nd?d?d?[EH]?", is: .hint)),
        IdentifierKind(
            "de_postal_code",
            words: "plz, postleitzahl",
            IdentifierFormat("ddddd", is: .trace, if: .rule { (1001...99_998).contains($0.number(0..<5)) })),
        IdentifierKind(
            "de_bsnr",
            words: "bsnr, betriebsstättennummer, betriebsstaettennummer, betriebsstätte, praxis",
            IdentifierFormat("ddddddddd", is: .trace, if: .rule { $0.number(0..<2) > 0 })),
        IdentifierKind(
            "de_lanr",
            words: "lanr, arztnummer, lebenslange arztnummer, arztes, arzt, vertragsarzt",
            IdentifierFormat(
                "ddddddddd", is: .hint,
                if: .digit(after: [4, 9, 4, 9, 4, 9], modulo: 10) { (10 - $0) % 10 })),
    ]

    /// Nine characters of an alphabet without vowels and what is mistaken for them; the check digit that a document may
    /// print behind them is the tenth.
    private static let documentNumbers: [IdentifierFormat] = {
        let number = "[CFGHJ-NPRTV-Z]" + String(repeating: "[0-9CFGHJ-NPRTV-Z]", count: 8)
        return [IdentifierFormat(number, is: .hint), IdentifierFormat(number + "d", is: .hint, if: .document)]
    }()
}

extension IdentifierCheck {
    /// Area, date of birth with 50 added for a second number, initial, serial number, check digit: digit sums of products.
    fileprivate static let pensionInsurance =
        date(.ddmmyy, at: 2, addedToDays: [0, 50])
        && digits { text in
            let letter = text.letter(8) + 1
            let values = (0..<8).map(text.digit) + [letter / 10, letter % 10, text.digit(9), text.digit(10)]
            let sum = zip(values, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]).reduce(0) { sum, pair in
                let product = pair.0 * pair.1
                return sum + product / 10 + product % 10
            }
            return sum % 10 == text.digit(11)
        }

    /// The letter counts from 01; products with 1 and 2 in turn, digit sums, modulo 10.
    fileprivate static let healthInsurance = digits { text in
        let letter = text.letter(0) + 1
        let values = [letter / 10, letter % 10] + (1..<9).map(text.digit)
        let sum = values.enumerated().reduce(0) { sum, entry in
            let product = entry.element * (entry.offset.isMultiple(of: 2) ? 1 : 2)
            return sum + product / 10 + product % 10
        }
        return sum % 10 == text.digit(9)
    }

    /// ICAO Doc 9303: weights 7, 3, 1 with letters from 10; the sum of nine leaves the tenth.
    fileprivate static let document = sum([7, 3, 1, 7, 3, 1, 7, 3, 1, 9], modulo: 10)
}
