extension IdentifierKind {
    static let easternEurope: [IdentifierKind] = [
        IdentifierKind(
            "pl_pesel",
            words: "pesel, peselu, numer pesel, nr pesel",
            IdentifierFormat("ddddddddddd", is: .hint, if: .pesel)),
        IdentifierKind(
            "pl_nip",
            words: "nip, numer nip, identyfikacji podatkowej, nip ue",
            IdentifierFormat("ddd-ddd-dd-dd", "ddd-dd-dd-ddd", is: .shape, if: .nip),
            IdentifierFormat("dddddddddd", "ddd ddd dd dd", is: .hint, if: .nip)),
        IdentifierKind(
            "pl_regon",
            words: "regon, numer regon",
            IdentifierFormat(
                "ddddddddd", is: .hint, if: .digit(after: [8, 9, 2, 3, 4, 5, 6, 7], modulo: 11) { $0 % 10 })),
        IdentifierKind(
            "pl_identity_card",
            words: "dowód, dowodu, dowód osobisty, dowodu osobistego, nr dowodu, identity card",
            IdentifierFormat("lll_dddddd", is: .hint, if: .sum([7, 3, 1, 9, 7, 3, 1, 7, 3], modulo: 10))),
        IdentifierKind(
            "cz_rodne_cislo",
            words: "rodné číslo, rodne cislo, rodného čísla, rč, r č, birth number",
            IdentifierFormat("dddddd/dddd", is: .proof, if: .czech),
            IdentifierFormat("dddddddddd", is: .hint, if: .czech),
            IdentifierFormat("dddddd/ddd", is: .hint, if: .czechDate)),
        IdentifierKind(
            "ro_cnp",
            words: "cnp, cod numeric personal, codul numeric, numeric personal",
            IdentifierFormat(
                "[1-9]dddddddddddd", is: .shape,
                if: .date(.yymmdd, at: 1)
                    && .digit(after: [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], modulo: 11) { $0 == 10 ? 1 : $0 })),
        IdentifierKind(
            "bg_egn",
            words: "egn, егн, edinen grazhdanski",
            IdentifierFormat(
                "dddddddddd", is: .hint,
                if: .date(.yymmdd, addedToMonths: [0, 20, 40])
                    && .digit(after: [2, 4, 8, 5, 10, 9, 7, 3, 6], modulo: 11) { $0 % 10 })),
        IdentifierKind(
            "ru_snils",
            words: "снилс, snils, СНИЛС",
            IdentifierFormat("ddd-ddd-ddd dd", "ddd-ddd-ddd-dd", is: .proof, if: .snils)),
        IdentifierKind(
            "ru_inn",
            words: "инн, ИНН, inn, taxpayer",
            IdentifierFormat(
                "dddddddddd", is: .hint, if: .digit(after: [2, 4, 10, 3, 5, 9, 4, 6, 8], modulo: 11) { $0 % 10 }),
            IdentifierFormat(
                "dddddddddddd", is: .hint,
                if: .digit(after: [7, 2, 4, 10, 3, 5, 9, 4, 6, 8], modulo: 11) { $0 % 10 }
                    && .digit(after: [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8], modulo: 11) { $0 % 10 })),
    ]
}

extension IdentifierCheck {
    fileprivate static let pesel =
        date(.yymmdd, addedToMonths: [0, 20, 40, 60, 80]) && sum([1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], modulo: 10)

    fileprivate static let nip = sum([6, 5, 7, 2, 3, 4, 5, 6, 7, 10], modulo: 11)

    /// The month has 50 added for women, 20 more when a day's numbers were used up.
    fileprivate static let czechDate = date(.yymmdd, addedToMonths: [0, 20, 50, 70])

    /// The number is divisible by 11; until 1985 a remainder of 10 was written 0.
    static let czech =
        czechDate && digits { $0.number(0..<10) % 11 == 0 || $0.number(0..<9) % 11 == 10 && $0.digit(9) == 0 }

    fileprivate static let snils = digits { text in
        weightedSum(text, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 == text.number(9..<11)
    }
}
