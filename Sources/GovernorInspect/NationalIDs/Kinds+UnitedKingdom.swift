extension IdentifierKind {
    static let unitedKingdom: [IdentifierKind] = [
        IdentifierKind(
            "uk_nhs",
            words: "nhs, nhs number, nhs no, nhsnumber, national health service, health service, chi number",
            IdentifierFormat("ddd_ddd_dddd", is: .hint, if: .sum([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], modulo: 11))),
        IdentifierKind(
            "uk_nino",
            words: "nino, ni number, ni no, national insurance, national insurance number, insurance number, nin",
            IdentifierFormat("ll_dd_dd_dd_[A-D]", "ll dddddd ?[A-D]", is: .shape, if: .insurancePrefix)),
        IdentifierKind(
            "uk_postcode",
            words: "postcode, post code, postal code, zip, address, street, road, lane, avenue, lives, live",
            IdentifierFormat("ld dll", "ldx dll", "lld dll", "lldx dll", "GIR 0AA", is: .shape, if: .postcode),
            IdentifierFormat("lddll", "ldxdll", "llddll", "lldxdll", "GIR0AA", is: .hint, if: .postcode)),
        IdentifierKind(
            "uk_passport",
            words: "passport, passports, passport number, passport no, hmpo, travel document, uk passport",
            IdentifierFormat("llddddddd", is: .hint)),
        IdentifierKind(
            "uk_driving_licence",
            words: """
                driving licence, driving license, driver licence, drivers licence, driver s licence, licence, dvla, \
                driver number, licence number
                """,
            IdentifierFormat(
                "l[A-Z9][A-Z9][A-Z9][A-Z9]dddddd[A-Z9][A-Z9]xll", "l[A-Z9][A-Z9][A-Z9][A-Z9] dddddd [A-Z9][A-Z9]xll",
                is: .shape, if: .drivingLicence)),
        IdentifierKind(
            "uk_vehicle_registration",
            words: """
                vehicle, vehicles, vehicle registration, registration, registration number, number plate, numberplate, \
                licence plate, license plate, plate, reg, car, vrm, vrn, dvla
                """,
            IdentifierFormat(
                "[A-HJ-PR-Y][A-Y]ddlll", "[A-HJ-PR-Y][A-Y]dd lll", "[A-HJ-PR-Y][A-Y]dd-lll", is: .hint, if: .plateAge),
            IdentifierFormat("[A-HJ-NPR-TV-Y]nd?d?_lll", "llln?dd?_[A-HJ-NPR-TV-Y]", is: .hint, if: .plateLetters)),
        IdentifierKind(
            "uk_sort_code",
            words: "sort code, sortcode, bank sort code",
            IdentifierFormat("dd-dd-dd", "dd dd dd", "dddddd", is: .trace)),
    ]
}

extension IdentifierCheck {
    fileprivate static let insurancePrefix = rule { text in
        let prefix = String(decoding: [text[0], text[1]], as: UTF8.self)
        return !"DFIQUV".utf8.contains(text[0]) && !"DFIOQUV".utf8.contains(text[1])
            && !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(prefix)
    }

    /// The area is one that exists, and the inward part has none of the letters it never has.
    fileprivate static let postcode = rule { text in
        let inward = text.count - 3
        if text[0] == UInt8(ascii: "G"), text[1] == UInt8(ascii: "I"), text[2] == UInt8(ascii: "R") { return true }
        guard !"CIKMOV".utf8.contains(text[inward + 1]), !"CIKMOV".utf8.contains(text[inward + 2]) else {
            return false
        }
        let second = text[1] < 65 ? UInt8(ascii: " ") : text[1]
        return postcodeAreas.contains(UInt16(text[0]) << 8 | UInt16(second))
    }

    private static let postcodeAreas: Set<UInt16> = Set(
        """
        AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX \
        FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG \
        NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS \
        TW UB W WA WC WD WF WN WR WS WV YO ZE
        """.split(separator: " ").map { area in
            let letters = Array(area.utf8) + [UInt8(ascii: " ")]
            return UInt16(letters[0]) << 8 | UInt16(letters[1])
        })

    /// The month, 50 more for women, and the day of birth between the digits of its year.
    fileprivate static let drivingLicence = rule { text in
        let month = text.number(6..<8)
        return ((1...12).contains(month) || (51...62).contains(month)) && (1...31).contains(text.number(8..<10))
    }

    /// Two digits that stand for a half-year since 2001, and no I or Q.
    fileprivate static let plateAge =
        rule { text in
            let age = text.number(2..<4)
            return (2...29).contains(age) || (51...79).contains(age)
        } && plateLetters

    fileprivate static let plateLetters = rule { text in
        (0..<text.count).allSatisfy { !"IQ".utf8.contains(text[$0]) }
    }
}
