extension IdentifierKind {
    /// VAT identification numbers with their country's prefix, as VIES takes them; Greece writes `EL`, Northern Ireland `XI`.
    static let euVAT: IdentifierKind = {
        let announced = """
            vat, vat number, vat id, vat no, vat reg, vatin, ust id, ust idnr, ustid, umsatzsteuer, umsatzsteuer id, \
            umsatzsteuernummer, uid, tva, n tva, iva, partita iva, btw, btw nummer, moms, alv, dph, nip, cif, nif, \
            áfa, pvm, pvn, ддс, φπα, αφμ, tax id
            """
        return IdentifierKind("eu_vat_number", words: announced, formats: memberStates)
    }()

    private static let memberStates: [IdentifierFormat] = [
        state("ATU", "dddddddd", if: .austrianVAT),
        state("BE", "[01]ddddddddd", "[01]ddd.ddd.ddd", "[01]ddd ddd ddd", if: .belgianVAT),
        state("BG", "ddddddddd", if: .bulgarianVAT),
        state("CY", "ddddddddl", if: .cypriotVAT),
        state("CZ", "dddddddd", if: .czechVAT),
        state("CZ", "dddddddddd", if: .czech),
        state("DE", "ndddddddd", "ndd ddd ddd", "ndd.ddd.ddd", if: .mod11And10),
        state("DK", "dddddddd", "dd dd dd dd", if: .sum([2, 7, 6, 5, 4, 3, 2, 1], modulo: 11)),
        state("EE", "ddddddddd", if: .sum([3, 7, 1, 3, 7, 1, 3, 7, 1], modulo: 10)),
        state("EL", "ddddddddd", if: .digit(after: [256, 128, 64, 32, 16, 8, 4, 2], modulo: 11) { $0 % 10 }),
        state("ES", "ddddddddl", "[KLM]dddddddl", if: .spanishPerson),
        state("ES", "[XYZ]dddddddl", if: .spanishForeigner),
        state("ES", "[ABCDEFGHJNPQRSUVW]ddddddd[A-J0-9]", if: .spanishFirm),
        state("FI", "dddddddd", if: .sum([7, 9, 10, 5, 8, 4, 2, 1], modulo: 11)),
        state("FR", "xxddddddddd", "xx ddddddddd", "xx ddd ddd ddd", if: .frenchVAT),
        state("GB", "ddddddddd", "ddd dddd dd", "dddddddddddd", if: .britishVAT),
        state("XI", "ddddddddd", "ddd dddd dd", if: .britishVAT),
        state("HR", "ddddddddddd", if: .mod11And10),
        state("HU", "dddddddd", if: .sum([9, 7, 3, 1, 9, 7, 3, 1], modulo: 10)),
        state("IE", "ddddddd[A-W][A-I]?", if: .irish),
        state("IT", "ddddddddddd", if: .luhn),
        state("LT", "ddddddddd", "dddddddddddd", if: .lithuanianVAT),
        state("LU", "dddddddd", if: .digits { $0.number(0..<6) % 89 == $0.number(6..<8) }),
        state("LV", "[4-9]dddddddddd", if: .sum([9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1], modulo: 11, leaves: 3)),
        state("MT", "dddddddd", if: .sum([3, 4, 6, 7, 8, 9, 10, 1], modulo: 37)),
        state("NL", "dddddddddBdd", if: .dutch || .dutchSoleTrader),
        state("PL", "dddddddddd", "ddd-ddd-dd-dd", if: .sum([6, 5, 7, 2, 3, 4, 5, 6, 7, 10], modulo: 11)),
        state("PT", "ddddddddd", if: .portugueseTax),
        state("RO", "nddddddd?d?d?", if: .romanianVAT),
        state("SE", "dddddddddd01", if: .luhn.from(0, count: 10)),
        state("SI", "nddddddd", if: .slovenianVAT),
        state("SK", "nddddddddd", if: .digits { $0.number(0..<10) % 11 == 0 }),
    ]

    /// The forms of one state, behind its prefix or a space more.
    private static func state(_ prefix: String, _ forms: String..., if check: IdentifierCheck) -> IdentifierFormat {
        IdentifierFormat(
            forms.flatMap { ["\(prefix)\($0)", "\(prefix) \($0)"] }, is: .shape, if: check.from(prefix.utf8.count))
    }
}

extension IdentifierCheck {
    fileprivate static let austrianVAT = digits { text in
        let sum = (0..<7).reduce(4) { sum, index in
            let value = text.digit(index) * (index.isMultiple(of: 2) ? 1 : 2)
            return sum + value / 10 + value % 10
        }
        return (10 - sum % 10) % 10 == text.digit(7)
    }

    fileprivate static let belgianVAT = digits { 97 - $0.number(0..<8) % 97 == $0.number(8..<10) }

    fileprivate static let bulgarianVAT = digits { text in
        var check = weightedSum(text, [1, 2, 3, 4, 5, 6, 7, 8]) % 11
        if check == 10 { check = weightedSum(text, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10 }
        return check == text.digit(8)
    }

    fileprivate static let cypriotVAT = digits { text in
        let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
        let sum = (0..<8).reduce(0) { $0 + ($1.isMultiple(of: 2) ? odd[text.digit($1)] : text.digit($1)) }
        return text.number(0..<2) != 12 && sum % 26 == text.letter(8)
    }

    fileprivate static let czechVAT = digits { text in
        let check = (11 - weightedSum(text, [8, 7, 6, 5, 4, 3, 2]) % 11) % 11
        return text.digit(0) != 9 && (check == 0 ? 1 : check) % 10 == text.digit(7)
    }

    /// A key of two digits is 12 + 3 × the company number modulo 97; keys with letters have no published proof, so only
    /// the company number's Luhn digit is checked.
    fileprivate static let frenchVAT =
        luhn.from(2)
        && rule { text in
            guard text[0] < 65, text[1] < 65 else { return ![text[0], text[1]].contains { "IO".utf8.contains($0) } }
            return (12 + 3 * (text.number(2..<11) % 97)) % 97 == text.number(0..<2)
        }

    /// Weighted 8 to 2, the two check digits themselves added: divisible by 97, or 55 more since 2010.
    fileprivate static let britishVAT = digits { text in
        let sum = weightedSum(text, [8, 7, 6, 5, 4, 3, 2]) + text.number(7..<9)
        return sum % 97 == 0 || (sum + 55) % 97 == 0
    }

    fileprivate static let lithuanianVAT = digits { text in
        let places = text.count - 1
        var check = weightedSum(text, (0..<places).map { $0 % 9 + 1 }) % 11
        if check == 10 { check = weightedSum(text, (0..<places).map { ($0 + 2) % 9 + 1 }) % 11 % 10 }
        return text.digit(places - 1) == 1 && check == text.digit(places)
    }

    /// ISO/IEC 7064, MOD 97-10, over the whole number with `NL` in front.
    fileprivate static let dutchSoleTrader = digits { text in
        (0..<12).reduce(2321) { remainder, index in
            let value = text.value(index)
            return (remainder * (value > 9 ? 100 : 10) + value) % 97
        } == 1
    }

    fileprivate static let romanianVAT = digits { text in
        let places = text.count - 1
        let sum = weightedSum(text, Array([7, 5, 3, 2, 1, 7, 5, 3, 2].suffix(places)))
        return sum * 10 % 11 % 10 == text.digit(places)
    }

    fileprivate static let slovenianVAT = digits { text in
        let check = 11 - weightedSum(text, [8, 7, 6, 5, 4, 3, 2]) % 11
        return check != 11 && check % 10 == text.digit(7)
    }
}
