extension IdentifierKind {
    static let asiaPacific: [IdentifierKind] = [
        IdentifierKind(
            "au_tfn",
            words: "tfn, tax file number, tax file, australian tax",
            IdentifierFormat("ddd_ddd_ddd", is: .hint, if: .sum([1, 4, 3, 7, 5, 8, 6, 9, 10], modulo: 11))),
        IdentifierKind(
            "au_abn",
            words: "abn, australian business number, business number",
            IdentifierFormat("nd ddd ddd ddd", is: .shape, if: .australianBusiness),
            IdentifierFormat("ndddddddddd", is: .hint, if: .australianBusiness)),
        IdentifierKind(
            "au_acn",
            words: "acn, australian company number, company number",
            IdentifierFormat(
                "ddd_ddd_ddd", is: .hint, if: .digit(after: [8, 7, 6, 5, 4, 3, 2, 1], modulo: 10) { (10 - $0) % 10 })),
        IdentifierKind(
            "au_medicare",
            words: "medicare, medicare number, medicare card, medicare no",
            IdentifierFormat(
                "[2-6]ddd_ddddd_dd?", "[2-6]ddd ddddd d/d", is: .hint,
                if: .digit(after: [1, 3, 7, 9, 1, 3, 7, 9], modulo: 10) { $0 })),
        IdentifierKind(
            "nz_ird",
            words: "ird, ird number, inland revenue",
            IdentifierFormat("dd-ddd-ddd", "ddd-ddd-ddd", "ddddddddd?", is: .hint, if: .newZealand)),
        IdentifierKind(
            "sg_nric_fin",
            words: "nric, fin, ic, singapore id, identity card, nric no, fin no",
            IdentifierFormat("[STFGM]dddddddl", is: .shape, if: .singaporePerson)),
        IdentifierKind(
            "sg_uen",
            words: "uen, entity number, unique entity number, acra",
            IdentifierFormat("ddddddddd?l", "[RST]ddlldddd?l", is: .hint, if: .singaporeFirm)),
        IdentifierKind(
            "cn_resident_id",
            words: "身份证, 身份證, 公民身份, resident identity, chinese id, id card, shenfenzheng",
            IdentifierFormat(
                "[1-8]dddddddddddddddd[0-9X]", is: .proof,
                if: .date(.yyyymmdd, at: 6) && .chineseCentury && .mod11Power2)),
        IdentifierKind(
            "tw_national_id",
            words: "身分證, 國民身分證, taiwan id, national id",
            IdentifierFormat("l[1289]dddddddd", is: .hint, if: .taiwanese)),
        IdentifierKind(
            "hk_identity_card",
            words: "hkid, 香港身份證, hong kong id, hong kong identity, identity card",
            IdentifierFormat("ll?dddddd[0-9A]", is: .hint, if: .hongKong)),
        IdentifierKind(
            "jp_my_number",
            words: "my number, mynumber, マイナンバー, 個人番号, kojin bango",
            IdentifierFormat("dddd_dddd_dddd", is: .hint, if: .japanese)),
        IdentifierKind(
            "kr_rrn",
            words: "rrn, resident registration, 주민등록번호, 주민번호, 주민등록, korean id",
            IdentifierFormat("dddddd-[1-4]dddddd", is: .proof, if: .date(.yymmdd) && .korean(leaving: 11)),
            // Numbers given out since October 2020 have no check digit.
            IdentifierFormat("dddddd-[1-4]dddddd", is: .shape, if: .date(.yymmdd)),
            IdentifierFormat("dddddd[1-4]dddddd", is: .shape, if: .date(.yymmdd) && .korean(leaving: 11)),
            IdentifierFormat("dddddd[1-4]dddddd", is: .hint, if: .date(.yymmdd))),
        IdentifierKind(
            "kr_frn",
            words: "frn, foreigner registration, foreign registration, 외국인등록번호, 외국인등록, 외국인",
            IdentifierFormat("dddddd-[5-8]dddddd", is: .proof, if: .date(.yymmdd) && .korean(leaving: 13)),
            IdentifierFormat("dddddd-[5-8]dddddd", is: .shape, if: .date(.yymmdd)),
            IdentifierFormat("dddddd[5-8]dddddd", is: .shape, if: .date(.yymmdd) && .korean(leaving: 13)),
            IdentifierFormat("dddddd[5-8]dddddd", is: .hint, if: .date(.yymmdd))),
        IdentifierKind(
            "kr_brn",
            words: "brn, business registration, 사업자등록번호, 사업자번호, 사업자",
            IdentifierFormat("ddd-dd-ddddd", is: .shape, if: .koreanFirm),
            IdentifierFormat("dddddddddd", is: .hint, if: .koreanFirm)),
        IdentifierKind(
            "kr_driver_license",
            words: "driver license, driver s license, driving license, license, 운전면허, 면허번호, 면허",
            IdentifierFormat("dd-dd-dddddd-dd", is: .shape, if: .rule { (11...28).contains($0.number(0..<2)) }),
            IdentifierFormat("dd dd dddddd dd", is: .hint, if: .rule { (11...28).contains($0.number(0..<2)) })),
        IdentifierKind(
            "kr_passport",
            words: "passport, passport number, 여권번호, 여권",
            IdentifierFormat("[MSRODG]dddldddd", "[MSRODG]dddddddd", is: .hint)),
        IdentifierKind(
            "th_national_id",
            words: "tnin, thai id, thai national, เลขประจำตัวประชาชน, บัตรประชาชน, เลขบัตรประชาชน",
            IdentifierFormat("[1-8]-dddd-ddddd-dd-d", "[1-8] dddd ddddd dd d", is: .proof, if: .thai),
            IdentifierFormat("[1-8]dddddddddddd", is: .hint, if: .thai)),
        IdentifierKind(
            "my_nric",
            words: "nric, mykad, kad pengenalan, ic number, no kp, ic no",
            IdentifierFormat("dddddd-dd-dddd", is: .shape, if: .date(.yymmdd)),
            IdentifierFormat("dddddddddddd", is: .hint, if: .date(.yymmdd))),
        IdentifierKind(
            "ph_tin",
            words: "tin, bir, bir tin, tax id, taxpayer identification, tax identification",
            IdentifierFormat(
                "ddd-ddd-ddd", "ddd-ddd-ddd-ddd", "ddddddddd", "dddddddddddd", is: .hint,
                if: .digit(after: [9, 8, 7, 6, 5, 4, 3, 2], modulo: 11) { $0 })),
    ]
}

