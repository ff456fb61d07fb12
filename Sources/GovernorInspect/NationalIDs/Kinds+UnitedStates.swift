extension IdentifierKind {
    static let unitedStates: [IdentifierKind] = [
        IdentifierKind(
            "us_ssn",
            words: """
                ssn, ssns, ssn4, social security, social security number, social security no, social sec, soc sec, \
                taxpayer id, taxpayer identification, tin, seguro social
                """,
            IdentifierFormat("ddd-dd-dddd", is: .shape, if: .socialSecurityArea && .notCounting),
            IdentifierFormat(
                "ddd-dd-dddd", "ddddddddd", "ddd dd dddd", "ddd.dd.dddd", is: .hint, if: .socialSecurityArea),
            IdentifierFormat("ddddd-dddd", "ddd-dddddd", is: .trace, if: .socialSecurityArea)),
        IdentifierKind(
            "us_itin",
            words: "itin, individual taxpayer, taxpayer identification, taxpayer id, tax id, tin, tax payer",
            IdentifierFormat("9dd-dd-dddd", is: .shape, if: .taxpayerGroup),
            IdentifierFormat("9dddddddd", "9dd dd dddd", "9dd-dddddd", "9dddd-dddd", is: .hint, if: .taxpayerGroup)),
        IdentifierKind(
            "us_ein",
            words: "ein, fein, employer identification, employer id, federal tax id, tax id, irs number",
            IdentifierFormat("dd-ddddddd", is: .hint, if: .employerPrefix)),
        IdentifierKind(
            "us_passport",
            words: "passport, passports, passport number, passport no, travel document",
            IdentifierFormat("ldddddddd", is: .hint),
            IdentifierFormat("ddddddddd", is: .trace)),
        IdentifierKind(
            "us_driver_license",
            words: """
                driver license, driver licence, drivers license, drivers licence, driver s license, driver s licence, \
                driving license, driving licence, license number, licence number, dl, dln, dl number, permit number, \
                state id, id card number
                """,
            IdentifierFormat(
                "lddd-dddd-dddd", "lddd-dddd-dddd-dd", "lddd-ddd-dd-ddd-d", "l-ddd-ddd-ddd-ddd", "l dddd ddddd ddddd",
                "ddd-ddd-ddd", "dd-ddd-dddd", "dd-dd-dddd", "ddlllddddd", "WDLxxxxxxxxx", is: .trace),
            IdentifierFormat("ldddddddd?d?d?d?d?d?d?d?", "lldddddd", "llddddddd", "lllddddd", is: .trace),
            IdentifierFormat("dddddddd?d?d?d?d?d?d?", is: .trace)),
        IdentifierKind(
            "us_bank_account",
            words: """
                account number, account no, account num, account, acct, acct no, bank account, bank account number, \
                checking account, savings account, checking, savings, deposit account
                """,
            IdentifierFormat("dddddddd?d?d?d?d?d?d?d?d?d?", "dddd-dddd-dddd", "dddd dddd dddd", is: .trace)),
        IdentifierKind(
            "us_aba_routing",
            words: "aba, routing, routing number, rtn, routing transit, bank routing, abarouting, routing no",
            IdentifierFormat("[0-3678]dddddddd", "[0-3678]ddd-dddd-d", is: .hint, if: .routing)),
        IdentifierKind(
            "us_mbi",
            words: "mbi, medicare, medicare id, beneficiary, medicare number, beneficiary identifier",
            IdentifierFormat(
                "nu[AC-HJKMNP-RT-Y0-9]d-u[AC-HJKMNP-RT-Y0-9]d-uudd", "nu[AC-HJKMNP-RT-Y0-9]du[AC-HJKMNP-RT-Y0-9]duudd",
                is: .shape)),
        IdentifierKind(
            "us_npi",
            words: "npi, national provider, provider identifier, provider id, provider number, prescriber",
            IdentifierFormat("[12]ddddddddd", "[12]ddd-ddd-ddd", "[12]ddd ddd ddd", is: .hint, if: .npi)),
        IdentifierKind(
            "us_dea",
            words: """
                dea, dea number, certificate, certificate number, medical license, prescriber, registrant, controlled \
                substances, practitioner
                """,
            IdentifierFormat("[ABCDEFGHJKLMPRSTUX][A-Z9]ddddddd", is: .hint, if: .dea)),
    ]
}

extension IdentifierCheck {
    /// Areas 000, 666 and 900–999, group 00 and serial 0000 are never given out; two numbers are void by decree.
    fileprivate static let socialSecurityArea = rule { text in
        let area = text.number(0..<3)
        return area > 0 && area != 666 && area < 900 && text.number(3..<5) > 0 && text.number(5..<9) > 0
            && ![78_051_120, 219_099_999].contains(text.number(0..<9))
    }

    /// The example that everybody writes, 123-45-6789, is believed only where words say what it is.
    fileprivate static let notCounting = rule { $0.number(0..<9) != 123_456_789 }

    /// The groups that the IRS uses for individual taxpayers.
    fileprivate static let taxpayerGroup = rule { text in
        switch text.number(3..<5) {
        case 50...65, 70...88, 90...92, 94...99: true
        default: false
        }
    }

    /// The campus prefixes of the IRS.
    fileprivate static let employerPrefix = rule { text in
        ![0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97].contains(text.number(0..<2))
    }

    /// A Federal Reserve district, a thrift, an electronic or a traveller's cheque prefix, and the check digit.
    fileprivate static let routing =
        rule { text in
            switch text.number(0..<2) {
            case 1...12, 21...32, 61...72, 80: true
            default: false
            }
        } && .sum([3, 7, 1, 3, 7, 1, 3, 7, 1], modulo: 10)

    /// Luhn with 80840, the prefix of health identifiers of the United States, in front; it adds 24.
    fileprivate static let npi = digits { text in
        let sum = (0..<10).reduce(24) { sum, index in
            let value = text.digit(index) * (index.isMultiple(of: 2) ? 2 : 1)
            return sum + value / 10 + value % 10
        }
        return sum.isMultiple(of: 10)
    }

    fileprivate static let dea = digits { text in
        let sum =
            text.digit(2) + text.digit(4) + text.digit(6) + 2 * (text.digit(3) + text.digit(5) + text.digit(7))
        return sum % 10 == text.digit(8)
    }
}