extension IdentifierCheck {
    /// The first digit less 1, weighted, is divisible by 89.
    fileprivate static let australianBusiness = sum([10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19], modulo: 89, leaves: 10)

    /// Modulo 11, with other weights where the first sum leaves 1.
    fileprivate static let newZealand = digits { text in
        let digits = text.count - 1
        func check(_ weights: [Int]) -> Int {
            (11 - weightedSum(text, Array(weights.suffix(digits))) % 11) % 11
        }
        let first = check([3, 2, 7, 6, 5, 4, 3, 2])
        let found = first == 10 ? check([7, 4, 3, 2, 5, 2, 7, 6]) : first
        return (10_000_000...150_000_000).contains(text.number(0..<text.count)) && found == text.digit(digits)
    }

    fileprivate static let singaporePerson = digits { text in
        let sum = weightedSum(text.part(from: 1), [2, 7, 6, 5, 4, 3, 2])
        let (offset, letters): (Int, StaticString) =
            switch text[0] {
            case UInt8(ascii: "S"): (0, "JZIHGFEDCBA")
            case UInt8(ascii: "T"): (4, "JZIHGFEDCBA")
            case UInt8(ascii: "F"): (0, "XWUTRQPNMLK")
            case UInt8(ascii: "G"): (4, "XWUTRQPNMLK")
            default: (3, "XWUTRQPNJLK")
            }
        return letters.withUTF8Buffer { $0[(sum + offset) % 11] == text[8] }
    }

    /// Businesses have nine characters, local companies ten with the year first, other entities ten with a letter first.
    fileprivate static let singaporeFirm = digits { text in
        switch (text.count, text[0] < 65) {
        case (9, true):
            letter(at: 8, of: "XMKECAWLJDB") { weightedSum($0, [10, 4, 9, 3, 8, 2, 7, 1]) }.holds(text)
        case (10, true):
            letter(at: 9, of: "ZKCMDNERGWH") { weightedSum($0, [10, 8, 6, 4, 9, 7, 5, 3, 1]) }.holds(text)
        default: singaporeEntity(text)
        }
    }

    private static func singaporeEntity(_ text: IdentifierText) -> Bool {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWX0123456789".utf8)
        guard text.count == 10 else { return false }
        let weights = [4, 3, 5, 3, 10, 2, 2, 5, 7]
        var sum = 0
        for index in weights.indices {
            guard let value = alphabet.firstIndex(of: text[index]) else { return false }
            sum += weights[index] * value
        }
        return alphabet[(sum - 5 + 1100) % 11] == text[9]
    }

    fileprivate static let chineseCentury = rule { (1900...2099).contains($0.number(6..<10)) }

    /// The letter stands for two digits in an order of its own.
    fileprivate static let taiwanese = digits { text in
        let codes = [
            10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33,
        ]
        let code = codes[text.letter(0)]
        return (code / 10 + 9 * code + weightedSum(text.part(from: 1), [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 == 0
    }

    /// A missing first letter counts as 36; the check character A is 10.
    fileprivate static let hongKong = digits { text in
        let padded = text.count == 8 ? 36 * 9 : 0
        let weights = text.count == 8 ? [8, 7, 6, 5, 4, 3, 2, 1] : [9, 8, 7, 6, 5, 4, 3, 2, 1]
        return (padded + weightedSum(text, weights)) % 11 == 0
    }

    fileprivate static let japanese = digit(after: [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], modulo: 11) {
        $0 < 2 ? 0 : 11 - $0
    }

    /// Residents' numbers leave 11, foreigners' 13.
    fileprivate static func korean(leaving base: Int) -> IdentifierCheck {
        .digit(after: [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], modulo: 11) { (base - $0) % 10 }
    }

    fileprivate static let koreanFirm = digits { text in
        let sum = weightedSum(text, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + text.digit(8) * 5 / 10
        return (10 - sum % 10) % 10 == text.digit(9)
    }

    /// The second and third digits are a province's, up to 96.
    fileprivate static let thai =
        rule { (10...96).contains($0.number(1..<3)) }
        && digit(after: [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], modulo: 11) { (11 - $0) % 10 }
}
